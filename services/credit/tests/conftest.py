"""A bank on the memory twins. Real databases come from `./vieclam test`."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
from chassis.mongo import Db, connect

from .bank import Bank


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
def db() -> Iterator[Db]:
    """A database of the test's own."""
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    database = connect(f"{base.rstrip('/')}/t{uuid.uuid4().hex[:12]}?{options}")
    yield database
    database.client.drop_database(database.name)
    database.client.close()
