"""One person's facts, read once, and what each figure makes of them: now, or as known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.errors import NotFound, Transient

from indicators.domain.book import PersonPage
from indicators.domain.contributions import timeline_in
from indicators.domain.facts import PersonState
from indicators.domain.findings import PART_OF
from indicators.domain.known_then import (
    MERGED,
    PROFILE,
    VOIDED,
    ToldSince,
    heard,
    known_then,
    positions,
)
from indicators.domain.merging import clusters, combine
from indicators.domain.plan import Indicator
from indicators.domain.reach import tables_of
from indicators.domain.spans import Span
from indicators.domain.timeline import Timeline
from indicators.domain.why_not import missing
from indicators.explaining import Asked
from indicators.known_lists import KnownThen, holding_of
from indicators.known_positions import ToldAt, last_known, surely_known
from indicators.reading import Reading

__all__ = ["OfPerson"]

Json = dict[str, Any]
WHY = {PROFILE: "profile", MERGED: "merged", VOIDED: "voided"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """Of a past moment: what was told of them since, whether anything had been told by then, and
    the feeds whose owners could not be asked.
    """

    since: Sequence[ToldSince]
    heard: bool
    unasked: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    """``root``: the record they are counted as, whatever was merged (by then)."""

    reading: Reading
    span: Span
    root: str
    state: PersonState
    timeline: Timeline
    then: Then | None = None

    @classmethod
    def read(cls, reading: Reading, person_id: str, span: Span, told_at: ToldAt) -> OfPerson:
        """``told_at``: asked where the reading is of a past moment. Raises ``NotFound("person")``
        for somebody of whom nothing was heard to this day.
        """
        store, then = reading.store, None
        pages = store.people([person_id])
        if person_id not in pages:
            raise NotFound("person")
        cluster = pages[person_id].cluster
        pages = store.people(cluster)
        if reading.as_of is not None:
            pages, then = _as_then(reading, pages, told_at)
            cluster = _cluster(person_id, pages)
        root, *others = cluster
        state = combine(pages[root].state, [pages[each].state for each in others])
        timeline = timeline_in(reading.plan, state)
        return cls(reading=reading, span=span, root=root, state=state, timeline=timeline, then=then)

    @property
    def day(self) -> str:
        return self.reading.valued_on(self.span) or self.span.first

    def told(self, indicator: Indicator) -> Json:
        """``{"counted": {part: bool}, "missing": [{part, condition, facts}]}``; of a past moment
        also ``not_kept``: ``[{record, table, event, why}]``.
        """
        units = {self.root}
        profile = self.state.registry.profile
        if indicator.unit == "household" and profile is not None:
            units = {each.id for each in profile.households}
        asked = {
            part: Asked(reading=self.reading, indicator=indicator, span=self.span, part=part)
            for part in (indicator.parts if indicator.kind != "external" else ())
        }
        lists = {part: holding_of(each) for part, each in asked.items()}
        counted = {part: each.holds(units) for part, each in lists.items()}
        lacking = missing(indicator, self.state, self.timeline, self.span.first, self.day)
        found: Json = {
            "counted": counted,
            "missing": [
                {"part": each.part, "condition": each.condition, "facts": each.facts}
                for each in lacking
                if not counted.get(each.part, False)
            ],
        }
        if self.then is None:
            return found
        why: dict[str, str] = {}
        for each in lists.values():
            if isinstance(each, KnownThen):
                why |= each.why_since(units)
        return found | {"not_kept": self._not_kept(self.then, indicator, why)}

    def _not_kept(self, then: Then, indicator: Indicator, why: Mapping[str, str]) -> list[Json]:
        """Records this figure asks about that were told, corrected or voided since: what was
        known of them then, if anything, is not kept. One the ledger knows to have been told for
        the first time is left out, and one of a day that does not count.
        """
        tables = {*tables_of(indicator.measure), PROFILE, MERGED}
        parts = {PART_OF[table] for table in tables if table in PART_OF}
        rows = []
        for each in then.since:
            concerns = each.part in parts if each.table == VOIDED else each.table in tables
            late = each.on is not None and each.on > self.day
            known = why.get(each.event)
            if not concerns or late or (known == "fact" and each.table not in WHY):
                continue
            found = WHY.get(each.table) or ("corrected" if known == "correction" else "unclear")
            rows.append(
                {"record": each.record, "table": each.table, "event": each.event, "why": found}
            )
        return rows


def _as_then(
    reading: Reading, pages: Mapping[str, PersonPage], told_at: ToldAt
) -> tuple[dict[str, PersonPage], Then]:
    """The pages without what was told since, merges too."""
    moment, feeds = reading.as_of, dict[str, set[int]]()
    if moment is None:
        raise ValueError("the reading is of now")
    for page in pages.values():
        for feed, found in positions(page.state).items():
            feeds.setdefault(feed, set()).update(found)
    surely = surely_known(reading.store, reading.generation(), moment)
    known, unasked = dict(surely), []
    for feed, found in feeds.items():
        try:
            known[feed] = last_known(feed, found, surely, told_at, moment)
        except Transient:
            unasked.append(feed)
    since: list[ToldSince] = []
    then: dict[str, PersonPage] = {}
    for person, page in pages.items():
        state, later = known_then(page.state, known)
        then[person] = PersonPage(cluster=page.cluster, state=state)
        since += later
    told = any(heard(page.state, known) for page in pages.values())
    return then, Then(since=since, heard=told, unasked=unasked)


def _cluster(person: str, pages: Mapping[str, PersonPage]) -> tuple[str, ...]:
    """Who was one with the person by the merges known then, the survivor first."""
    into = {
        each: merged.into
        for each, page in pages.items()
        if (merged := page.state.registry.merged) is not None
    }
    for root, members in clusters(pages, into).items():
        if person in members:
            return (root, *(each for each in members if each != root))
    return (person,)
