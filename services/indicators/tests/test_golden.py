"""Every golden case through the real database: applied in batches, asked of the desk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .office import Office
from .test_golden_pure import CASES


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("size", [1, 3, 500], ids=lambda size: f"batches_of_{size}")
def test_a_golden_case_gives_its_figures(path: Path, size: int, office: Office) -> None:
    case: dict[str, Any] = json.loads(path.read_text("utf-8"))
    office.learn(*case["facts"], size=size)
    for expected in case["expect"]:
        code, span = expected["indicator"], expected["span"]
        found = office.figure(code, span)
        wanted = {k: v for k, v in expected.items() if k in ("value", "num", "den")}
        assert {k: found[k] for k in wanted} == wanted, expected
        desk = office.desk()
        for part, count in wanted.items():
            asked = part if part != "value" else "num"
            assert desk.figure_people(code, span, asked, 1, 10)["total"] == count
    assert office.verified() == 0
