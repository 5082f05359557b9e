"""The need survey as rows of a table: for the page, and for csv and xlsx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.report_files import Rows
from gateway.texts import Language

__all__ = ["KINDS", "key_label", "need_rows"]

KINDS = ("training", "job", "credit", "counselling", "startup")
WORDS = {"group": "group", "kind": "need", "level": "level", "form": "form"}


def key_label(by: str, key: str | None, words: Language) -> str:
    """What a row is about; villages and occupations carry their own names."""
    if key is None:
        return words.page("needs_not_said")
    return words.word(WORDS[by], key) if by in WORDS else key


def need_rows(told: Mapping[str, Any], words: Language) -> Rows:
    """A heading, a row for each key, the total. A cell that is withheld is empty."""
    by = str(told["by"])
    rows: Rows = [
        [
            words.word("needs_by", by),
            words.page("needs_people"),
            words.page("needs_needs"),
            *(words.word("need", kind) for kind in KINDS),
        ]
    ]
    for each in told["items"]:
        kinds = each["kinds"]
        label = key_label(by, each["key"], words)
        rows.append([label, each["people"], each["needs"], *(kinds.get(k, 0) for k in KINDS)])
    total = told["total"]
    rows.append([words.page("needs_total"), total["people"], total["needs"], *("" for _ in KINDS)])
    return rows
