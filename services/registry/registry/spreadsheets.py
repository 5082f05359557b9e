"""Tables out: xlsx, or csv that spreadsheets open right. No cell is ever a formula.

A text that a spreadsheet would read as a formula gets a quote before it, in xlsx too: the
cell there is text already, but what is copied on from it may not stay so.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from registry.imports.cells import FORMULA_STARTS

__all__ = ["Table", "as_file", "guarded", "to_csv", "to_xlsx"]

Value = str | int | date | None

WIDEST, NARROWEST = 48, 8
_STARTS = (*FORMULA_STARTS, "＝", "＋", "－", "＠")
_HEAD = PatternFill("solid", fgColor="E8EEF4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``above``: titles; ``below``: notes under the table."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    above: Sequence[str] = ()
    below: Sequence[str] = ()


def guarded(value: Value) -> str | int | None:
    """What may stand in a cell: no text that could be taken for a formula. Dates as they
    are written here, day first."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, str):
        text = "".join(char for char in value if char >= " " or char in "\t\n\r")
        return f"'{text}" if text.startswith(_STARTS) else text
    return value


def to_xlsx(table: Table) -> bytes:
    """A workbook of one sheet, the heading frozen."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    sheet.title = table.name[:31]
    for line in (*((text,) for text in table.above), tuple(table.header)):
        sheet.append([guarded(value) for value in line])
    top = len(table.above) + 1
    if table.above:
        sheet.cell(1, 1).font = Font(bold=True, size=13)
    for cell in sheet[top]:
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in table.rows:
        sheet.append([guarded(value) for value in row])
    for text in ((), *((note,) for note in table.below)) if table.below else ():
        sheet.append([guarded(value) for value in text])
    for cells in sheet.iter_rows(min_row=1, max_row=sheet.max_row):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for index, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    # printed on paper of the office: all columns on the page, the heading on each
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top}"
    sheet.freeze_panes = f"A{top + 1}"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _widths(table: Table) -> Iterable[int]:
    for index, title in enumerate(table.header):
        texts = [title, *(str(row[index] or "") for row in table.rows[:200] if index < len(row))]
        longest = max(len(text) for text in texts)
        yield min(max(longest + 2, NARROWEST), WIDEST)


def to_csv(table: Table) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads the letters right; heading first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([guarded(value) for value in table.header])
    writer.writerows([guarded(value) for value in row] for row in table.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_file(table: Table, form: str) -> dict[str, Any]:
    """``{filename, content_base64, rows}``; ``form`` is xlsx or csv."""
    content = to_csv(table) if form == "csv" else to_xlsx(table)
    return {
        "filename": f"{table.name}.{form}",
        "content_base64": base64.b64encode(content).decode("ascii"),
        "rows": len(table.rows),
    }
