"""A change of the commune's villages: decided, carried out, voided, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from registry.domain.refusals import Refusal, not_in_future
from registry.domain.text import clean
from registry.domain.villages import Catalogue, Change, Decision, Touched, Voided, key_of, status

__all__ = ["EVENTS", "Event", "carry_out", "change", "evolve", "take_back", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VillagesChanged:
    commune: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCarriedOut:
    """Nobody is left under the former names."""

    change_id: str
    touched: Touched


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVoided:
    change_id: str
    voided: Voided


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTakenBack:
    """Everybody is where they were."""

    change_id: str


EVENTS = (VillagesChanged, ChangeCarriedOut, ChangeVoided, ChangeTakenBack)
Event = VillagesChanged | ChangeCarriedOut | ChangeVoided | ChangeTakenBack


def evolve(catalogue: Catalogue | None, event: Event) -> Catalogue:
    """The state after the event; never refuses."""
    if isinstance(event, VillagesChanged):
        before = catalogue or Catalogue(commune=event.commune)
        return replace(before, changes=(*before.changes, event.change))
    if catalogue is None:
        raise ValueError("a catalogue's first event is VillagesChanged")
    return replace(catalogue, changes=tuple(_evolved(catalogue.changes, event)))


def _evolved(changes: Sequence[Change], event: Event) -> Iterator[Change]:
    for each in changes:
        match event:
            case ChangeCarriedOut(change_id=each.change_id, touched=touched):
                yield replace(each, touched=touched)
            case ChangeVoided(change_id=each.change_id, voided=voided):
                yield replace(each, voided=voided)
            case ChangeTakenBack(change_id=each.change_id):
                yield replace(each, taken_back=True)
            case _:
                yield each


# -- what may happen ----------------------------------------------------------------------


def change(
    catalogue: Catalogue,
    change_id: str,
    *,
    kind: str,
    villages: Sequence[str],
    into: str,
    on: date,
    decision: Decision | None,
    reason: str,
    actor: str,
    listed: frozenset[str],
    expected: Touched,
    today: date,
) -> list[VillagesChanged]:
    """Renamed, merged, or one village under two spellings.

    ``listed`` are the folded names of the commune's list, former ones too. Raises
    ``no_such_village``, ``same_village``, ``village_exists`` (a rename to a name in use is a
    merger), ``in_future``, and ``villages_moving`` while another change is on its way.
    """
    not_in_future("on", on, today)
    if decision is not None:
        not_in_future("decision.issued_on", decision.issued_on, today)
    if catalogue.unfinished():
        raise Refusal("villages_moving")
    sources = _sources(catalogue, villages, into, listed, kind)
    in_use = _in_use(catalogue, into, listed)
    if kind == "rename" and in_use and key_of(into) != key_of(sources[0]):
        raise Refusal("village_exists")
    whole = kind == "correction" or (kind == "rename" and _own(catalogue, sources, into, listed))
    return [
        VillagesChanged(
            commune=catalogue.commune,
            change=Change(
                change_id=change_id,
                kind=kind,
                villages=sources,
                into=clean(into),
                on=on,
                whole=whole,
                reason=reason,
                actor=actor,
                decided_on=today,
                expected=expected,
                decision=decision,
            ),
        )
    ]


def _sources(
    catalogue: Catalogue, villages: Sequence[str], into: str, listed: frozenset[str], kind: str
) -> tuple[str, ...]:
    """The villages that will have another name, once each."""
    chosen = {key_of(each): each for each in villages}
    for name in chosen.values():
        if not _in_use(catalogue, name, listed):
            raise Refusal("no_such_village")
    others = tuple(name for key, name in chosen.items() if key != key_of(into))
    if kind == "merge":
        if not others or (len(others) == 1 and not _in_use(catalogue, into, listed)):
            raise Refusal("same_village")
        return others
    if not others:  # another spelling of the very name
        others = tuple(name for name in chosen.values() if clean(name) != clean(into))
    if not others or (kind == "rename" and len(others) > 1):
        raise Refusal("same_village")
    return others


def _in_use(catalogue: Catalogue, name: str, listed: frozenset[str]) -> bool:
    spelled = {key_of(each.into) for each in catalogue.standing()}
    return key_of(name) in (listed | spelled) and not catalogue.is_former(name)


def _own(catalogue: Catalogue, sources: Sequence[str], into: str, listed: frozenset[str]) -> bool:
    """Whether the new name never was another village's: then it may stand for the past, too."""
    known = key_of(into) in listed or any(
        key_of(into) in each.names() for each in catalogue.standing()
    )
    return not known or key_of(catalogue.now(into)) in set(map(key_of, sources))


def carry_out(catalogue: Catalogue, change_id: str, touched: Touched) -> list[Event]:
    """Nothing when it is done already or voided meanwhile."""
    present = catalogue.change(change_id)
    if status(present) != "running":
        return []
    return [ChangeCarriedOut(change_id=change_id, touched=touched)]


def void(catalogue: Catalogue, change_id: str, voided: Voided) -> list[Event]:
    """Everybody goes back to where they were, whether all have gone or not.

    Raises ``voided``, and ``later_village_change`` while a later change is about one of its
    villages: that one is voided first.
    """
    present = catalogue.change(change_id)
    if present.voided is not None:
        raise Refusal("voided")
    later = catalogue.changes[catalogue.changes.index(present) + 1 :]
    if any(each.voided is None and each.names() & present.names() for each in later):
        raise Refusal("later_village_change")
    if any(each.change_id != change_id for each in catalogue.unfinished()):
        raise Refusal("villages_moving")
    return [ChangeVoided(change_id=change_id, voided=voided)]


def take_back(catalogue: Catalogue, change_id: str) -> list[Event]:
    """Nothing unless it was voided and not taken back yet."""
    present = catalogue.change(change_id)
    return [ChangeTakenBack(change_id=change_id)] if status(present) == "taking_back" else []
