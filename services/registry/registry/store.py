"""Queries on the current states: in MongoDB, and the twin in memory for tests.

A question is equality on indexed fields. Nothing here ranges or sorts on ``_id``, or filters
outside an index; ``$all`` is not used, because the embedded server reads the whole
collection for it (50,000 people: 0.4 s; one term: 3 ms): one term is asked there, the
others are compared here. How people are searched stands in :mod:`registry.searching`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from chassis.log import Document
from chassis.memory_log import MemoryLog
from chassis.mongo import Db

from registry.census import Census
from registry.found import Found, Hits, Wanted
from registry.searching import Searching

__all__ = ["Finder", "Found", "Hits", "MemoryFinder", "MongoFinder", "Where", "within"]

Where = Mapping[str, Any]
Sort = Sequence[tuple[str, int]]


class Finder(Protocol):
    def find(
        self, kind: str, where: Where, *, sort: Sort = (), skip: int = 0, limit: int = 0
    ) -> list[Found]:
        """What matches, in that order; ``limit`` 0 is everything."""

    def values(self, kind: str, where: Where, field: str) -> list[tuple[str, Any]]:
        """The ids of what matches with one of its index fields, without reading the rest."""

    def count(self, kind: str, where: Where) -> int:
        """How many match."""

    def many(self, kind: str, record_ids: Sequence[str]) -> list[Found]:
        """Those of these ids that exist, in any order."""

    def search(
        self,
        kind: str,
        terms: Sequence[str],
        *,
        skip: int = 0,
        limit: int,
        wanted: Wanted | None = None,
    ) -> Hits:
        """The records that have all ``terms`` and are ``wanted``, by ``order``."""


def within(start: str, end: str) -> Mapping[str, str]:
    """What ``where`` says of a field that is at or after ``start`` and before ``end``."""
    return {"$gte": start, "$lt": end}


class MongoFinder:
    """See :class:`Finder`. ``census`` is what makes searches for common words fast."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self.census: Census | None = None

    def use_census(self, census: Census) -> None:
        self.census = census

    def find(
        self, kind: str, where: Where, *, sort: Sort = (), skip: int = 0, limit: int = 0
    ) -> list[Found]:
        cursor = self._db[kind].find(dict(where), skip=skip, limit=limit)
        if sort:
            cursor = cursor.sort(list(sort))
        return [_found(row) for row in cursor]

    def values(self, kind: str, where: Where, field: str) -> list[tuple[str, Any]]:
        rows = self._db[kind].find(dict(where), {field: 1})
        return [(row["_id"], row.get(field)) for row in rows]

    def count(self, kind: str, where: Where) -> int:
        return self._db[kind].count_documents(dict(where))

    def many(self, kind: str, record_ids: Sequence[str]) -> list[Found]:
        rows = self._db[kind].find({"_id": {"$in": list(record_ids)}})
        return [_found(row) for row in rows]

    def search(
        self,
        kind: str,
        terms: Sequence[str],
        *,
        skip: int = 0,
        limit: int,
        wanted: Wanted | None = None,
    ) -> Hits:
        asked = Searching(self._db, kind, terms, census=self.census, found=_found, wanted=wanted)
        return asked.page(skip, limit)


def _found(row: Mapping[str, Any]) -> Found:
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
        matching = self._matching(kind, where)
        for name, direction in reversed(sort):
            matching.sort(key=partial(_rank, name), reverse=direction < 0)
        page = matching[skip : skip + limit] if limit else matching[skip:]
        return [_kept(document) for document in page]

    def values(self, kind: str, where: Where, field: str) -> list[tuple[str, Any]]:
        return [(each.id, each.fields.get(field)) for each in self._matching(kind, where)]

    def count(self, kind: str, where: Where) -> int:
        return len(self._matching(kind, where))

    def _matching(self, kind: str, where: Where) -> list[Document]:
        return [
            document
            for (document_kind, _), document in self._log.documents.items()
            if document_kind == kind
            and all(_holds(document.fields, n, v) for n, v in where.items())
        ]

    def many(self, kind: str, record_ids: Sequence[str]) -> list[Found]:
        keys = ((kind, record_id) for record_id in dict.fromkeys(record_ids))
        documents = self._log.documents
        return [_kept(documents[key]) for key in keys if key in documents]

    def search(
        self,
        kind: str,
        terms: Sequence[str],
        *,
        skip: int = 0,
        limit: int,
        wanted: Wanted | None = None,
    ) -> Hits:
        documents = sorted(
            (
                document
                for (document_kind, _), document in self._log.documents.items()
                if document_kind == kind and set(terms).issubset(document.fields["terms"])
            ),
            key=partial(_rank, "order"),
        )
        matching = [found for found in map(_kept, documents) if wanted is None or wanted(found)]
        return Hits(found=matching[skip : skip + limit], total=len(matching))


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
    if isinstance(wanted, Mapping):  # as ``within`` says it
        return present is not None and bool(wanted["$gte"] <= present < wanted["$lt"])
    return wanted in present if isinstance(present, list) else bool(present == wanted)
