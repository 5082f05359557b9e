"""Figures: for every caller."""

from __future__ import annotations

from chassis.errors import Invalid

from indicators.desk.part import DeskPart, Json
from indicators.domain.plan import Plan
from indicators.foreseeing import walked_back, what_would_be
from indicators.freshness import freshness
from indicators.public import Public
from indicators.public_data import public_data

__all__ = ["FiguresDesk"]

SETS = ("plan", "further", "all")


class FiguresDesk(DeskPart):
    def figures(
        self,
        span: str | None,
        as_of: str | None,
        on: str | None = None,
        of: str = "plan",
        commune: str | None = None,
    ) -> Json:
        """``{"items": [figure…], "total", "plan": {commune, title {vi, en}}, "communes": [unit
        code], "commune_names": {code: {vi, en}}}`` in the plan's order. ``of``: plan (its own
        targets), further (what is counted beside them) or all; ``plan``: whose figures they are;
        ``communes``: those a city's figures can be asked for.
        """
        if of not in SETS:
            raise Invalid.of(set="not_in_vocabulary")
        reading = self._reading(as_of, on, commune)
        found = reading.figures(reading.span(span), self._fresh(), of)
        plan = self._parts.plan
        return {
            "items": found,
            "total": len(found),
            "plan": _of_plan(reading.plan),
            "communes": sorted(plan.communes),
            "commune_names": plan.commune_names,
        }

    def figure(
        self,
        code: str,
        span: str | None,
        by: str | None,
        as_of: str | None,
        on: str | None = None,
        commune: str | None = None,
    ) -> Json:
        """One figure; with ``by`` also ``breakdown``: ``[{key, value | num, den, ratio, status,
        pace, forecast}]``. Of a city ``communes`` and ``commune_names``, as :meth:`figures`.
        """
        reading = self._reading(as_of, on, commune, code)
        found = reading.figure(code, reading.span(span), by, self._fresh())
        city = self._parts.plan
        told = {"communes": sorted(city.communes), "commune_names": city.commune_names}
        return found | (told if city.communes else {})

    def what_if(self, code: str, body: Json, span: str | None, commune: str | None = None) -> Json:
        """``{"before": figure, "after": figure, "added", "left_over"}``; nothing is stored."""
        reading = self._reading(None, commune=commune)
        return what_would_be(reading, reading.indicator(code), reading.span(span), body)

    def backtest(self, months: int, code: str | None = None) -> Json:
        """How the forecasts would have done so many months ahead, of one figure or all:
        ``{"items": [{code, method, ahead, trials, covered, coverage, mean_error,
        mean_absolute_error}], "total", "level"}``.
        """
        return walked_back(self._reading(None), months, code)

    def public_figures(self, span: str | None) -> Json:
        """The figures for everybody: rounded, small counts hidden, on fixed days; with the
        ``plan`` as :meth:`figures`."""
        found = self._public(span).figures()
        return {"items": found, "total": len(found), "plan": _of_plan(self._parts.plan)}

    def public_data(self, span: str | None) -> Json:
        """The same as flat rows with their dictionary, to be given away as csv or JSON."""
        return public_data(self._public(span))

    def _public(self, span: str | None) -> Public:
        reading = self._reading(None)
        return Public.of(reading, reading.span(span), self._call.clock.now())

    def snapshot(self) -> Json:
        return self._parts.snapshots.take(self._today())

    def freshness(self) -> Json:
        runtime = self._runtime
        now = self._call.clock.now()
        return freshness(runtime.db, runtime.topology.consumes, self._parts.plan, now)


def _of_plan(plan: Plan) -> Json:
    return {"commune": plan.commune, "title": {"vi": plan.title.vi, "en": plan.title.en}}
