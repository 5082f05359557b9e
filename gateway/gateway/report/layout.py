"""How an administrative document looks: sizes and margins in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Layout", "layout_on"]

FILE = Path(__file__).with_name("layout.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One entry of ``layout.yaml``: lengths in mm, type sizes in pt, ``indent`` in cm."""

    basis: str
    status: str
    start: date
    font: str
    paper: Mapping[str, float]
    margins: Mapping[str, float]
    page_number: float
    nation: float
    motto: float
    issuer: float
    number: float
    place: float
    type: float
    body: float
    indent: float
    paragraph: float
    line: float
    signer: float
    recipients_word: float
    recipients: float
    annex: float
    annex_reference: float
    table: float
    annex_table: float
    month_table: float

    @property
    def text_width(self) -> float:
        """Between the margins, upright, in mm."""
        return self.paper["width"] - self.margins["left"] - self.margins["right"]

    @property
    def wide_text_width(self) -> float:
        """Between the margins, lying, in mm."""
        return self.paper["height"] - self.margins["left"] - self.margins["right"]


def layout_on(day: date) -> Layout:
    """The form in force that day; before the first known one, the first."""
    known = _known()
    return next((each for each in reversed(known) if each.start <= day), known[0])


@cache
def _known() -> tuple[Layout, ...]:
    entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = [
        Layout(**{"start" if key == "from" else key: value for key, value in each.items()})
        for each in entries
    ]
    return tuple(sorted(found, key=lambda each: each.start))
