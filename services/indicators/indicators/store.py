"""The service's collections.

``people``, ``households``: states. ``surveys``: every survey event. ``entries_<n>``,
``cells_<n>``: ledger and totals of a generation. ``generations``: which plan each
generation counts and from when it holds. ``head``: the present generation, how many
batches were applied, and whether applying is paused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

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
from indicators.domain.book import HouseholdPage, PersonPage
from indicators.domain.cells import Increments
from indicators.domain.surveys import SurveyFact

__all__ = ["ENTRY_INDEXES", "Generation", "Store", "cells_name", "entries_name"]

Document = dict[str, Any]
ENTRY_INDEXES = [("k", "on"), ("k", "at")]
CHUNK = 5_000


def entries_name(generation: int) -> str:
    return f"entries_{generation}"


def cells_name(generation: int) -> str:
    return f"cells_{generation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """``since``: recorded moments from which on this generation's figures were the ones known."""

    number: int
    plan: str
    version: int
    since: datetime


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
        self._replace("people", [person_document(id, page) for id, page in pages.items()], session)

    def write_households(
        self, pages: Mapping[str, HouseholdPage], session: ClientSession | None
    ) -> None:
        documents = [household_document(id, page) for id, page in pages.items()]
        self._replace("households", documents, session)

    def surveys(self) -> list[SurveyFact]:
        return [survey_fact(row) for row in self.db["surveys"].find({})]

    def write_surveys(self, facts: Sequence[SurveyFact], session: ClientSession | None) -> None:
        self._replace("surveys", [survey_document(each) for each in facts], session)

    # -- ledger and cells -----------------------------------------------------------

    def write_lines(
        self, generation: int, documents: Sequence[Document], session: ClientSession | None
    ) -> None:
        for start in range(0, len(documents), CHUNK):
            chunk = documents[start : start + CHUNK]
            self._command("insert", entries_name(generation), session, documents=chunk)

    def add_to_cells(
        self, generation: int, increments: Increments, session: ClientSession | None
    ) -> None:
        updates = [
            {"q": {"_id": name}, "u": {"$inc": cells}, "upsert": True}
            for name, found in increments.items()
            if (cells := {path: n for path, n in found.items() if n})
        ]
        if updates:
            self._command("update", cells_name(generation), session, updates=updates)

    def cells(self, generation: int, names: Iterable[str]) -> dict[str, Document]:
        rows = self._by_id(cells_name(generation), names, None)
        return {row.pop("_id"): row for row in rows}

    # -- head and generations ---------------------------------------------------------

    def head(self) -> Document | None:
        return self.db["head"].find_one({"_id": "head"})

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
        rows = self.db["generations"].find({})
        found = [
            Generation(
                number=row["_id"], plan=row["plan"], version=row["version"], since=row["since"]
            )
            for row in rows
        ]
        return sorted(found, key=lambda each: each.number)

    # -- raw commands -------------------------------------------------------------------

    def _replace(
        self, collection: str, documents: Sequence[Document], session: ClientSession | None
    ) -> None:
        for start in range(0, len(documents), CHUNK):
            updates = [
                {"q": {"_id": each["_id"]}, "u": each, "upsert": True}
                for each in documents[start : start + CHUNK]
            ]
            self._command("update", collection, session, updates=updates)

    def _command(
        self, name: str, collection: str, session: ClientSession | None, **more: Any
    ) -> None:
        """One raw write command. It does not raise by itself on a write that failed."""
        answer = self.db.command({name: collection, **more, "ordered": True}, session=session)
        if answer.get("writeErrors"):
            raise BulkWriteError({"writeErrors": answer["writeErrors"]})
