"""What a line of a list proves: a group with its paper, a household's poverty in a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain.intervals import Interval
from registry.domain.people import Evidence
from registry.domain.text import clean
from registry.imports.cells import Reading
from registry.imports.kinds import ListKind

_AREA = re.compile(r"(?P<whole>\d[\d. ]*)(?:,(?P<part>\d+))?\s*(?:m2|m²|m)?", re.IGNORECASE)

__all__ = ["StatedGroup", "StatedHousehold", "group_of", "household_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedGroup:
    """``area``: of land recovered, whole square metres."""

    code: str
    time: Interval
    evidence: Evidence
    area: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedHousehold:
    """``status`` None: the line names the household and says nothing of its poverty."""

    code: str
    time: Interval
    status: str | None = None


def group_of(reading: Reading, kind: ListKind, as_of: date) -> StatedGroup | None:
    """The group a line of this kind proves, from the day its paper says."""
    if kind.group is None or kind.document is None:
        return None
    code = kind.group
    if "police_category" in kind.fields:
        code = reading.choice("police_category") or code
    decided = reading.day("decision_date", required="decision_date" in kind.required)
    first = next((name for name in ("starts_on", "released_on") if name in kind.fields), None)
    start = reading.day(first, required=first in kind.required) if first else decided
    last = next((name for name in ("ends_on", "cleared_on") if name in kind.fields), None)
    end = reading.day(last) if last else None
    number = reading.text(
        "decision_number", longest=100, required="decision_number" in kind.required
    )
    issued_by = reading.text("issued_by", longest=200)
    if start is None:
        return None
    if end is not None and end < start:
        reading.reject(str(last), "not_after_from")
        return None
    # a list says the last day it holds; an interval, the first on which it does not
    upto = end + timedelta(days=1) if last == "ends_on" and end is not None else end
    if upto is not None and upto <= start:
        reading.reject(str(last), "not_after_from")
        return None
    return StatedGroup(
        code=code,
        time=Interval(start=start, end=upto),
        evidence=Evidence(
            document=kind.document,
            number=number,
            issued_by=issued_by,
            issued_on=decided if decided is not None else as_of,
        ),
        area=_area(reading) if "area" in kind.fields else None,
    )


def _area(reading: Reading) -> int | None:
    """``1.250,5 m²`` as it is written here; what is no number is left out with a warning."""
    stated = reading.digits("area")  # the sign of a square metre looks like an old font's letter
    if stated is None:
        return None
    found = _AREA.fullmatch(clean(stated))
    if found is None:
        reading.warn("area", "not_a_number")
        return None
    whole = found["whole"].replace(".", "").replace(" ", "")
    return round(float(f"{whole}.{found['part'] or 0}"))


def household_of(
    reading: Reading, kind: ListKind, poverty: str | None, as_of: date
) -> StatedHousehold | None:
    """The household a line names, with its poverty in the reviewed year, or from ``as_of``."""
    required = "household_code" in kind.required
    code = reading.text("household_code", longest=50, required=required)
    if code is None:
        return None
    if "poverty_year" not in kind.fields:
        return StatedHousehold(code=clean(code), status=poverty, time=Interval(start=as_of))
    status = reading.choice("poverty_status", required=poverty is None) or poverty
    year = reading.year("poverty_year", as_of.year)
    if status is None or year is None:
        return None
    time = Interval(start=date(year, 1, 1), end=date(year + 1, 1, 1))
    return StatedHousehold(code=clean(code), status=status, time=time)
