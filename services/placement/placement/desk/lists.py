"""Pages of records, as queries answer them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from chassis.commands import Aggregate

from placement.store import Row

__all__ = ["cut", "shown"]


def shown(
    aggregate: Aggregate[Any, Any], rows: Iterable[Row], show: Callable[[Any], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each record as JSON: its id, its version, and what ``show`` makes of its state."""
    return [
        {"id": row.id, "version": row.version, **show(aggregate.load(row.body))} for row in rows
    ]


def cut(rows: Sequence[Row], page: int, page_size: int) -> Sequence[Row]:
    return rows[(page - 1) * page_size : page * page_size]
