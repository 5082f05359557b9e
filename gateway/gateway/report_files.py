"""Figures as rows, and rows as files: csv that opens right in Excel, xlsx."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gateway.pages.figure_view import name_of, target_text
from gateway.pages.format import Format
from gateway.texts import Language

__all__ = ["Rows", "csv_file", "guarded", "rows_of", "xlsx_file"]

Cell = str | int | float | None
Rows = list[list[Cell]]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (12, 56, 10, 12, 12, 12, 12, 26, 22, 12)
BOM = "\ufeff"


def rows_of(
    figures: Sequence[Mapping[str, Any]], words: Language, fmt: Format, today: date
) -> Rows:
    """A heading row and one row for each indicator; shares as fractions, unknown as empty."""
    heads = ("clause", "indicator", "span", "value", "num", "den", "ratio", "target", "status")
    rows: Rows = [[*(words.page(f"report_{head}") for head in heads), words.page("report_day")]]
    for figure in figures:
        rows.append(
            [
                str(figure.get("clause") or ""),
                name_of(figure, words),
                str(figure.get("span") or ""),
                figure.get("value"),
                figure.get("num"),
                figure.get("den"),
                figure.get("ratio"),
                target_text(
                    figure.get("target") or {}, words, fmt, str(figure.get("kind") or "flow")
                ),
                words.word("status", figure.get("status")),
                today.isoformat(),
            ]
        )
    return rows


def guarded(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_file(rows: Rows) -> bytes:
    """UTF-8 with a byte order mark: without it Excel breaks Vietnamese letters."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[guarded(cell) for cell in row] for row in rows])
    return (BOM + out.getvalue()).encode("utf-8")


def xlsx_file(rows: Rows) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([guarded(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
