"""The records this service keeps in its own log."""

from __future__ import annotations

from chassis.commands import Aggregate

from indicators.domain import closings, telling
from indicators.domain.closings import (
    Chain,
    Closing,
    ClosingEvent,
    LinkAdded,
    NoteAdded,
    SpanClosed,
)
from indicators.domain.telling import Told, ToldAgain

__all__ = ["CHAIN", "CLOSING", "TOLD"]

CLOSING: Aggregate[Closing, ClosingEvent] = Aggregate(
    "closings", state=Closing, events=(SpanClosed, NoteAdded), evolve=closings.evolve
)
CHAIN: Aggregate[Chain, LinkAdded] = Aggregate(
    "closing_chain", state=Chain, events=(LinkAdded,), evolve=closings.evolve_chain
)
TOLD: Aggregate[Told, ToldAgain] = Aggregate(
    "told", state=Told, events=(ToldAgain,), evolve=telling.evolve
)
