"""The report's sentences, and how it writes days and spans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["day_of", "days_of", "say", "span_words"]

FILE = Path(__file__).with_name("wording.yaml")
PARTS: Mapping[str, tuple[int, int, str]] = {
    "Q1": (1, 3, "quý I"),
    "Q2": (4, 6, "quý II"),
    "Q3": (7, 9, "quý III"),
    "Q4": (10, 12, "quý IV"),
    "H1": (1, 6, "6 tháng đầu năm"),
    "H2": (7, 12, "6 tháng cuối năm"),
    "9M": (1, 9, "9 tháng đầu năm"),
}
"""Part of a year: its first and last month, and its name (before the year)."""

ZERO_BEFORE = 2
"""Of months only 1 and 2 get a zero (Decree 30/2020, Annex I, II.4.b)."""


def say(key: str, **values: Any) -> str:
    """A sentence of ``wording.yaml``. Raises KeyError for one that is not there."""
    return _sentences()[key].format_map(values)


def day_of(day: date) -> str:
    """``ngày 05 tháng 01 năm 2026``, ``ngày 29 tháng 6 năm 2026``."""
    return f"ngày {day.day:02d} tháng {_month(day.month)} năm {day.year}"


def span_words(span: str, period: tuple[date, date]) -> str:
    """A span in words: ``6 tháng đầu năm 2026``."""
    year, _, part = span.partition("-")
    if span == "plan":
        return f"giai đoạn {period[0].year} - {period[1].year}"
    if not part:
        return f"năm {year}"
    if part in PARTS:
        name = PARTS[part][2]
        return f"{name} {year}" if name.endswith("năm") else f"{name} năm {year}"
    return f"tháng {_month(int(part))} năm {year}"


def days_of(span: str, period: tuple[date, date]) -> tuple[date, date]:
    """The first and the last day of a span."""
    if span == "plan":
        return period
    year, _, part = span.partition("-")
    first, last = (1, 12) if not part else PARTS[part][:2] if part in PARTS else (int(part),) * 2
    after = date(int(year) + last // 12, last % 12 + 1, 1)
    return date(int(year), first, 1), after - timedelta(days=1)


def _month(month: int) -> str:
    return f"{month:02d}" if month <= ZERO_BEFORE else str(month)


@cache
def _sentences() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
