"""The owners' logs folded in as many processes as there are cores: each takes whole feeds.

A person's state has a part for each feed, so what one process knows of a person and what
another knows lie side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

import msgspec
from chassis.envelope import Unreadable

from indicators.collecting import quick_turns, rarely
from indicators.domain.reach import FEEDS
from indicators.domain.surveys import SurveyFact
from indicators.other_process import OtherProcess, Pipe
from indicators.shadow import ReadLog, Shadow, pages

__all__ = ["folded"]

STATES = 5_000
"""Persons in one answer."""


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """Some of the persons a process knows, packed; with the last of them the rest it knows."""

    states: list[tuple[str, bytes]]
    last: bool = False
    into: dict[str, str] = {}
    surveys: dict[str, SurveyFact] = {}
    events: int = 0
    unreadable: str = ""


_encode = msgspec.msgpack.Encoder().encode
_bodies = msgspec.msgpack.Decoder(list[bytes]).decode
_known = msgspec.msgpack.Decoder(_Known).decode


def folded(
    read: ReadLog,
    marks: Mapping[str, int],
    left_out: frozenset[str],
    tick: Callable[[int], None],
    processes: int,
) -> Shadow:
    """The states as the feeds tell them up to ``marks``, as ``shadow.fold`` does.

    Raises ``Unreadable`` for an event that could never have been applied, and ``Transient`` when
    an owner or a process is away.
    """
    shares = _shares(marks, processes)
    others = [OtherProcess(_serve, left_out) for _ in shares]
    try:
        walking = [_bodies_of(read, share, marks) for share in shares]
        with quick_turns():
            for turn in zip_longest(*walking, fillvalue=()):
                for other, page in zip(others, turn, strict=True):
                    if page:
                        other.pipe.send(_encode(page))
                        tick(len(page))
        shadow = Shadow()
        shadow.left_out = left_out
        for other in others:
            other.pipe.send(b"")
        for other, share in zip(others, shares, strict=True):
            _absorb(shadow, other.pipe, [part for part, feed in FEEDS.items() if feed in share])
        return shadow
    finally:
        for other in others:
            other.close()


def _shares(marks: Mapping[str, int], processes: int) -> list[list[str]]:
    """The feeds shared out so that each process has about as many events."""
    shares: list[list[str]] = [[] for _ in range(min(processes, len(marks)))]
    for feed in sorted(marks, key=lambda each: -marks[each]):
        min(shares, key=lambda share: sum(marks[each] for each in share)).append(feed)
    return shares


def _bodies_of(
    read: ReadLog, share: Sequence[str], marks: Mapping[str, int]
) -> Iterator[Sequence[bytes]]:
    for feed in share:
        yield from pages(read, feed, 0, marks[feed])


def _absorb(shadow: Shadow, pipe: Pipe, parts: Sequence[str]) -> None:
    while True:
        known = _known(pipe.receive(None))
        if known.unreadable:
            raise Unreadable(known.unreadable)
        for person, block in known.states:
            shadow.absorb(person, block, parts)
        if known.last:
            shadow.absorb_rest(known.into, known.surveys, known.events)
            return


def _serve(pipe: Pipe, left_out: frozenset[str]) -> None:
    rarely()
    shadow, unreadable = Shadow(), ""
    while message := pipe.receive(None):
        try:
            for body in _bodies(message):
                shadow.take(body, left_out)
        except Unreadable as error:
            unreadable = unreadable or str(error)
    persons = list(shadow.persons())
    for start in range(0, len(persons), STATES):
        some = [(person, shadow.packed(person)) for person in persons[start : start + STATES]]
        pipe.send(_encode(_Known(some)), None)
    rest = _Known([], True, shadow.into, shadow.surveys, shadow.events, unreadable)
    pipe.send(_encode(rest), None)
    pipe.receive(None)
