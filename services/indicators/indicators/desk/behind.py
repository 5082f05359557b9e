"""Who stands behind a figure, who does not, and how it came to be known otherwise."""

from __future__ import annotations

from dataclasses import replace

from chassis.clock import to_iso
from chassis.errors import Invalid
from chassis.identity import SERVICE_ROLE

from indicators.desk.part import EXPLAINS, DeskPart, Json
from indicators.explaining import Asked, part_of
from indicators.known_lists import listing_of
from indicators.moments import day_of, moment
from indicators.of_person import OfPerson
from indicators.restatements import restatements

__all__ = ["BehindDesk"]

MOST = 1_000
MOST_RESTATED = 500


class BehindDesk(DeskPart):
    """Units are told to those who explain figures; what changed them to everybody."""

    def figure_people(
        self,
        code: str,
        span: str | None,
        part: str | None,
        page: int,
        page_size: int,
        commune: str | None = None,
        as_of: str | None = None,
        on: str | None = None,
    ) -> Json:
        """``{"items": [{person_id | household_id | class_id, since, fact, event}], "total"}``;
        ``commune``: of a city's list those who count there; ``as_of``, ``on``: of the figure
        with the same two clocks, and as long.
        """
        self._explains()
        if page < 1 or not 1 <= page_size <= MOST:
            raise Invalid.of(page="out_of_range")
        if commune is not None and commune not in self._parts.plan.communes:
            raise Invalid.of(commune="not_in_vocabulary")
        reading = self._reading(as_of, on, code=code)
        indicator = reading.indicator(code)
        wanted = part_of(indicator, part)
        asked = Asked(
            reading=reading,
            indicator=indicator,
            span=reading.span(span),
            part=wanted,
            commune=commune,
        )
        found, total = listing_of(asked).page((page - 1) * page_size, page_size)
        name = f"{indicator.unit}_id"
        return {
            "items": [
                {name: each.unit, "since": each.since, "fact": each.fact, "event": each.event}
                for each in found
            ],
            "total": total,
            "unit": indicator.unit,
            "part": wanted,
        }

    def why_not(
        self,
        code: str,
        person_id: str,
        span: str | None,
        as_of: str | None = None,
        on: str | None = None,
    ) -> Json:
        """``{"counted": {part: bool}, "missing": [{part, condition, facts}]}``; ``as_of``, ``on``:
        of the figure with the same two clocks. Of a past moment also ``not_kept``: ``[{record,
        table, event, why}]``, ``heard`` and ``unasked`` (``of_person.py``).
        """
        self._explains()
        reading = self._reading(as_of, on, code=code)
        indicator, wanted = reading.indicator(code), reading.span(span)
        person = OfPerson.read(reading, person_id, wanted, self._parts.logs.told_at)
        return {"code": code, **_who(person, person_id), **person.told(indicator)}

    def why_not_all(
        self,
        person_id: str,
        span: str | None,
        as_of: str | None = None,
        on: str | None = None,
    ) -> Json:
        """The same of every figure of the plan that counts persons, households or classes, in
        the plan's order, their facts read once: ``{"items": [{code, name, unit, kind, counted,
        missing}], "total", "counted_as", "span", "valued_on"}``."""
        self._explains()
        reading = self._reading(as_of, on)
        person = OfPerson.read(reading, person_id, reading.span(span), self._parts.logs.told_at)
        items = [
            {
                "code": each.code,
                "name": each.name.vi,
                "unit": each.unit,
                "kind": each.kind,
                **person.told(each),
            }
            for each in reading.plan.of_set("plan")
            if each.kind != "external"
        ]
        return {"items": items, "total": len(items), **_who(person, person_id)}

    def restatements(
        self,
        code: str,
        since: str,
        span: str | None,
        after: str | None = None,
        commune: str | None = None,
    ) -> Json:
        """Entries recorded since that changed what the figure was known to be:
        ``{"items": [{recorded_at, event, cause, unit, part, change, on, facts}], "total",
        "before", "after", "read_until"}``. ``before`` and ``after``: the figure of that day as
        known then and now. ``read_until`` is null when these are all; else ask again with
        ``after`` that moment.
        """
        reading = self._reading(None, commune=commune)
        indicator, wanted = reading.indicator(code), reading.span(span)
        at = moment(since, "since")
        if at is None:
            raise Invalid.of(since="required")
        told = restatements(
            reading, indicator, wanted, at, after=moment(after, "after"), most=MOST_RESTATED
        )
        found = [{**row, "recorded_at": to_iso(row["recorded_at"])} for row in told.rows]
        if self._call.caller.role not in (*EXPLAINS, SERVICE_ROLE):
            found = [
                {key: value for key, value in row.items() if key not in ("unit", "facts")}
                for row in found
            ]
        known = replace(reading, as_of=at, on=day_of(at))
        counted = indicator.kind != "external"
        return {
            "code": code,
            "since": to_iso(at),
            "span": wanted.name,
            "items": found,
            "total": len(found),
            "read_until": to_iso(told.until) if told.until is not None else None,
            "before": known.counts(indicator, wanted) if counted else None,
            "after": replace(known, as_of=None).counts(indicator, wanted) if counted else None,
        }


def _who(person: OfPerson, person_id: str) -> Json:
    """Whom the answer is about, when, and how much was known of them then."""
    found: Json = {
        "person_id": person_id,
        "counted_as": person.root,
        "span": person.span.name,
        "valued_on": person.day,
    }
    if person.then is not None:
        found |= {"heard": person.then.heard, "unasked": list(person.then.unasked)}
    return found
