"""Which open vacancies suit a referred person, best first, and why.

In this order: every access need is met (work out of reach is no offer); the occupation
asked for; the place. Age, gender and group play no part (Luật Việc làm 74/2025, art. 2.7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from placement.domain.person import Profile
from placement.domain.vacancy import Vacancy, is_open

__all__ = ["Match", "Reason", "rank"]

ACCESS_MISSING = "access_missing"
POINTS = {
    "occupation_wanted": 8,
    "flexible_work": 4,
    "same_village": 4,
    "same_commune": 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A wire code and the access needs it speaks of (empty for other reasons)."""

    code: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    vacancy: Vacancy
    left: int
    reasons: tuple[Reason, ...]


def rank(
    profile: Profile, vacancies: Iterable[Vacancy], filled: Mapping[str, int], *, on: date
) -> list[Match]:
    """Open vacancies with a place left. ``filled``: placements that stand, by vacancy id."""
    matches = [
        Match(vacancy=vacancy, left=left, reasons=_reasons(profile, vacancy))
        for vacancy in vacancies
        if is_open(vacancy, on)
        and (left := vacancy.offer.headcount - filled.get(vacancy.vacancy_id, 0)) > 0
    ]
    return sorted(matches, key=_place)


def _reasons(profile: Profile, vacancy: Vacancy) -> tuple[Reason, ...]:
    offer = vacancy.offer
    needs = set(profile.access_needs)
    met = tuple(sorted(needs & set(offer.accommodates)))
    missing = tuple(sorted(needs - set(offer.accommodates)))
    found = [
        (bool(met), Reason(code="access_met", needs=met)),
        (bool(missing), Reason(code=ACCESS_MISSING, needs=missing)),
        (
            _same(profile.occupation, offer.occupation),
            Reason(code="occupation_wanted"),
        ),
        (offer.flexible_work, Reason(code="flexible_work")),
    ]
    same_commune = _same(profile.commune, offer.commune)
    same_village = same_commune and _same(profile.village, offer.village)
    place = "same_village" if same_village else "same_commune"
    found.append((same_commune, Reason(code=place)))
    return tuple(reason for holds, reason in found if holds)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()


def _place(match: Match) -> tuple[int, int, date, str]:
    missing = sum(len(each.needs) for each in match.reasons if each.code == ACCESS_MISSING)
    points = sum(POINTS.get(each.code, 0) for each in match.reasons)
    offer = match.vacancy.offer
    return missing, -points, offer.closes_on or date.max, match.vacancy.vacancy_id
