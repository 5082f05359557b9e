"""The document of the running system, and records to write about."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from ..support.system import Desks, System
from .document import Interface
from .world import World


@pytest.fixture(scope="session")
def described(system: System) -> dict[str, Any]:
    """``/api/openapi.json``."""
    answer = requests.get(f"{system.url}/api/openapi.json", timeout=20)
    assert answer.status_code == 200
    return dict(answer.json())


@pytest.fixture(scope="session")
def interface(described: dict[str, Any]) -> Interface:
    return Interface(described)


@pytest.fixture(scope="session")
def world(desks: Desks) -> World:
    return World(desks)
