"""The store's twin over the memory log. Passes the same suite as the real one (test_store.py)."""

from __future__ import annotations

from typing import Any, TypeVar

from chassis.commands import Aggregate
from chassis.memory_log import MemoryLog
from chassis.store import Row, Where

__all__ = ["MemoryStore"]

S = TypeVar("S")


class MemoryStore:
    """See :class:`chassis.store.Store`."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def page(
        self, aggregate: Aggregate[S, Any], where: Where, *, page: int, page_size: int
    ) -> tuple[list[Row[S]], int]:
        rows = self.find(aggregate, where)[::-1]
        return rows[(page - 1) * page_size : page * page_size], len(rows)

    def find(self, aggregate: Aggregate[S, Any], where: Where) -> list[Row[S]]:
        found = [
            document
            for (kind, _id), document in self._log.documents.items()
            if kind == aggregate.kind
            and all(_meets(document.fields[name], value) for name, value in where.items())
        ]
        found.sort(key=lambda document: str(document.fields["order"]))
        return [
            Row(version=each.record.version, state=aggregate.load(each.record.body))
            for each in found
        ]

    def count(self, aggregate: Aggregate[S, Any], where: Where, *, most: int) -> int:
        return min(len(self.find(aggregate, where)), most)


def _meets(field: Any, value: Any) -> bool:
    return field in value if isinstance(value, list) else bool(field == value)
