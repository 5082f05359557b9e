"""Whether a line's person is new, known, or somebody an officer must look at.

Known: the same national id under the same name or a birth date that can be the same.
To look at: the same national id under another name and date; the same name key, birth
date and village where national ids do not tell; a name nearly the same, in the village,
with a birth date that can be the same. A near name is a question for an officer and never
an answer: nobody is known by it. A list sent twice adds nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.domain.people import Details
from registry.imports.rows import RowFacts
from registry.office import Office
from registry.records import name_key
from registry.registering import near_suspects, suspects

__all__ = ["Verdict", "verdict_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``new``, ``duplicate`` or ``review``; ``reason`` is the code behind the last two."""

    kind: str
    person_id: str | None = None
    candidates: tuple[str, ...] = ()
    reason: str | None = None


def _agree(one: Details, other: Details) -> bool:
    return name_key(one.full_name) == name_key(other.full_name) or one.birth_date.may_be(
        other.birth_date
    )


def _identical(one: Details, other: Details) -> bool:
    """Nothing that a list states of identity differs, and neither has a number."""
    return (one.national_id, one.birth_date, one.gender) == (
        other.national_id,
        other.birth_date,
        other.gender,
    )


def verdict_of(office: Office, facts: RowFacts) -> Verdict:
    """Against everybody registered."""
    who = (facts.details, facts.commune, facts.village)
    found = suspects(office, *who)
    known = [
        each.person
        for each in found
        if (each.reason == "duplicate_national_id" and _agree(each.person.details, facts.details))
        or _identical(each.person.details, facts.details)
    ]
    if known:
        reason = _reason([each.reason for each in found])
        return Verdict(kind="duplicate", person_id=known[0].person_id, reason=reason)
    found = found or near_suspects(office, *who)
    if found:
        return Verdict(
            kind="review",
            candidates=tuple(each.person.person_id for each in found),
            reason=_reason([each.reason for each in found]),
        )
    return Verdict(kind="new")


def _reason(reasons: Sequence[str]) -> str:
    return "duplicate_national_id" if "duplicate_national_id" in reasons else reasons[0]
