"""Tables: lined ones whose head repeats on every page, bare ones that place text side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from gateway.report.ink import Align, Ink, put

__all__ = ["Column", "add_row", "bare_table", "lined_table", "span_row"]

PADDING = "60"
"""Inside a cell, left and right: twentieths of a point."""

AIR = 1
"""Above and below the text of a cell, in pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``width`` in mm."""

    head: str
    width: float
    align: Align = "center"


def bare_table(document: Document, widths: Sequence[float]) -> _Row:
    """One row without borders; the widths in mm."""
    table = document.add_table(rows=1, cols=len(widths))
    _fix(table, widths)
    row: _Row = table.rows[0]
    return row


def lined_table(
    document: Document, columns: Sequence[Column], size: float, *, keep: bool = False
) -> Table:
    """A table with its head, which is repeated on every page and told to screen readers.
    ``keep``: on the page of the row after it."""
    table: Table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fix(table, [each.width for each in columns])
    head = table.rows[0]
    for cell, column in zip(head.cells, columns, strict=True):
        _write(cell, [column.head], Ink(size=size, bold=True, keep=keep))
    _mark(head, "w:tblHeader")
    _mark(head, "w:cantSplit")
    return table


def add_row(
    table: Table,
    columns: Sequence[Column],
    texts: Sequence[str | Sequence[str]],
    size: float,
    *,
    bold: bool = False,
    keep: bool = False,
) -> None:
    """A row; a text may have several lines. ``keep``: on the page of the row after it."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _mark(row, "w:cantSplit")
    for cell, column, text in zip(row.cells, columns, texts, strict=True):
        cell.width = Mm(column.width)
        lines = [text] if isinstance(text, str) else list(text)
        _write(cell, lines, Ink(size=size, align=column.align, bold=bold, keep=keep))


def span_row(table: Table, text: str, size: float) -> None:
    """A heading across the whole table."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _mark(row, "w:cantSplit")
    cell = row.cells[0].merge(row.cells[-1])
    _write(cell, [text], Ink(size=size, bold=True, align="left", keep=True))


def _write(cell: _Cell, lines: Sequence[str], ink: Ink) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for index, line in enumerate(lines):
        first, last = index == 0, index == len(lines) - 1
        airy = replace(ink, before=AIR if first else 0, after=AIR if last else 0)
        put(cell.paragraphs[0] if first else cell.add_paragraph(), line, airy)


def _fix(table: Table, widths: Sequence[float]) -> None:
    """Widths as given: a word processor would else work out its own."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), PADDING)
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)


def _mark(row: _Row, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))
