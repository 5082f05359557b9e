"""Every golden case through HTTP, real services and broker, to figures.

The cases share one system: what a case adds to a figure is what it expects, because a
figure is a sum over persons and no two cases share one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..support.proof import database, settle, verify
from ..support.system import Client, Desks, System
from .feed import Feeder

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
NUMBERS = ("value", "num", "den")


def figure(leader: Client, indicator: str, span: str) -> dict[str, int]:
    found = leader.get(f"/indicators/{indicator}", span=span)
    return {name: int(found.get(name) or 0) for name in NUMBERS}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_golden_case_gives_its_figures(path: Path, system: System, desks: Desks) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    leader = desks["commune_leader"]
    asked = {(each["indicator"], each["span"]) for each in case["expect"]}
    before = {ask: figure(leader, *ask) for ask in asked}
    Feeder(desks).feed(case["facts"])

    def difference(expected: dict[str, Any]) -> dict[str, int]:
        ask = (expected["indicator"], expected["span"])
        after = figure(leader, *ask)
        return {name: after[name] - before[ask][name] for name in NUMBERS if name in expected}

    def wanted(expected: dict[str, Any]) -> dict[str, int]:
        return {name: expected[name] for name in NUMBERS if name in expected}

    settle(system)
    for expected in case["expect"]:
        assert difference(expected) == wanted(expected), expected


def test_the_ledger_agrees_with_the_facts(system: System) -> None:
    """After all cases: recomputing from the stored facts finds no difference."""
    verify(system)


def test_a_lost_state_is_found_and_mended_from_the_owners_logs(system: System) -> None:
    settle(system)
    people = database(system, "indicators")["people"]
    lost = people.find_one({"at": {"$exists": True}})
    assert lost is not None
    people.delete_one({"_id": lost["_id"]})
    found = system.command("verify", "--from-logs", check=False)
    assert found.returncode == 1, found.stdout + found.stderr
    mended = system.command("rebuild", "--from-logs")
    assert "1 persons mended" in mended.stdout
    again = system.command("verify", "--from-logs", check=False)
    assert again.returncode == 0, again.stdout + again.stderr
