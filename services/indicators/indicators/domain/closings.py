"""Closings: a leader signs a span; its figures are frozen, each chained to what was signed before.

What is signed is a *statement*, plain JSON; its digest is SHA-256 over its canonical form
(:mod:`indicators.domain.canonical`) and covers the digest before it. A closing is never opened
again; what is learnt later may be told in a signed *note*, which takes the next link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from indicators.domain.canonical import digest_of

__all__ = [
    "START",
    "Chain",
    "Closing",
    "ClosingEvent",
    "Fault",
    "Link",
    "LinkAdded",
    "Note",
    "NoteAdded",
    "SpanClosed",
    "close",
    "evolve",
    "evolve_chain",
    "faults",
    "note",
    "statement_of",
]

Json = dict[str, Any]
Positions = tuple[tuple[str, int], ...]
START = "0" * 64
"""What the first link follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A later word on a closing: ``code`` names the figure it concerns, if one. ``text`` names
    no person.
    """

    number: int
    code: str | None
    text: str
    signed_by: str
    signed_on: date
    signed_at: datetime
    previous: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A signed span. ``positions``: of every feed the last event that the figures rest on.

    ``signed_at`` is the recorded moment: what is recorded later is a restatement.
    """

    span: str
    plan: str
    plan_version: int
    plan_digest: str
    commune: str
    signed_by: str
    signed_on: date
    signed_at: datetime
    positions: Positions
    figures: tuple[Json, ...]
    previous: str
    digest: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanClosed:
    closing: Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    note: Note


ClosingEvent = SpanClosed | NoteAdded


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """``note``: its number, or None for the closing itself."""

    span: str
    digest: str
    note: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The digest of everything signed, in the order it was."""

    links: tuple[Link, ...] = ()

    @property
    def head(self) -> str:
        return self.links[-1].digest if self.links else START


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAdded:
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``what``: missing, altered (not what was signed), misplaced (follows another), unchained."""

    span: str
    note: int | None
    what: str


def evolve(state: Closing | None, event: ClosingEvent) -> Closing:
    if isinstance(event, SpanClosed):
        return event.closing
    if state is None:
        raise ValueError("a note without its closing")
    return replace(state, notes=(*state.notes, event.note))


def evolve_chain(state: Chain | None, event: LinkAdded) -> Chain:
    return Chain(links=(*(state.links if state else ()), event.link))


def close(chain: Chain, closing: Closing) -> Closing:
    """The closing as the next link of the chain, with its digest."""
    placed = replace(closing, previous=chain.head, digest="", notes=())
    return replace(placed, digest=digest_of(statement_of(placed)))


def note(chain: Chain, closing: Closing, told: Note) -> Note:
    """The note as the next link of the chain, with its digest."""
    placed = replace(told, number=len(closing.notes) + 1, previous=chain.head, digest="")
    return replace(placed, digest=digest_of(statement_of(closing, placed)))


def statement_of(closing: Closing, told: Note | None = None) -> Json:
    """What is signed, as an outsider gets it."""
    if told is not None:
        return {
            "format": "vieclam.closing-note/1",
            "span": closing.span,
            "number": told.number,
            "code": told.code,
            "text": told.text,
            **_signed(told),
            "previous": told.previous,
        }
    return {
        "format": "vieclam.closing/1",
        "span": closing.span,
        "plan": closing.plan,
        "plan_version": closing.plan_version,
        "plan_digest": closing.plan_digest,
        "commune": closing.commune,
        **_signed(closing),
        "positions": dict(closing.positions),
        "figures": list(closing.figures),
        "previous": closing.previous,
    }


def _signed(by: Closing | Note) -> Json:
    at = by.signed_at.astimezone(UTC).isoformat(timespec="milliseconds")
    return {
        "signed_by": by.signed_by,
        "signed_on": by.signed_on.isoformat(),
        "signed_at": at.replace("+00:00", "Z"),
    }


def faults(chain: Chain, closings: Mapping[str, Closing]) -> list[Fault]:
    """Where what is kept is not what was signed; empty for a sound chain.

    Whoever rewrites every digest from some link on leaves a chain that is sound in itself:
    the last digest must also be known elsewhere (the feed ``indicators`` told it to others,
    and it stands in the printed report).
    """
    found: list[Fault] = []
    previous, seen = START, set[tuple[str, int | None]]()
    for link in chain.links:
        seen.add((link.span, link.note))
        closing = closings.get(link.span)
        signed: Closing | Note | None = closing
        if closing is not None and link.note is not None:
            signed = next((each for each in closing.notes if each.number == link.note), None)
        if closing is None or signed is None:
            found.append(Fault(span=link.span, note=link.note, what="missing"))
        else:
            statement = statement_of(closing, signed if isinstance(signed, Note) else None)
            if not digest_of(statement) == signed.digest == link.digest:
                found.append(Fault(span=link.span, note=link.note, what="altered"))
            if signed.previous != previous:
                found.append(Fault(span=link.span, note=link.note, what="misplaced"))
        previous = link.digest
    for closing in closings.values():
        kept = [None, *(each.number for each in closing.notes)]
        found += [
            Fault(span=closing.span, note=number, what="unchained")
            for number in kept
            if (closing.span, number) not in seen
        ]
    return found
