"""A fresh gateway for each test."""

from __future__ import annotations

import pytest

from .office import Office, office


@pytest.fixture
def gateway() -> Office:
    return office()
