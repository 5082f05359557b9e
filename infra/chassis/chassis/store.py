"""Queries on a service's own current states, as an aggregate's ``fields`` tell them.

Every filter needs an index, and every kind that is listed a field ``order``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from chassis.commands import Aggregate
from chassis.mongo import Db, meaning

__all__ = ["MongoStore", "Row", "Store", "Where"]

S = TypeVar("S")
Where = Mapping[str, str | int | bool | Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[S]):
    """A record with its version."""

    version: int
    state: S


class Store(Protocol):
    """``where`` maps a stored field to its value, or to a list of values of which one holds."""

    def page(
        self, aggregate: Aggregate[S, Any], where: Where, *, page: int, page_size: int
    ) -> tuple[list[Row[S]], int]:
        """One page, newest first (field ``order``), and how many there are in all."""

    def find(self, aggregate: Aggregate[S, Any], where: Where) -> list[Row[S]]:
        """All of them, oldest first; for filters that few records meet."""

    def count(self, aggregate: Aggregate[S, Any], where: Where, *, most: int) -> int:
        """How many there are, counted no further than ``most``."""


class MongoStore:
    """See :class:`Store`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def page(
        self, aggregate: Aggregate[S, Any], where: Where, *, page: int, page_size: int
    ) -> tuple[list[Row[S]], int]:
        query = _query(where)
        with meaning():
            found = self._db[aggregate.kind].find(query).sort("order", -1)
            rows = [
                _row(aggregate, each)
                for each in found.skip((page - 1) * page_size).limit(page_size)
            ]
            return rows, self._db[aggregate.kind].count_documents(query)

    def find(self, aggregate: Aggregate[S, Any], where: Where) -> list[Row[S]]:
        with meaning():
            found = list(self._db[aggregate.kind].find(_query(where)))
        return [
            _row(aggregate, each) for each in sorted(found, key=lambda each: str(each["order"]))
        ]

    def count(self, aggregate: Aggregate[S, Any], where: Where, *, most: int) -> int:
        with meaning():
            return self._db[aggregate.kind].count_documents(_query(where), limit=most)


def _query(where: Where) -> dict[str, Any]:
    return {
        name: {"$in": list(value)} if isinstance(value, (list, tuple)) else value
        for name, value in where.items()
    }


def _row(aggregate: Aggregate[S, Any], found: dict[str, Any]) -> Row[S]:
    return Row(version=found["version"], state=aggregate.load(found["state"]))
