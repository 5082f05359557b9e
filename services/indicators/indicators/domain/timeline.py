"""A person's dated profile as the plan sees it: groups, village, age band of every day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
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

Stages = tuple[list[Day], list["Dims"]]


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
    """Groups on any day, and the breakdown dimensions of every day of the plan period.

    The days on which a dimension changes are worked out when somebody asks for them: most
    facts need the dimensions of one day only.
    """

    __slots__ = ("_days", "_stages", "elderly", "left", "memberships")

    def __init__(
        self,
        memberships: tuple[tuple[str, Day, Day], ...],
        days: _Days | Stages,
        elderly: Stay | None,
        left: Day,
    ) -> None:
        self.memberships = memberships
        self.elderly = elderly
        self.left = left
        self._days: _Days | None = None
        self._stages: Stages | None = None
        if isinstance(days, _Days):
            self._days = days
        else:
            self._stages = days

    @property
    def stages(self) -> Stages:
        """The days from which other dimensions hold, the first day first, and those dimensions."""
        if self._days is not None:
            self._stages, self._days = self._days.stages(), None
        return self._stages or ([], [])

    def was_in(self, day: Day, codes: frozenset[str]) -> bool:
        """In at least one of the groups on that day."""
        for code, start, end in self.memberships:  # noqa: SIM110 - the hottest loop: no generator
            if start <= day < end and code in codes:
                return True
        return False

    def ever_in(self, codes: frozenset[str]) -> bool:
        """In at least one of the groups on any day."""
        for code, _, _ in self.memberships:  # noqa: SIM110 - as above
            if code in codes:
                return True
        return False

    def during(self, codes: frozenset[str]) -> list[Stay]:
        """When in at least one of the groups: apart, in order."""
        return joined([(s, e) for code, s, e in self.memberships if code in codes])

    def at(self, day: Day) -> Dims:
        """The dimensions of a day of the plan period."""
        if self._days is not None:
            return self._days.on(day)
        starts, dims = self.stages
        return dims[bisect_right(starts, day) - 1]


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
        return Timeline((), ([first], [nothing]), None, FOREVER)
    left = profile.left or FOREVER
    memberships = []
    for group in profile.groups:
        end = min(group.end or FOREVER, left)
        if group.start < end and group.code != "elderly":
            memberships.append((group.code, group.start, end))
    bands, turns = _ages(profile.birth) if profile.birth is not None else (NO_AGE, FOREVER)
    elderly = (turns, left) if turns < left else None
    if elderly is not None:
        memberships.append(("elderly", *elderly))
    memberships.sort()
    told = tuple(memberships)
    return Timeline(told, _Days(profile, told, bands, first, last, communes), elderly, left)


Bands = tuple[tuple[Day, ...], tuple[str, ...]]
"""The days on which an age band begins; the band before the first, and from each on."""

NO_AGE: Bands = ((), (UNKNOWN,))


@lru_cache(maxsize=65_536)
def _ages(birth: str) -> tuple[Bands, Day]:
    """The age bands of somebody born then, and when they are elderly."""
    day = latest_birth_day(birth)
    starts = tuple(completes(day, years) for years, _ in BANDS)
    return (starts, (TOO_YOUNG, *(band for _, band in BANDS))), completes(day, ELDERLY_YEARS)


class _Days(NamedTuple):
    """A person's days, to be worked out."""

    profile: Profile
    memberships: tuple[tuple[str, Day, Day], ...]
    bands: Bands
    first: Day
    last: Day
    communes: bool

    def on(self, day: Day) -> Dims:
        profile, memberships, (starts, bands), _, _, communes = self
        groups = [code for code, start, end in memberships if start <= day < end]
        if len(groups) > 1:
            groups = list(dict.fromkeys(groups))  # in order already, twice where stays overlap
        village, commune = _home(profile.residences, day)
        return Dims(
            tuple(groups),
            profile.gender or UNKNOWN,
            village,
            bands[bisect_right(starts, day)],
            (),
            commune if communes else None,
        )

    def stages(self) -> Stages:
        """Only the days on which something changes."""
        cuts = self._cuts()
        if len(cuts) == 1:
            return [self.first], [self.on(self.first)]
        starts = sorted(cuts)
        dims = [self.on(day) for day in starts]
        kept = [0] + [i for i in range(1, len(dims)) if dims[i] != dims[i - 1]]
        return [starts[i] for i in kept], [dims[i] for i in kept]

    def _cuts(self) -> set[Day]:
        profile, memberships, (starts, _), first, last, _ = self
        days = {first}
        for _, start, end in memberships:
            if first < start <= last:
                days.add(start)
            if first < end <= last:
                days.add(end)
        for start in starts[bisect_right(starts, first) :]:
            if start > last:
                break
            days.add(start)
        for home in profile.residences:
            if first < home.start <= last:
                days.add(home.start)
            if home.end is not None and first < home.end <= last:
                days.add(home.end)
        return days


def _home(residences: Sequence[Residence], day: Day) -> tuple[str, str]:
    """Village and commune lived in that day; of several the one moved to last."""
    living = [r for r in residences if r.start <= day and (r.end is None or day < r.end)]
    if not living:
        return UNKNOWN, UNKNOWN
    newest = living[0]
    if len(living) > 1:
        newest = max(living, key=lambda r: (r.start, r.village or "", r.commune or ""))
    return newest.village or UNKNOWN, newest.commune or UNKNOWN
