"""An office in memory; one on MongoDB where the database is the point.

The real server's address comes from `./vieclam test` as VIECLAM_TEST_MONGODB_URI.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.mongo import Db, Transactions, connect, ensure_indexes
from chassis.mongo_log import MongoLog
from prometheus_client import CollectorRegistry
from registry.build import Opened, office_on, open_memory_office
from registry.imports.importer import Importer
from registry.indexes import INDEXES
from registry.store import MongoFinder
from registry.vault import Vault
from registry.waiting import OverdueWatch

from .given import DATA, TODAY, Registry


@pytest.fixture
def registry() -> Registry:
    clock = Clock(TODAY)
    return Registry(opened=open_memory_office(clock), clock=clock)


@pytest.fixture
def db() -> Iterator[Db]:
    """A database of the test's own."""
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    database = connect(f"{base.rstrip('/')}/t{uuid.uuid4().hex[:12]}?{options}")
    ensure_indexes(database, INDEXES)
    yield database
    database.client.drop_database(database.name)
    database.client.close()


@pytest.fixture
def reopen(db: Db) -> Callable[[], Registry]:
    """A process on that database; called again, the next one after a kill."""
    vault = Vault.fresh()

    def opened() -> Registry:
        clock = Clock(TODAY)
        transactions = Transactions(db, "test")
        log = MongoLog(db, transactions)
        log.prepare()
        office = office_on(
            db, transactions, Ledger(log), MongoFinder(db), vault, CollectorRegistry()
        )
        found = Opened(
            office=office, importer=Importer(office, clock), overdue=OverdueWatch(office, clock)
        )
        return Registry(opened=found, clock=clock)

    return opened


@pytest.fixture(params=["memory", "mongo"])
def either(request: pytest.FixtureRequest) -> Registry:
    """Both keep the same promises."""
    fixture = "registry" if request.param == "memory" else "reopen"
    found = request.getfixturevalue(fixture)
    return found if isinstance(found, Registry) else found()


@pytest.fixture
def sample() -> bytes:
    return (DATA / "danh-sach-lao-dong-uu-tien.xlsx").read_bytes()
