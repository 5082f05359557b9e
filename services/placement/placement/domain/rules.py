"""What every record of placement has in common: dates, voiding, and advice that is not refusal."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from placement.domain.vocabulary import VoidReason

__all__ = [
    "Advice",
    "Missing",
    "Refusal",
    "Void",
    "begun",
    "check_not_before",
    "check_not_future",
    "check_vocabulary",
    "months_after",
    "present",
    "standing",
]


class Refusal(Exception):
    """The command contradicts what is known, or lies in the future.

    ``code`` is a wire identifier; ``field`` the field to mend, where one is to blame;
    ``fact`` what failed, as JSON, never a name or a text somebody typed.
    """

    def __init__(self, code: str, *, field: str | None = None, **fact: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.fact = fact


class Missing(Exception):
    """There is no such record; ``record`` is its kind's name in URLs."""

    def __init__(self, record: str) -> None:
        super().__init__(record)
        self.record = record


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """Why a record never counted. ``note`` is for the record's own history, never published."""

    reason_code: VoidReason
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A rule that warns: the write is taken, the officer is told. Becomes a receipt's warning."""

    code: str
    field: str | None = None
    fact: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


class Voidable(Protocol):
    """Any state that can be voided."""

    @property
    def void(self) -> Void | None: ...


S = TypeVar("S")
V = TypeVar("V", bound=Voidable)


def begun(state: S | None) -> S:
    """For ``evolve``: the state an event changes. A log that lacks it is damaged (LookupError)."""
    if state is None:
        raise LookupError("an event before the record's first")
    return state


def present(state: S | None, record: str) -> S:
    """The state; raises :class:`Missing` where there is no such record."""
    if state is None:
        raise Missing(record)
    return state


def standing(state: V | None, record: str) -> V:
    """The state of a record that can still change; refuses ``voided`` ones."""
    found = present(state, record)
    if found.void is not None:
        raise Refusal("voided", record=record)
    return found


def check_not_future(on: date, today: date, name: str = "on") -> None:
    """Facts dated after today are refused (domain/indicators.md, "Today")."""
    if on > today:
        raise Refusal("in_future", field=name)


def check_not_before(on: date, start: date, name: str = "on") -> None:
    """Nothing ends, or is looked at, before it began: contradictory, so refused."""
    if on < start:
        raise Refusal("before_start", field=name)


def check_vocabulary(code: str | None, vocabulary: tuple[str, ...], name: str) -> list[Advice]:
    """Advice when a reason is outside the list; it will be published as ``other``."""
    if code is None or code in vocabulary:
        return []
    return [Advice(code="reason_unlisted", field=name)]


def months_after(start: date, months: int) -> date:
    """The day ``months`` full months after ``start``; the month's last day where it has no such.

    31 January plus one month is 28 (or 29) February.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, start.day)
