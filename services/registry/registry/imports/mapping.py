"""Which column is what: recognised, remembered from an earlier list, or said by the officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from registry.imports import layout
from registry.imports.kinds import ListKind
from registry.imports.layout import Layout
from registry.imports.sheet import Row
from registry.imports.store import LayoutMemory

__all__ = ["Placed", "place"]

Remembered = Callable[[str], LayoutMemory | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The sheet a list stands on, and its layout. ``source``: recognised, remembered, said,
    or ``guessed``: no heading was recognised, nothing is mapped."""

    sheet: int
    layout: Layout
    signature: str
    source: str
    rows: Sequence[Row] = field(repr=False)


def place(
    sheets: Sequence[Sequence[Row]],
    kind: ListKind,
    mapping: Mapping[str, Any] | None,
    remembered: Remembered,
) -> Placed:
    """Where the list stands. ``mapping``: {sheet?, header_row?, columns, constants?}."""
    if mapping is not None:
        return _said(sheets, kind, mapping)
    guess: Placed | None = None
    for index, rows in enumerate(sheets):
        found = layout.recognise(rows, kind.headings)
        if found is None:
            if guess is None and rows:
                guess = _placed(index, rows, kind, layout.likeliest_heading(rows), "guessed")
            known = remembered(guess.signature) if guess is not None else None
            if known is not None and guess is not None:
                return _as_before(guess, known)
            continue
        placed = _placed(index, rows, kind, found, "recognised")
        known = remembered(placed.signature)
        return placed if known is None else _as_before(placed, known)
    return guess or _placed(0, [], kind, layout.likeliest_heading([]), "guessed")


def _placed(sheet: int, rows: Sequence[Row], kind: ListKind, found: Layout, source: str) -> Placed:
    return Placed(
        sheet=sheet,
        layout=found,
        signature=layout.signature(kind.code, found),
        source=source,
        rows=rows,
    )


def _as_before(placed: Placed, known: LayoutMemory) -> Placed:
    columns = {name: at for name, at in known.columns.items() if at < len(placed.layout.headings)}
    read = replace(placed.layout, columns=columns, constants=dict(known.constants))
    return replace(placed, layout=read, source="remembered")


def _said(sheets: Sequence[Sequence[Row]], kind: ListKind, mapping: Mapping[str, Any]) -> Placed:
    index = mapping.get("sheet")
    if index is None:
        index = place(sheets, kind, None, lambda _signature: None).sheet
    rows = sheets[index] if index < len(sheets) else []
    found = layout.recognise(rows, kind.headings) or layout.likeliest_heading(rows)
    header_row = mapping.get("header_row")
    if header_row is not None and header_row != found.first:
        found = layout.heading_at(rows, header_row - 1)
    said = replace(
        found, columns=dict(mapping["columns"]), constants=dict(mapping.get("constants") or {})
    )
    return _placed(index, rows, kind, said, "said")
