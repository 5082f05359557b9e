"""Putting the office together for one process."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.memory_log import MemoryLog
from chassis.runtime import Runtime
from prometheus_client import CollectorRegistry

from registry import catalogues
from registry.access import MemoryAccessLog, MongoAccessLog
from registry.imports.bell import Bell
from registry.imports.importer import Importer
from registry.imports.store import MemoryImportStore, MongoImportStore
from registry.metrics import RegistryMetrics
from registry.office import Office
from registry.records import open_records
from registry.store import MemoryFinder, MongoFinder
from registry.vault import Vault

__all__ = ["Opened", "open_memory_office", "open_office"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    office: Office
    importer: Importer


def open_office(runtime: Runtime) -> Opened:
    """On the runtime's database, with the vault of the process's folder."""
    vault = Vault.open(runtime.state_dir)
    office = Office(
        ledger=runtime.ledger,
        finder=MongoFinder(runtime.db),
        vault=vault,
        records=open_records(vault),
        catalogues=catalogues.load(),
        imports=MongoImportStore(runtime.db, vault),
        access=MongoAccessLog(runtime.db),
        metrics=RegistryMetrics(runtime.registry),
        bell=Bell(),
    )
    return Opened(office=office, importer=Importer(office, runtime.clock))


def open_memory_office(clock: Clock) -> Opened:
    """Everything in memory: what tests and demonstrations of the rules run on."""
    vault = Vault.fresh()
    log = MemoryLog()
    office = Office(
        ledger=Ledger(log),
        finder=MemoryFinder(log),
        vault=vault,
        records=open_records(vault),
        catalogues=catalogues.load(),
        imports=MemoryImportStore(),
        access=MemoryAccessLog(),
        metrics=RegistryMetrics(CollectorRegistry()),
        bell=Bell(),
    )
    return Opened(office=office, importer=Importer(office, clock))
