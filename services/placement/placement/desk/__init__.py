"""The use cases: load, decide, save. One method for each RPC, grouped by what they are about."""

from __future__ import annotations

from collections.abc import Callable

from chassis.runtime import Call, Runtime

from placement.desk.correcting import Correcting
from placement.desk.journey import Journey
from placement.desk.market import Market
from placement.desk.referring import Referring
from placement.store import MongoStore

__all__ = ["Desk", "build"]


class Desk(Market, Referring, Correcting, Journey):
    """Everything the service answers."""


def build(runtime: Runtime) -> Callable[[Call], Desk]:
    """A desk for each call, over one store."""
    store = MongoStore(runtime.db)
    return lambda call: Desk(runtime, call, store)
