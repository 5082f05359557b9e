"""A real database comes from `./vieclam test` (VIECLAM_TEST_MONGODB_URI)."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from chassis.mongo import Db, Transactions, connect
from indicators.plan_file import default_plan

from .office import Office


@contextmanager
def _database() -> Iterator[Db]:
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    database = connect(f"{base.rstrip('/')}/t{uuid.uuid4().hex[:12]}?{options}")
    try:
        yield database
    finally:
        database.client.drop_database(database.name)
        database.client.close()


@pytest.fixture
def db() -> Iterator[Db]:
    """A database of the test's own."""
    with _database() as database:
        yield database


@pytest.fixture
def fresh_db() -> Callable[[], AbstractContextManager[Db]]:
    """Databases one after the other, for tests with many examples."""
    return _database


@pytest.fixture
def office(db: Db) -> Office:
    """The service without broker: batches applied as the consumer does."""
    return Office(db, Transactions(db, "test"), default_plan())
