"""Closings: a leader signs a span; its figures are frozen, each chained to the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from json import dumps
from typing import Any

__all__ = [
    "Chain",
    "Closing",
    "ClosingEvent",
    "Link",
    "LinkAdded",
    "SpanClosed",
    "close",
    "digest_of",
    "evolve",
    "evolve_chain",
    "sound",
]

Json = dict[str, Any]
Positions = tuple[tuple[str, int], ...]
START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A signed span. ``positions``: of every feed the last event that the figures rest on.

    ``signed_at`` is the recorded moment: what is recorded later is a restatement.
    """

    span: str
    signed_by: str
    signed_on: date
    signed_at: datetime
    plan_version: int
    positions: Positions
    figures: tuple[Json, ...]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanClosed:
    closing: Closing


ClosingEvent = SpanClosed


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    span: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Every closing's digest, in the order they were signed."""

    links: tuple[Link, ...] = ()

    @property
    def head(self) -> str:
        return self.links[-1].digest if self.links else START


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAdded:
    link: Link


def evolve(_state: Closing | None, event: SpanClosed) -> Closing:
    return event.closing


def evolve_chain(state: Chain | None, event: LinkAdded) -> Chain:
    return Chain(links=(*(state.links if state else ()), event.link))


def digest_of(
    span: str, plan_version: int, positions: Positions, figures: tuple[Json, ...], previous: str
) -> str:
    """SHA-256 of what is signed and of the closing before it, in canonical JSON."""
    signed = [span, plan_version, positions, figures, previous]
    text = dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def close(
    chain: Chain,
    *,
    span: str,
    signed_by: str,
    signed_on: date,
    signed_at: datetime,
    plan_version: int,
    positions: Positions,
    figures: tuple[Json, ...],
) -> Closing:
    """The closing that comes next in the chain."""
    return Closing(
        span=span,
        signed_by=signed_by,
        signed_on=signed_on,
        signed_at=signed_at,
        plan_version=plan_version,
        positions=positions,
        figures=figures,
        previous=chain.head,
        digest=digest_of(span, plan_version, positions, figures, chain.head),
    )


def sound(chain: Chain, closings: dict[str, Closing]) -> bool:
    """Whether every closing is what was signed, and follows the one before."""
    previous = START
    for link in chain.links:
        closing = closings.get(link.span)
        if closing is None or closing.previous != previous or closing.digest != link.digest:
            return False
        found = digest_of(
            closing.span,
            closing.plan_version,
            closing.positions,
            closing.figures,
            closing.previous,
        )
        if found != closing.digest:
            return False
        previous = link.digest
    return True
