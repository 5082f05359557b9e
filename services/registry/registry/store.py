"""Queries on the current states: in MongoDB, and the twin in memory for tests.

A question is equality on indexed fields. Nothing here ranges or sorts on ``_id``, or filters
outside an index; ``$all`` is not used, because the embedded server reads the whole
collection for it (50,000 people: 0.4 s; one term: 3 ms): one term is asked there, the
others are compared here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from chassis.log import Document
from chassis.memory_log import MemoryLog
from chassis.mongo import Db

__all__ = ["Finder", "Found", "MemoryFinder", "MongoFinder", "Where"]

Where = Mapping[str, Any]
Sort = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A current-state document; ``body`` is the dumped state."""

    id: str
    version: int
    recorded_at: datetime
    body: dict[str, Any]


class Finder(Protocol):
    def find(
        self, kind: str, where: Where, *, sort: Sort = (), skip: int = 0, limit: int = 0
    ) -> list[Found]:
        """What matches, in that order; ``limit`` 0 is everything."""

    def count(self, kind: str, where: Where) -> int:
        """How many match."""

    def many(self, kind: str, record_ids: Sequence[str]) -> list[Found]:
        """Those of these ids that exist, in any order."""

    def search(
        self, kind: str, terms: Sequence[str], *, skip: int = 0, limit: int = 0
    ) -> tuple[list[Found], int]:
        """The records that have all ``terms``, by ``order``, and how many there are.

        The first term should be the rarest.
        """


class MongoFinder:
    """See :class:`Finder`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def find(
        self, kind: str, where: Where, *, sort: Sort = (), skip: int = 0, limit: int = 0
    ) -> list[Found]:
        cursor = self._db[kind].find(dict(where), skip=skip, limit=limit)
        if sort:
            cursor = cursor.sort(list(sort))
        return [_found(row) for row in cursor]

    def count(self, kind: str, where: Where) -> int:
        return self._db[kind].count_documents(dict(where))

    def many(self, kind: str, record_ids: Sequence[str]) -> list[Found]:
        rows = self._db[kind].find({"_id": {"$in": list(record_ids)}})
        return [_found(row) for row in rows]

    def search(
        self, kind: str, terms: Sequence[str], *, skip: int = 0, limit: int = 0
    ) -> tuple[list[Found], int]:
        first, *others = terms
        if not others:
            found = self.find(kind, {"terms": first}, sort=[("order", 1)], skip=skip, limit=limit)
            return found, self.count(kind, {"terms": first})
        rows = self._db[kind].find({"terms": first}, {"terms": 1, "order": 1})
        matching = sorted(
            (row["order"], row["_id"]) for row in rows if set(others).issubset(row["terms"])
        )
        page = [record_id for _, record_id in matching[skip : (skip + limit) if limit else None]]
        found_by_id = {each.id: each for each in self.many(kind, page)}
        return [found_by_id[each] for each in page if each in found_by_id], len(matching)


def _found(row: dict[str, Any]) -> Found:
    return Found(
        id=row["_id"], version=row["version"], recorded_at=row["recorded_at"], body=row["state"]
    )


class MemoryFinder:
    """See :class:`Finder`; reads what a :class:`MemoryLog` keeps."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def find(
        self, kind: str, where: Where, *, sort: Sort = (), skip: int = 0, limit: int = 0
    ) -> list[Found]:
        matching = [
            document
            for (document_kind, _), document in self._log.documents.items()
            if document_kind == kind
            and all(_holds(document.fields, n, v) for n, v in where.items())
        ]
        for name, direction in reversed(sort):
            matching.sort(key=partial(_rank, name), reverse=direction < 0)
        page = matching[skip : skip + limit] if limit else matching[skip:]
        return [_kept(document) for document in page]

    def count(self, kind: str, where: Where) -> int:
        return len(self.find(kind, where))

    def many(self, kind: str, record_ids: Sequence[str]) -> list[Found]:
        keys = ((kind, record_id) for record_id in dict.fromkeys(record_ids))
        documents = self._log.documents
        return [_kept(documents[key]) for key in keys if key in documents]

    def search(
        self, kind: str, terms: Sequence[str], *, skip: int = 0, limit: int = 0
    ) -> tuple[list[Found], int]:
        matching = sorted(
            (
                document
                for (document_kind, _), document in self._log.documents.items()
                if document_kind == kind and set(terms).issubset(document.fields["terms"])
            ),
            key=partial(_rank, "order"),
        )
        return [_kept(each) for each in matching[skip : (skip + limit) if limit else None]], len(
            matching
        )


def _rank(name: str, document: Document) -> tuple[bool, Any]:
    """Absent sorts first, as in MongoDB."""
    value = document.fields.get(name)
    return value is not None, value


def _kept(document: Document) -> Found:
    return Found(
        id=document.id,
        version=document.record.version,
        recorded_at=document.record.recorded_at,
        body=document.record.body,
    )


def _holds(fields: Mapping[str, Any], name: str, wanted: Any) -> bool:
    present = fields.get(name)
    return wanted in present if isinstance(present, list) else bool(present == wanted)
