"""A spreadsheet as rows of plain values: nothing in it is ever evaluated.

A formula is its text. Size and unpacked size are bounded before anything is read.
"""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from openpyxl import load_workbook

from registry.imports.text_table import rows_of_text

__all__ = ["MAX_ROWS", "Cell", "Row", "UnreadableFile", "read"]

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]

MAX_UNPACKED = 300 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
PAUSE_EVERY = 50
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # xls, before 2007


class UnreadableFile(Exception):
    """Neither xlsx nor csv, damaged, or far too large. The code says which."""


def read(filename: str, content: bytes, first: int | None = None) -> list[list[Row]]:
    """The sheets of a file, each as its rows from the first on. Raises :class:`UnreadableFile`.

    ``first``: no more than so many rows of each. Pauses now and then, so that whoever
    shares the processor is served meanwhile.
    """
    if content[:4] == b"PK\x03\x04":
        return _workbook(content, first)
    if content[:4] == _OLD_WORKBOOK:
        raise UnreadableFile("old_workbook")
    text_name = filename.lower().endswith((".csv", ".txt", ".tsv"))
    if text_name or b"\x00" not in content[:1000] or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return [_bounded(rows_of_text(content, MAX_COLUMNS), first)]
        except csv.Error as error:
            raise UnreadableFile("file_unreadable") from error
    raise UnreadableFile("file_unreadable")


def _workbook(content: bytes, first: int | None) -> list[list[Row]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise UnreadableFile("file_too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except UnreadableFile:
        raise
    except Exception as error:  # the parser fails in as many ways as files are broken
        raise UnreadableFile("file_unreadable") from error
    try:
        return [_bounded(_rows(sheet), first) for sheet in book.worksheets]
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile("file_unreadable") from error
    finally:
        book.close()


def _bounded(rows: Iterator[Row], first: int | None) -> list[Row]:
    found: list[Row] = []
    for index, row in enumerate(islice(rows, first)):
        if index >= MAX_ROWS:
            raise UnreadableFile("file_too_large")
        if index % PAUSE_EVERY == 0:
            time.sleep(0)
        found.append(row)
    return found


def _rows(sheet: object) -> Iterator[Row]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # a wrong stated size hides rows
    rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)  # type: ignore[attr-defined]
    for row in rows:
        last = len(row)
        while last and row[last - 1] is None:
            last -= 1
        yield tuple(_plain(value) for value in row[:last])


def _plain(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | int | float | bool | date):
        return value
    return str(value)
