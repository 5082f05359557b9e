"""Reading figures from cells: a few documents, whatever the number of persons behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chassis.errors import Invalid, NotFound
from chassis.mongo import Db

from indicators.domain.breakdown import PLACES, breakdown, residents_of
from indicators.domain.cells import COMMUNE, TOTAL, day_document, dimension_in, document
from indicators.domain.contributions import Entry
from indicators.domain.days import Day, last_day_of
from indicators.domain.figures import Valuation, figure, valued_on
from indicators.domain.periods import cover
from indicators.domain.plan import (
    AmountsPaid,
    Facts,
    FactsShare,
    FirstFactOfYear,
    FollowedUp,
    Indicator,
    LoansDisbursed,
    Plan,
)
from indicators.domain.reach import feeds_of
from indicators.domain.spans import Span, UnknownSpan, span_of
from indicators.domain.surveys import SurveyFact, surveys_in
from indicators.domain.totals import Totals
from indicators.freshness import silent_among
from indicators.moments import day_of
from indicators.store import Store

__all__ = ["Reading", "dimensions"]

Json = dict[str, Any]
PERSON_DIMENSIONS = ("group", "gender", "village", "age_band", "month")


def dimensions(indicator: Indicator) -> list[str]:
    """What a figure can be broken down by."""
    if indicator.kind == "external":
        return ["month"]
    if indicator.unit == "household":
        return ["village", "month"]
    found = list(PERSON_DIMENSIONS) if indicator.unit == "person" else ["month"]
    measure = indicator.measure
    selectors: tuple[Facts, ...] = ()
    if isinstance(measure, FirstFactOfYear | AmountsPaid):
        selectors = measure.any_of
    elif isinstance(measure, FactsShare):
        selectors = measure.of
    elif isinstance(measure, FollowedUp):
        selectors = measure.after
    elif isinstance(measure, LoansDisbursed):
        found.append("product")
    for facts in selectors:
        found += [name for name, _ in facts.dims if name not in found]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Figures as they stand, or as they were known ``as_of`` a moment; valued at the span's
    end, or at the day ``on`` before it. ``commune``: of one commune of a city, whose own plan
    ``plan`` then is.
    """

    store: Store
    plan: Plan
    today: Day
    as_of: datetime | None = None
    on: Day | None = None
    commune: str | None = None

    @property
    def db(self) -> Db:
        return self.store.db

    def span(self, name: str | None) -> Span:
        """Raises ``Invalid`` for a span the plan does not have; without a name: this year."""
        wanted = name or min(max(self.today[:4], self.plan.first[:4]), self.plan.last[:4])
        try:
            return span_of(wanted, self.plan)
        except UnknownSpan as error:
            raise Invalid.of(span="unknown_span") from error

    def indicator(self, code: str) -> Indicator:
        found = self.plan.indicator(code)
        if found is None:
            raise NotFound("indicator", {"code": code})
        return found

    def figures(self, span: Span, fresh: Json, of: str = "plan") -> list[Json]:
        """All figures of a set and span, in the plan's order."""
        wanted = self.plan.of_set(of)
        at = self._valuation(span, None, wanted)
        return [self._dressed(each, figure(each, at), fresh) for each in wanted]

    def figure(self, code: str, span: Span, by: str | None, fresh: Json) -> Json:
        """One figure; with ``by`` its ``breakdown``."""
        indicator = self.indicator(code)
        known = self.dimensions_of(indicator)
        if by is not None and by not in known:
            raise Invalid.of(by="not_in_vocabulary")
        dimension = by if by != "month" else None
        residents = residents_of(self.plan) if by in PLACES else None
        wanted = [indicator] if residents in (None, indicator) else [indicator, residents]
        at = self._valuation(span, dimension, wanted)
        found = self._dressed(indicator, figure(indicator, at), fresh)
        if by == COMMUNE and indicator.kind == "external":
            found |= {"by": by, "breakdown": self._surveyed(code, at)}
        elif by is not None:
            communes = self._of_communes(code) if by == COMMUNE else {}
            found |= {"by": by, "breakdown": breakdown(indicator, at, by, residents, communes)}
        return found | {"dimensions": known}

    def dimensions_of(self, indicator: Indicator) -> list[str]:
        """Of a city also by commune, and not by village: whose that is, the commune tells."""
        found = dimensions(indicator)
        if self.commune or not self.plan.communes:
            return found
        return [COMMUNE, *(each for each in found if each != "village")]

    def _of_communes(self, code: str) -> dict[str, Indicator]:
        """What each commune's own plan makes of a figure."""
        found = {place: own.indicator(code) for place, own in self.plan.communes.items()}
        return {place: each for place, each in found.items() if each is not None}

    def _surveyed(self, code: str, at: Valuation) -> list[Json]:
        """Each commune's own survey, against its own target."""
        told, rows = self.store.surveys(), []
        for place, own in sorted(self._of_communes(code).items()):
            there = figure(own, replace(at, surveys=surveys_in(told, place, ())))
            numbers = {name: there[name] for name in ("num", "den", "ratio", "status")}
            rows.append({"key": place, **numbers, "pace": None, "forecast": None})
        return rows

    def _dressed(self, indicator: Indicator, found: Json, fresh: Json) -> Json:
        """With the sources it rests on; of a past moment nobody kept how far they were read."""
        wanted = feeds_of(indicator) if self.as_of is None else []
        own = {feed: fresh[feed] for feed in wanted if feed in fresh}
        return found | {"fresh_to": own, "silent": silent_among(own)}

    def valued_on(self, span: Span) -> Day | None:
        """The last day that counts: no day after today, or after the moment asked about."""
        today = self.today if self.as_of is None else min(self.today, day_of(self.as_of))
        return valued_on(span, today if self.on is None else min(today, self.on))

    def counts(self, indicator: Indicator, span: Span) -> dict[str, int]:
        """By part the bare count of a figure."""
        at = self._valuation(span, None, [indicator])
        if at.day is None:
            return dict.fromkeys(indicator.parts, 0)
        first = (span if indicator.by_span else self.plan).first
        return {
            part: at.totals.between(indicator.key(part), first[:7], at.day[:7])
            for part in indicator.parts
        }

    def generation(self) -> int:
        """The present generation, or the one whose figures were known at that moment."""
        if self.as_of is not None:
            known = [g for g in self.store.generations() if g.since <= self.as_of]
            if known:
                return known[-1].number
        head = self.store.head()
        if head is None:
            raise NotFound("generation")
        number: int = head["generation"]
        return number

    def valuation(self, span: Span, indicator: Indicator) -> Valuation:
        """Everything one figure is made of, to be changed at will."""
        return self._valuation(span, None, [indicator])

    def _valuation(
        self, span: Span, dimension: str | None, indicators: Sequence[Indicator]
    ) -> Valuation:
        day = self.valued_on(span)
        totals = Totals(day or self.plan.first, dimension, self.commune)
        counted = [each for each in indicators if each.kind != "external"]
        if day is not None and counted:
            self._fill(totals, day, dimension, counted)
        external = any(each.kind == "external" for each in indicators)
        return Valuation(
            plan=self.plan,
            span=span,
            day=day,
            totals=totals,
            surveys=self.surveys() if external else (),
            known_at=self.as_of,
        )

    def surveys(self) -> list[SurveyFact]:
        """Those that tell of this place."""
        return surveys_in(self.store.surveys(), self.commune, self.plan.communes)

    def _fill(
        self, totals: Totals, day: Day, dimension: str | None, indicators: Sequence[Indicator]
    ) -> None:
        generation = self.generation()
        years = [str(y) for y in range(int(self.plan.first[:4]), int(day[:4]) + 1)]
        unfinished = day != last_day_of(day[:7])
        whole = TOTAL if self.commune is None else COMMUNE
        lies = dimension_in(dimension, self.commune) if dimension is not None else None
        names = [document(year, whole) for year in years]
        if lies is not None:
            names += [document(year, lies) for year in years]
        if unfinished and self.commune is None:
            names.append(day_document(day[:7]))
        keys = [each.key(part) for each in indicators for part in each.parts]
        for found in self._known(generation, names):
            for year in years:
                cells = found.get(document(year, whole), {})
                if self.commune is None:
                    totals.add_total(year, cells)
                else:
                    totals.add_commune(year, cells)
                if lies is not None:
                    totals.add_dimension(year, found.get(document(year, lies), {}))
            if unfinished and self.commune is None:
                totals.add_days(found.get(day_document(day[:7]), {}))
        if self.as_of is not None:
            totals.put_in(self._since_last_period(generation, keys, self.as_of))
        if unfinished and (dimension is not None or self.commune is not None):
            for k in keys:
                totals.leave_out(self._not_come_yet(generation, k, day))

    def _known(self, generation: int, names: Sequence[str]) -> list[dict[str, Json]]:
        """The cells' documents; of a past moment those of the recorded periods over by then."""
        if self.as_of is None:
            return [self.store.cells(generation, names)]
        stretches, _ = cover(self.store.period_ends(generation), self.as_of)
        wanted = {stretch.document(name): name for stretch in stretches for name in names}
        found = self.store.period_cells(generation, wanted)
        return [{wanted[place]: body} for place, body in found.items()]

    def _since_last_period(
        self, generation: int, keys: Sequence[str], moment: datetime
    ) -> Iterator[Entry]:
        _, end = cover(self.store.period_ends(generation), moment)
        for k in keys:
            for line in self.store.recorded(generation, k, end, moment):
                yield line.entry

    def _not_come_yet(self, generation: int, k: str, day: Day) -> Iterator[Entry]:
        for line in self.store.lines_in(generation, k, day[:7]):
            if line.entry.on > day and (self.as_of is None or line.at <= self.as_of):
                yield line.entry
