"""A fresh gateway for each test."""

from __future__ import annotations

import pytest

from .office import Office, office
from .serving import believable_rpc


@pytest.fixture
def gateway() -> Office:
    return office()


@pytest.fixture
def served() -> Office:
    """With services behind it that answer believably."""
    return office(believable_rpc())
