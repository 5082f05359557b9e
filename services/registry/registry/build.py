"""Putting the office together for one process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.memory_log import MemoryLog
from chassis.mongo import Db, Transactions
from chassis.runtime import Runtime
from prometheus_client import CollectorRegistry

from registry import catalogues
from registry.access import MemoryAccessLog, MongoAccessLog
from registry.census import CensusTaker
from registry.data_keys import DataKeys, MemoryKeyStore, MongoKeyStore
from registry.imports.bell import Bell
from registry.imports.importer import Importer
from registry.imports.mongo_store import MongoImportStore
from registry.imports.store import MemoryImportStore
from registry.metrics import RegistryMetrics
from registry.office import Office
from registry.records import open_records
from registry.store import MemoryFinder, MongoFinder
from registry.vault import FILE, Vault
from registry.waiting import OverdueWatch

__all__ = ["Opened", "office_on", "open_memory_office", "open_office", "vault_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """``census``: where the finder needs one."""

    office: Office
    importer: Importer
    overdue: OverdueWatch
    census: CensusTaker | None = None


def vault_file(state_dir: Path) -> Path:
    """``VIECLAM_VAULT_KEY_FILE``, or in the process's own folder."""
    named = os.environ.get("VIECLAM_VAULT_KEY_FILE")
    return Path(named) if named else state_dir / FILE


def office_on(
    db: Db,
    transactions: Transactions,
    ledger: Ledger,
    finder: MongoFinder,
    vault: Vault,
    metrics: CollectorRegistry,
) -> Office:
    """The office of a database."""
    keys = DataKeys(vault, MongoKeyStore(db))
    return Office(
        ledger=ledger,
        finder=finder,
        vault=vault,
        records=open_records(vault, keys),
        data_keys=keys,
        catalogues=catalogues.load(),
        imports=MongoImportStore(db, vault, transactions),
        access=MongoAccessLog(db),
        metrics=RegistryMetrics(metrics),
        bell=Bell(),
    )


def open_office(runtime: Runtime) -> Opened:
    """On the runtime's database, with the vault of the process's folder."""
    finder = MongoFinder(runtime.db)
    vault = Vault.at(vault_file(runtime.state_dir))
    office = office_on(
        runtime.db, runtime.transactions, runtime.ledger, finder, vault, runtime.registry
    )
    return Opened(
        office=office,
        importer=Importer(office, runtime.clock),
        overdue=OverdueWatch(office, runtime.clock),
        census=CensusTaker(runtime.db, finder.use_census),
    )


def open_memory_office(clock: Clock) -> Opened:
    """Everything in memory: what tests and demonstrations of the rules run on."""
    vault = Vault.fresh()
    keys = DataKeys(vault, MemoryKeyStore())
    log = MemoryLog()
    office = Office(
        ledger=Ledger(log),
        finder=MemoryFinder(log),
        vault=vault,
        records=open_records(vault, keys),
        data_keys=keys,
        catalogues=catalogues.load(),
        imports=MemoryImportStore(),
        access=MemoryAccessLog(),
        metrics=RegistryMetrics(CollectorRegistry()),
        bell=Bell(),
    )
    return Opened(
        office=office, importer=Importer(office, clock), overdue=OverdueWatch(office, clock)
    )
