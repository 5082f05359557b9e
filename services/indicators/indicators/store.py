"""The service's collections.

``people``, ``households``: states. ``surveys``: every survey event. ``entries_<n>``,
``cells_<n>``: ledger (``ledger.py``) and totals of a generation; ``periods_<n>``: the
totals by recorded time (``domain/periods.py``); ``tallies_<n>``, ``places_<n>``: where the
units of a list stand (``domain/shelves.py``, ``ledger.py``). ``generations``: which plan each
generation counts and from when it holds. ``head``: the present generation, how many
batches were applied, and whether applying is paused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from chassis.errors import Transient
from chassis.mongo import Db
from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError

from indicators.documents import (
    household_document,
    household_page,
    person_document,
    person_page,
    survey_document,
    survey_fact,
)
from indicators.domain.book import HouseholdPage, Line, PersonPage
from indicators.domain.cells import Increments
from indicators.domain.days import Month
from indicators.domain.shelves import Shelves
from indicators.domain.surveys import SurveyFact
from indicators.kept_plans import Generation, generations_in
from indicators.ledger import lines_of, recorded, who_joined

__all__ = [
    "Generation",
    "Store",
    "cells_name",
    "entries_name",
    "periods_name",
    "places_name",
    "replacing",
    "tallies_name",
]

Document = dict[str, Any]
CHUNK = 5_000
ENDS = "ends"
NOWHERE = -1
"""The shelf of a unit that a place names none for."""


def entries_name(generation: int) -> str:
    return f"entries_{generation}"


def cells_name(generation: int) -> str:
    return f"cells_{generation}"


def tallies_name(generation: int) -> str:
    return f"tallies_{generation}"


def places_name(generation: int) -> str:
    return f"places_{generation}"


def periods_name(generation: int) -> str:
    return f"periods_{generation}"


def replacing(documents: Iterable[Document]) -> list[bytes]:
    """What puts the documents in the place of those with their ids, or anew: BSON."""
    return [
        bson.encode({"q": {"_id": each["_id"]}, "u": each, "upsert": True}) for each in documents
    ]


class Store:
    """Reads and writes; knows no rule."""

    def __init__(self, db: Db) -> None:
        self.db = db

    # -- states ---------------------------------------------------------------------

    def people(
        self, ids: Iterable[str], session: ClientSession | None = None
    ) -> dict[str, PersonPage]:
        rows = self._by_id("people", ids, session)
        return {row["_id"]: person_page(row) for row in rows}

    def packed(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The persons' states as they lie there."""
        return {row["_id"]: row["s"] for row in self._by_id("people", ids, None)}

    def households(
        self, ids: Iterable[str], session: ClientSession | None = None
    ) -> dict[str, HouseholdPage]:
        rows = self._by_id("households", ids, session)
        return {row["_id"]: household_page(row) for row in rows}

    def _by_id(
        self, collection: str, ids: Iterable[str], session: ClientSession | None
    ) -> list[Document]:
        wanted = list(ids)
        if not wanted:
            return []
        found = self.db[collection].find(
            {"_id": {"$in": wanted}}, session=session, batch_size=len(wanted) + 1
        )
        return list(found)

    def write_people(self, pages: Mapping[str, PersonPage], session: ClientSession | None) -> None:
        documents = (person_document(id, page) for id, page in pages.items())
        self.replace("people", replacing(documents), session)

    def write_households(
        self, pages: Mapping[str, HouseholdPage], session: ClientSession | None
    ) -> None:
        documents = (household_document(id, page) for id, page in pages.items())
        self.replace("households", replacing(documents), session)

    def set_digests(self, digests: Mapping[str, int], session: ClientSession | None) -> None:
        """What the persons' pages claim to come to."""
        self._update("people", {id: {"$set": {"h": h}} for id, h in digests.items()}, session)

    def surveys(self) -> list[SurveyFact]:
        return [survey_fact(row) for row in self.db["surveys"].find({})]

    def write_surveys(self, facts: Sequence[SurveyFact], session: ClientSession | None) -> None:
        self.replace("surveys", replacing(survey_document(each) for each in facts), session)

    # -- ledger and cells -----------------------------------------------------------

    def write_lines(
        self,
        generation: int,
        sheets: Sequence[Document],
        places: Sequence[Document],
        session: ClientSession | None,
    ) -> None:
        """Documents of the ledger's (``ledger.py``)."""
        self.insert(entries_name(generation), sheets, session)
        self.insert(places_name(generation), places, session)

    def add_to_cells(
        self, generation: int, increments: Increments, session: ClientSession | None
    ) -> None:
        self._increment(cells_name(generation), increments, session)

    def add_to_tallies(
        self, generation: int, increments: Increments, session: ClientSession | None
    ) -> None:
        self._increment(tallies_name(generation), increments, session)

    def members(self, generation: int, k: str, shelves: Iterable[int]) -> set[str]:
        """The units that ever joined a key on one of the shelves."""
        wanted = frozenset(shelves)
        if not wanted:
            return set()
        rows = self.db[places_name(generation)].find({"k": k, "s": {"$in": list(wanted)}})
        return who_joined(rows, wanted)

    def shelves(self, generation: int) -> Shelves:
        """How the generation's units are spread over shelves."""
        row = self.db["generations"].find_one({"_id": generation}) or {}
        return Shelves.of(row.get("communes", ()))

    def tallies(self, generation: int, names: Iterable[str]) -> list[Document]:
        """The documents' sums by shelf."""
        rows = self._by_id(tallies_name(generation), names, None)
        return [row for row in rows if row.pop("_id")]

    # -- recorded periods -------------------------------------------------------------

    def recorded(
        self,
        generation: int,
        k: str | None,
        after: datetime | None,
        until: datetime | None,
        session: ClientSession | None = None,
    ) -> Iterator[Line]:
        """The ledger's lines, or those of a key, recorded after one moment and up to another."""
        wanted: Document = {"q": recorded(self.period_ends(generation, session), after, until)}
        if k is not None:
            wanted = {"k": k, **wanted}
        for sheet in self.db[entries_name(generation)].find(wanted, session=session):
            for line in lines_of(sheet, k):
                if (after is None or line.at > after) and (until is None or line.at <= until):
                    yield line

    def lines_in(self, generation: int, k: str, month: Month) -> Iterator[Line]:
        """The ledger's lines of a key on the days of a month."""
        for sheet in self.db[entries_name(generation)].find({"k": k, "m": month}):
            yield from lines_of(sheet, k)

    def sheets(self, generation: int) -> Iterable[Document]:
        """The whole ledger, to be read by ``ledger.lines_of``."""
        return self.db[entries_name(generation)].find({}, batch_size=500)

    def places(self, generation: int) -> Iterator[tuple[str, str, int, int]]:
        """Key, unit, +1 where it joined a place of the key or -1 where it left it, and on which
        shelf.
        """
        for row in self.db[places_name(generation)].find({}):
            for sign, on, who in ((1, "s", "u"), (-1, "y", "x")):
                for unit, shelf in zip(row[who], chain(row[on], repeat(NOWHERE)), strict=False):
                    yield row["k"], unit, sign, shelf

    def period_ends(self, generation: int, session: ClientSession | None = None) -> list[datetime]:
        row = self.db[periods_name(generation)].find_one({"_id": ENDS}, session=session)
        return list(row["ends"]) if row is not None else []

    def end_period(self, generation: int, end: datetime, session: ClientSession | None) -> None:
        self._update(periods_name(generation), {ENDS: {"$push": {"ends": end}}}, session)

    def add_to_periods(
        self, generation: int, increments: Increments, session: ClientSession | None
    ) -> None:
        """``increments`` by stretch and document (``Stretch.document``)."""
        self._increment(periods_name(generation), increments, session, grouped=True)

    def stretch(
        self, generation: int, level: int, index: int, session: ClientSession | None
    ) -> list[tuple[str, Document]]:
        """A stretch's cells by document."""
        rows = self.db[periods_name(generation)].find({"s": f"{level}.{index}"}, session=session)
        return [(row.pop("_id").partition("|")[2], row) for row in rows if row.pop("s")]

    def period_cells(self, generation: int, names: Iterable[str]) -> dict[str, Document]:
        rows = self._by_id(periods_name(generation), names, None)
        return {row.pop("_id"): row for row in rows if row.pop("s")}

    def _increment(
        self,
        collection: str,
        increments: Increments,
        session: ClientSession | None,
        *,
        grouped: bool = False,
    ) -> None:
        changes: dict[str, Document] = {
            name: {"$inc": cells}
            for name, found in increments.items()
            if (cells := {path: n for path, n in found.items() if n})
        }
        if grouped:
            for name, change in changes.items():
                change["$set"] = {"s": name.partition("|")[0]}
        self._update(collection, changes, session)

    def _update(
        self, collection: str, changes: Mapping[str, Document], session: ClientSession | None
    ) -> None:
        updates = [
            {"q": {"_id": name}, "u": change, "upsert": True} for name, change in changes.items()
        ]
        for start in range(0, len(updates), CHUNK):
            chunk = updates[start : start + CHUNK]
            self._command("update", collection, session, updates=chunk)

    def cells(self, generation: int, names: Iterable[str]) -> dict[str, Document]:
        rows = self._by_id(cells_name(generation), names, None)
        return {row.pop("_id"): row for row in rows}

    # -- head and generations ---------------------------------------------------------

    def head(self, session: ClientSession | None = None) -> Document | None:
        return self.db["head"].find_one({"_id": "head"}, session=session)

    def advance(self, session: ClientSession) -> Document:
        """Count one more batch; locks out whoever pauses, rebuilds or verifies.

        Raises ``Transient("paused")`` while one of them is at work.
        """
        head = self.db["head"].find_one_and_update(
            {"_id": "head"},
            {"$inc": {"batch": 1}},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if head is None:
            raise Transient("not_prepared")
        until = head.get("paused_until")
        if until is not None and until > datetime.now(UTC):
            raise Transient("paused")
        return head

    def generations(self) -> list[Generation]:
        """Oldest first."""
        return generations_in(self.db)

    # -- raw commands -------------------------------------------------------------------

    def replace(
        self, collection: str, replacements: Sequence[bytes], session: ClientSession | None
    ) -> None:
        """Write what :func:`replacing` made."""
        for start in range(0, len(replacements), CHUNK):
            updates = [RawBSONDocument(each) for each in replacements[start : start + CHUNK]]
            self._command("update", collection, session, updates=updates)

    def insert(
        self, collection: str, documents: Sequence[Document], session: ClientSession | None
    ) -> None:
        for start in range(0, len(documents), CHUNK):
            chunk = documents[start : start + CHUNK]
            self._command("insert", collection, session, documents=chunk)

    def _command(
        self, name: str, collection: str, session: ClientSession | None, **more: Any
    ) -> None:
        """One raw write command. It does not raise by itself on a write that failed."""
        answer = self.db.command({name: collection, **more, "ordered": True}, session=session)
        if answer.get("writeErrors"):
            raise BulkWriteError({"writeErrors": answer["writeErrors"]})
