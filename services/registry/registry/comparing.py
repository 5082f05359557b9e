"""Two people side by side, field by field, for the officer who decides whether they are one.

Nothing sensitive is compared; the national id is shown masked, yet compared whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registry.domain.national_id import mask
from registry.domain.people import Details, Person
from registry.domain.text import fold

__all__ = ["Side", "compared"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    details: Details
    village: str
    household_id: str | None = None

    @classmethod
    def of(cls, person: Person) -> Side:
        return cls(
            details=person.details,
            village=person.home().village,
            household_id=person.household(),
        )


def compared(one: Side, other: Side) -> list[Json]:
    """A line for each field: ``same``, ``alike`` (the same but for spelling or precision),
    ``differs``, or ``unknown`` where one of them lacks it."""
    mine, theirs = one.details, other.details
    return [
        _line("full_name", mine.full_name, theirs.full_name, alike=fold),
        _line(
            "birth_date",
            mine.birth_date.text,
            theirs.birth_date.text,
            verdict="alike" if mine.birth_date.may_be(theirs.birth_date) else "differs",
        ),
        _line("gender", mine.gender, theirs.gender),
        _line("national_id", mine.national_id, theirs.national_id, shown=mask),
        _line("phone", mine.phone, theirs.phone),
        _line("village", one.village, other.village, alike=fold),
        _line("household_id", one.household_id, other.household_id),
        _line("schooling", mine.schooling, theirs.schooling),
        _line("professional_level", mine.professional_level, theirs.professional_level),
        _line("employment_status", mine.employment_status, theirs.employment_status),
    ]


def _line(
    field: str,
    one: str | None,
    other: str | None,
    *,
    alike: Any = None,
    shown: Any = lambda value: value,
    verdict: str = "differs",
) -> Json:
    if one is None or other is None:
        verdict = "unknown"
    elif one == other:
        verdict = "same"
    elif alike is not None and alike(one) == alike(other):
        verdict = "alike"
    return {
        "field": field,
        "newcomer": shown(one) if one is not None else None,
        "candidate": shown(other) if other is not None else None,
        "verdict": verdict,
    }
