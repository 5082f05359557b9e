"""A person's dated profile as the plan sees it: groups, village, age band of every day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from indicators.domain.days import FOREVER, Day, completes, latest_birth_day
from indicators.domain.facts import Profile, Residence

__all__ = ["UNKNOWN", "Dims", "Stay", "Timeline", "joined", "timeline_of"]

UNKNOWN = "unknown"
ELDERLY_YEARS = 60
BANDS = ((15, "15-24"), (25, "25-34"), (35, "35-44"), (45, "45-59"), (60, "60+"))
TOO_YOUNG = "under_15"

Stay = tuple[Day, Day]
"""From the first day (inclusive) to the day it is over (exclusive)."""


class Dims(NamedTuple):
    """What a breakdown may ask of an entry. A household has a village only (the rest None).

    ``commune`` is told where the plan is a city's.
    """

    groups: tuple[str, ...]
    gender: str | None
    village: str | None
    age_band: str | None
    extra: tuple[tuple[str, str], ...] = ()
    commune: str | None = None


class Timeline:
    """Groups on any day, and the breakdown dimensions of every day of the plan period."""

    __slots__ = ("dims", "elderly", "left", "memberships", "starts")

    def __init__(
        self,
        memberships: tuple[tuple[str, Day, Day], ...],
        starts: list[Day],
        dims: list[Dims],
        elderly: Stay | None,
        left: Day,
    ) -> None:
        self.memberships = memberships
        self.starts = starts
        self.dims = dims
        self.elderly = elderly
        self.left = left

    def was_in(self, day: Day, codes: frozenset[str]) -> bool:
        """In at least one of the groups on that day."""
        for code, start, end in self.memberships:  # noqa: SIM110 - the hottest loop: no generator
            if start <= day < end and code in codes:
                return True
        return False

    def during(self, codes: frozenset[str]) -> list[Stay]:
        """When in at least one of the groups: apart, in order."""
        return joined([(s, e) for code, s, e in self.memberships if code in codes])

    def at(self, day: Day) -> Dims:
        """The dimensions of a day of the plan period."""
        return self.dims[bisect_right(self.starts, day) - 1]


def joined(stays: Sequence[Stay]) -> list[Stay]:
    """The same days as stays that neither overlap nor touch."""
    if len(stays) < 2:
        return list(stays)
    found: list[Stay] = []
    for start, end in sorted(stays):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def timeline_of(
    profile: Profile | None, first: Day, last: Day, *, communes: bool = False
) -> Timeline:
    """The timeline of a profile over the plan period ``first`` … ``last``.

    ``communes``: whose days are told by commune, too.
    """
    if profile is None:
        nothing = Dims((), UNKNOWN, UNKNOWN, UNKNOWN, (), UNKNOWN if communes else None)
        return Timeline((), [first], [nothing], None, FOREVER)
    left = profile.left or FOREVER
    memberships = []
    for group in profile.groups:
        end = min(group.end or FOREVER, left)
        if group.start < end and group.code != "elderly":
            memberships.append((group.code, group.start, end))
    bands, elderly = _ages(profile.birth, left)
    if elderly is not None:
        memberships.append(("elderly", *elderly))
    starts = _cuts(profile, memberships, bands, first, last)
    dims = [_on(day, profile, memberships, bands, communes) for day in starts]
    return Timeline(tuple(memberships), *_changes(starts, dims), elderly, left)


def _ages(birth: str | None, left: Day) -> tuple[list[tuple[Day, str]], Stay | None]:
    """When each age band begins, and when the person is elderly."""
    if birth is None:
        return [], None
    day = latest_birth_day(birth)
    bands = [(completes(day, years), band) for years, band in BANDS]
    turns = completes(day, ELDERLY_YEARS)
    return bands, (turns, left) if turns < left else None


def _cuts(
    profile: Profile,
    memberships: Sequence[tuple[str, Day, Day]],
    bands: Sequence[tuple[Day, str]],
    first: Day,
    last: Day,
) -> list[Day]:
    days = {first}
    for _, start, end in memberships:
        if first < start <= last:
            days.add(start)
        if first < end <= last:
            days.add(end)
    for start, _ in bands:
        if first < start <= last:
            days.add(start)
    for residence in profile.residences:
        if first < residence.start <= last:
            days.add(residence.start)
        if residence.end is not None and first < residence.end <= last:
            days.add(residence.end)
    return sorted(days)


def _on(
    day: Day,
    profile: Profile,
    memberships: Sequence[tuple[str, Day, Day]],
    bands: Sequence[tuple[Day, str]],
    communes: bool,
) -> Dims:
    groups = {code for code, start, end in memberships if start <= day < end}
    band = TOO_YOUNG if bands else UNKNOWN
    for start, name in bands:
        if start <= day:
            band = name
    village, commune = _home(profile.residences, day)
    gender = profile.gender or UNKNOWN
    return Dims(tuple(sorted(groups)), gender, village, band, (), commune if communes else None)


def _home(residences: Sequence[Residence], day: Day) -> tuple[str, str]:
    """Village and commune lived in that day; of several the one moved to last."""
    living = [r for r in residences if r.start <= day < (r.end or FOREVER)]
    if not living:
        return UNKNOWN, UNKNOWN
    newest = max(living, key=lambda r: (r.start, r.village or "", r.commune or ""))
    return newest.village or UNKNOWN, newest.commune or UNKNOWN


def _changes(starts: Sequence[Day], dims: Sequence[Dims]) -> tuple[list[Day], list[Dims]]:
    """Only the days on which something changes."""
    kept = [0] + [i for i in range(1, len(dims)) if dims[i] != dims[i - 1]]
    return [starts[i] for i in kept], [dims[i] for i in kept]
