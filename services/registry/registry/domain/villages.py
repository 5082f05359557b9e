"""The villages of a commune (thôn, tổ dân phố), and what decisions made of them.

A village is known by its name. The names come from the list that grows by use; here stands
what changed of them: renamed, merged into one, or two spellings found to be one. Each change
carries its day, its decision and its reason, and can be voided; a name that another village
has now leads to it, unless the name was given anew since (after a merger the villages that
are left are often numbered again).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.refusals import Refusal
from registry.domain.text import clean, fold

__all__ = [
    "DECIDED",
    "KINDS",
    "Catalogue",
    "Change",
    "Decision",
    "Touched",
    "Voided",
    "key_of",
    "kind_of",
    "status",
]

KINDS = ("rename", "merge", "correction")
DECIDED = ("rename", "merge")
"""What an authority decides; a second spelling is put right by the office itself."""

_KINDS_OF_VILLAGE = {"thon": "thon", "to dan pho": "to_dan_pho", "tdp": "to_dan_pho"}


def key_of(name: str) -> str:
    """What two spellings of one village's name share, as the commune's list has it."""
    return fold(name) or clean(name)


def kind_of(name: str) -> str | None:
    """``thon`` or ``to_dan_pho`` where the name itself says so, else None: not known."""
    folded = key_of(name)
    for start, kind in _KINDS_OF_VILLAGE.items():
        if folded.startswith(f"{start} "):
            return kind
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The document that the officer had before them (say, a resolution of the People's Council)."""

    number: str
    issued_by: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """How many records."""

    people: int
    households: int
    visit_plans: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """It never was: entered by mistake."""

    on: date
    reason: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``villages`` are called ``into`` from ``on``; ``whole``: for all their time before, too.

    A renamed village keeps its history under one name; a merged one lived under its own until
    the day before. ``expected`` was counted when it was decided, ``touched`` when it was done.
    """

    change_id: str
    kind: str
    villages: tuple[str, ...]
    into: str
    on: date
    whole: bool
    reason: str
    actor: str
    decided_on: date
    expected: Touched
    decision: Decision | None = None
    touched: Touched | None = None
    voided: Voided | None = None
    taken_back: bool = False

    def left(self) -> frozenset[str]:
        """The names that ended by it, folded."""
        return frozenset(map(key_of, self.villages)) - {key_of(self.into)}

    def names(self) -> frozenset[str]:
        """Those it is about, folded."""
        return frozenset(map(key_of, (*self.villages, self.into)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every change of the commune's villages, oldest first."""

    commune: str
    changes: tuple[Change, ...] = ()

    def change(self, change_id: str) -> Change:
        """Raises ``no_such_village_change``."""
        for each in self.changes:
            if each.change_id == change_id:
                return each
        raise Refusal("no_such_village_change")

    def standing(self) -> tuple[Change, ...]:
        """Those that are not voided."""
        return tuple(each for each in self.changes if each.voided is None)

    def unfinished(self) -> tuple[Change, ...]:
        """Those whose records are still on their way, there or back."""
        return tuple(each for each in self.changes if status(each) in ("running", "taking_back"))

    def path(self, name: str, after: date | None = None) -> tuple[tuple[Change, str], ...]:
        """The changes that lead from a name to the village it is today, each with the name that
        it found; none for a name in use. ``after``: the name as it was used on that day."""
        found: list[tuple[Change, str]] = []
        if after is not None:
            for each in self.standing():
                if each.on > after and key_of(name) in each.left():
                    found.append((each, name))
                    name = each.into
            return tuple(found)
        leads = self._leads()[0]
        while (step := leads.get(key_of(name))) is not None:
            found.append((step, name))
            name = step.into
        return tuple(found)

    def now(self, name: str, after: date | None = None) -> str:
        """What the village of that name is called today, spelled as it was decided."""
        path = self.path(name, after)
        if path:
            name = path[-1][0].into
        return self._spelled().get(key_of(name), name)

    def meant(self, name: str, on: date | None) -> str:
        """What the village is called today that a record of that day names: only where the name
        is another's by now does the day tell which is meant."""
        return self.now(name, on if self.was_given_anew(name) else None)

    def is_former(self, name: str) -> bool:
        return key_of(name) in self._leads()[0]

    def was_given_anew(self, name: str) -> bool:
        """Whether the name was another village's before it became that of today's."""
        return key_of(name) in self._leads()[1]

    def former(self, name: str) -> list[tuple[str, Change]]:
        """The names that today lead to this village, with the change that ended each."""
        leads = self._leads()[0]
        here = key_of(name)
        return [
            (village, each)
            for each in self.standing()
            for village in each.villages
            if leads.get(key_of(village)) is each and key_of(self.now(village)) == here
        ]

    def _leads(self) -> tuple[dict[str, Change], frozenset[str]]:
        """Each name that ended and is nobody's, with the change that ended it; and the names
        that were given to another village."""
        leads: dict[str, Change] = {}
        anew: set[str] = set()
        for each in self.standing():
            into = key_of(each.into)
            before = leads.pop(into, None)
            if before is not None and not _leads_to(leads, before, each.villages):
                anew.add(into)
            leads |= dict.fromkeys(each.left(), each)
        return leads, frozenset(anew)

    def _spelled(self) -> dict[str, str]:
        return {key_of(each.into): each.into for each in self.standing()}


def _leads_to(leads: dict[str, Change], step: Change, villages: Sequence[str]) -> bool:
    """Whether a name that ended in ``step`` has come to be one of these villages."""
    wanted = set(map(key_of, villages))
    name = key_of(step.into)
    while name not in wanted and name in leads:
        name = key_of(leads[name].into)
    return name in wanted


def status(change: Change) -> str:
    """``running`` and ``taking_back`` are on their way, ``done`` and ``voided`` are not."""
    if change.voided is not None:
        return "voided" if change.taken_back else "taking_back"
    return "running" if change.touched is None else "done"
