"""Whole systems for the tests that need more than one service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .support.system import Desks, System

AFTER_THE_PLAN = "2031-01-15"


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system whose day is after the plan's end: every span has ended."""
    running = System(tmp_path_factory.mktemp("system"), today=AFTER_THE_PLAN).up()
    yield running
    running.down()


@pytest.fixture(scope="session")
def desks(system: System) -> Desks:
    return Desks(system)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"
