"""Every golden case through the pure engine: its figures follow from the entries alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from indicators.domain.book import Book
from indicators.domain.contributions import Entry
from indicators.domain.spans import Span, span_of
from indicators.plan_file import default_plan

from .given import enter, entries_in, events_of

CASES = sorted((Path(__file__).parent / "golden").glob("*.json"))
PLAN = default_plan()


def value(entries: list[Entry], key: str, span: Span, kind: str) -> int:
    """A flow adds up its days, a stock everything up to the last day."""
    first = span.first if kind == "flow" else PLAN.first
    return sum(e.d for e in entries if e.k == key and first <= e.on <= span.last)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_golden_case_gives_its_figures(path: Path) -> None:
    case: dict[str, Any] = json.loads(path.read_text("utf-8"))
    book = Book(PLAN)
    enter(book, events_of(case["facts"]))
    entries = entries_in(book)
    for expected in case["expect"]:
        indicator = PLAN.indicator(expected["indicator"])
        assert indicator is not None
        span = span_of(expected["span"], PLAN)
        found = {
            part: value(entries, indicator.key(part), span, indicator.kind)
            for part in indicator.parts
        }
        wanted = {part: expected[part] for part in indicator.parts}
        assert found == wanted, (case["name"], expected)


def test_every_golden_case_is_here() -> None:
    assert len(CASES) == 9
