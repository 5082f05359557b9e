"""The kinds of lists an officer uploads, from ``lists.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from registry import catalogues
from registry.imports.headings import PARTS_OF, Headings, headings

__all__ = ["WORKERS", "ListKind", "list_kinds", "load_kinds"]

WORKERS = "workers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind:
    """``fields`` in the order of the template; ``required``: no line without them;
    ``restricted``: uploaded by a command of its own, lines shown to the uploader alone;
    ``group``, ``document``: what a line proves and which paper that is."""

    code: str
    title: str
    fields: tuple[str, ...]
    required: frozenset[str]
    headings: Headings
    restricted: bool = False
    group: str | None = None
    document: str | None = None
    template: tuple[str, ...] = ()
    example: tuple[Any, ...] = ()
    how_to: tuple[str, ...] = field(default=())

    def mappable(self) -> frozenset[str]:
        """What a column may be said to be."""
        parts = {part for name in self.fields for part in PARTS_OF.get(name, ())}
        return frozenset(self.fields) | parts

    def missing(self, columns: Mapping[str, Any]) -> list[str]:
        """Required fields that no column gives."""
        given = set(columns)
        for name, parts in PARTS_OF.items():
            given |= {name} if given & set(parts) else set()
        return [name for name in self.fields if name in self.required and name not in given]


@cache
def load_kinds() -> Mapping[str, ListKind]:
    """Every kind by its code, read once."""
    tables = catalogues.load()
    return list_kinds(tables.lists, tables.columns)


def list_kinds(lists: Mapping[str, Any], columns: Mapping[str, Any]) -> dict[str, ListKind]:
    """Every kind by its code."""
    return {code: _kind(code, row, columns) for code, row in lists.items()}


def _kind(code: str, row: Mapping[str, Any], columns: Mapping[str, Any]) -> ListKind:
    fields: Sequence[str] = row["fields"]
    return ListKind(
        code=code,
        title=row["title"],
        fields=tuple(fields),
        required=frozenset(row["required"]),
        headings=headings(columns, fields),
        restricted=bool(row.get("restricted")),
        group=row.get("group"),
        document=row.get("document"),
        template=tuple(row.get("template", fields)),
        example=tuple(row.get("example", ())),
        how_to=tuple(row.get("how_to", ())),
    )
