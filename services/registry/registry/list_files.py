"""Files about lists: rejected lines with their reasons, and blank lists to hand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from registry.imports.cells import shown
from registry.imports.kinds import ListKind
from registry.imports.store import RowResult
from registry.spreadsheets import Table

__all__ = ["blank_list", "list_words", "rejected_table"]


@cache
def list_words() -> Mapping[str, Any]:
    """``columns``, ``reasons`` and headings, in Vietnamese."""
    text = resources.files("registry").joinpath("data", "list_words.vi.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def rejected_table(kind: ListKind, rejected: Sequence[RowResult]) -> Table:
    """Cells as they were sent; the last column says what is wrong with each line."""
    words = list_words()
    used = {name for each in rejected for name in (*each.cells, *each.corrections)}
    columns = [name for name in kind.fields if name in used or name in kind.required]
    return Table(
        name="dong-bi-tu-choi",
        header=[
            words["row"],
            *(words["columns"][name] for name in columns),
            words["reasons_heading"],
        ],
        rows=[[each.row, *_cells(each, columns), "; ".join(_reasons(each))] for each in rejected],
    )


def _cells(each: RowResult, columns: Sequence[str]) -> list[str]:
    return [each.corrections.get(name, shown(each.cells.get(name))) for name in columns]


def _reasons(each: RowResult) -> list[str]:
    words = list_words()
    return [
        f"{words['columns'].get(problem['column'], problem['column'])}: "
        f"{words['reasons'].get(problem['reason'], problem['reason'])}"
        for problem in each.problems
    ]


def blank_list(kind: ListKind) -> Table:
    """Title, heading, one example line, how to fill it in. The example is no real person's."""
    words = list_words()["columns"]
    return Table(
        name=f"mau-{kind.code.replace('_', '-')}",
        above=[kind.title.upper()],
        header=[words[name] for name in kind.template],
        rows=[list(kind.example)],
        below=kind.how_to,
    )
