"""Reading the cells of one line: what was meant, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from registry.domain import legacy_text
from registry.domain.birth_date import BirthDate
from registry.domain.national_id import is_well_formed
from registry.domain.text import clean, fold
from registry.imports.sheet import Cell

__all__ = ["FORMULA_STARTS", "Problem", "Reading", "shown"]

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_SERIAL_DAYS = range(10_000, 60_000)
_SERIAL_EPOCH = date(1899, 12, 30)  # the 1900 date system of spreadsheets
EARLIEST_YEAR = 1900
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """``reason`` is a code; ``value`` is for the officer who sent the list, never logged."""

    column: str
    value: str
    reason: str


def shown(value: Cell) -> str:
    """A cell as text. The quote with which our own exports keep a spreadsheet from reading
    a text as a formula is no part of it."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value) if value is not None else ""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS else text


class Reading:
    """Collects problems while the cells are read; ``rejected`` when one cannot be taken."""

    def __init__(
        self, cells: Mapping[str, Cell], tables: Mapping[str, Any], encoding: str | None = None
    ) -> None:
        self._cells = cells
        self._encoding = encoding
        self._tables = tables
        self.problems: list[Problem] = []
        self.rejected = False

    def reject(self, column: str, reason: str) -> None:
        self.warn(column, reason)
        self.rejected = True

    def warn(self, column: str, reason: str) -> None:
        problem = Problem(column=column, value=shown(self._cells.get(column)), reason=reason)
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, column: str, *, longest: int, required: bool = False) -> str | None:
        """Clean text in Unicode; legacy encodings are converted with a warning or rejected."""
        raw = shown(self._cells.get(column))
        text = self._unicode(column, raw) if raw.strip() else ""
        if text and len(text) > longest:
            self.reject(column, "too_long")
            return None
        if not text:
            if required and not self.rejected_column(column):
                self.reject(column, "required")
            return None
        return text

    def rejected_column(self, column: str) -> bool:
        return self.rejected and any(problem.column == column for problem in self.problems)

    def _unicode(self, column: str, raw: str) -> str:
        converted = legacy_text.convert(raw, self._encoding)
        if converted is not None:
            self.warn(column, f"converted_{converted.encoding}")
            return converted.text
        if legacy_text.looks_legacy(raw):
            letters = [char for char in raw if not char.isascii() and not char.isspace()]
            if all(unicodedata.category(char).startswith(("L", "M")) for char in letters):
                self.warn(column, "unusual_letters")
                return clean(raw)
            self.reject(column, "unreadable_text")
            return ""
        return clean(raw)

    def is_mark(self, text: str) -> bool:
        marks = self._tables["marks"]
        return fold(text) in marks["yes"] or text.strip() in marks["signs"]

    def mark(self, column: str) -> bool:
        """Whether a cell says yes: a mark, or any text that is no no."""
        raw = shown(self._cells.get(column)).strip()
        if not raw or raw in ("-", "–", "/", "."):
            return False
        return fold(raw) not in self._tables["marks"]["no"]

    def choice(self, column: str, *, required: bool = False) -> str | None:
        """One of the values that the table knows in several spellings."""
        raw = shown(self._cells.get(column))
        if not fold(raw):
            if required:
                self.reject(column, "required")
            return None
        for reading in legacy_text.readings(raw):
            for code, spellings in self._tables["values"][column].items():
                if fold(reading) in spellings:
                    return str(code)
        if required:
            self.reject(column, "unknown")
        else:
            self.warn(column, "unknown")
        return None

    def digits(self, column: str) -> str | None:
        raw = self._cells.get(column)
        if isinstance(raw, str | int | float) and not isinstance(raw, bool):
            return shown(raw).strip() or None
        return None

    def national_id(self) -> str | None:
        """Twelve digits; a number cell has lost its leading zeros, which come back with a
        warning. Text of another length is rejected: nobody can tell what is missing."""
        raw = self._cells.get("national_id")
        if raw is None:
            return None
        text = shown(raw).strip().lstrip("'").replace(" ", "").replace(".", "")
        if isinstance(raw, int | float) and not isinstance(raw, bool) and len(text) in (10, 11):
            text = text.zfill(12)
            if is_well_formed(text):
                self.warn("national_id", "id_zeros_restored")
        if not text:
            return None
        if not is_well_formed(text):
            self.reject("national_id", "bad_national_id")
            return None
        return text

    def birth_date(self) -> BirthDate | None:
        """Day first as it is written here; a year alone is known to the year."""
        raw = self._cells.get("birth_date")
        if raw is None:
            self.reject("birth_date", "required")
            return None
        try:
            birth = _birth(raw)
        except ValueError:
            self.reject("birth_date", "not_a_date")
            return None
        if birth.year < EARLIEST_YEAR:
            self.reject("birth_date", "out_of_range")
            return None
        if _serial(raw) is not None:
            self.warn("birth_date", "date_from_number")
        return birth

    def day(self, column: str, *, required: bool = False) -> date | None:
        """A whole date, day first as it is written here."""
        raw = self._cells.get(column)
        if raw is None or not shown(raw).strip():
            if required:
                self.reject(column, "required")
            return None
        try:
            found = _birth(raw)
        except ValueError:
            found = None
        if found is None or found.month is None or found.day is None:
            self.reject(column, "not_a_date")
            return None
        if found.year < EARLIEST_YEAR:
            self.reject(column, "out_of_range")
            return None
        return date(found.year, found.month, found.day)

    def year(self, column: str, default: int) -> int | None:
        text = shown(self._cells.get(column)).strip()
        if not text:
            return default
        if not _YEAR.fullmatch(text) or int(text) < EARLIEST_YEAR:
            self.reject(column, "out_of_range")
            return None
        return int(text)

    def is_blank(self, column: str) -> bool:
        return not shown(self._cells.get(column)).strip()


def _serial(raw: Cell) -> int | None:
    """A spreadsheet's own day number, where the cell lost its date format."""
    text = "" if isinstance(raw, date) else shown(raw).strip()
    return int(text) if text.isdecimal() and int(text) in _SERIAL_DAYS else None


def _birth(raw: Cell) -> BirthDate:
    if isinstance(raw, date):
        return BirthDate(year=raw.year, month=raw.month, day=raw.day)
    serial = _serial(raw)
    if serial is not None:
        day = _SERIAL_EPOCH + timedelta(days=serial)
        return BirthDate(year=day.year, month=day.month, day=day.day)
    text = clean(shown(raw))
    if found := _DAY_FIRST.fullmatch(text):
        return BirthDate.parse(f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}")
    if found := _YEAR_FIRST.fullmatch(text):
        return BirthDate.parse(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")
    if found := _MONTH_YEAR.fullmatch(text):
        return BirthDate.parse(f"{found[2]}-{int(found[1]):02}")
    if _YEAR.fullmatch(text):
        return BirthDate.parse(text)
    raise ValueError
