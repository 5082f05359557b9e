"""What a batch comes to: all that it writes, as plain data, worked out before its transaction.

Plain, so that it may come from another process (``beside.py``): states are BSON already, lines
of the ledger blocks of MessagePack.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from indicators.documents import household_document, person_document
from indicators.domain.book import Book
from indicators.domain.cells import Increments, add_up
from indicators.domain.shelves import tally_up
from indicators.domain.surveys import SurveyFact
from indicators.ledger import Block, blocks, places
from indicators.store import replacing

__all__ = ["Effects", "effects_of"]

Document = dict[str, Any]


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """Batch number ``batch`` of a generation, worked out on what stood before it.

    ``people``, ``households``: as ``store.replacing`` makes them; ``places``: documents of the
    ledger's; ``tallies``: by shelf; ``recorded``: when the lines were, the earliest and the
    latest; ``count``: how many lines; ``full``: more events are waiting.
    """

    generation: int
    batch: int
    surveys: Sequence[SurveyFact]
    people: Sequence[bytes]
    households: Sequence[bytes]
    lines: Sequence[Block]
    places: Sequence[Document]
    increments: Increments
    tallies: Increments
    recorded: tuple[datetime, datetime] | None
    count: int
    full: bool


def effects_of(
    book: Book, surveys: Sequence[SurveyFact], *, generation: int, batch: int, full: bool
) -> Effects:
    """What the book has come to."""
    increments: Increments = {}
    tallies: Increments = {}
    lines = book.lines
    add_up((line.entry for line in lines), increments)
    tally_up(((line.unit, line.entry) for line in lines), tallies, book.shelves)
    people, homes = book.people, book.households
    moments = {line.at for line in lines}
    return Effects(
        generation=generation,
        batch=batch,
        surveys=surveys,
        people=replacing(person_document(each, people[each]) for each in book.changed_people),
        households=replacing(
            household_document(each, homes[each]) for each in book.changed_households
        ),
        lines=blocks(lines),
        places=places(str(batch), lines, book.shelves),
        increments=increments,
        tallies=tallies,
        recorded=(min(moments), max(moments)) if moments else None,
        count=len(lines),
        full=full,
    )
