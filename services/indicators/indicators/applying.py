"""The consumer's effect, made ready: collections prepared, a changed plan file counted anew."""

from __future__ import annotations

import logging

from chassis.handling import Apply
from chassis.runtime import Runtime

from indicators.apply import Applying
from indicators.beside import Beside
from indicators.collecting import rarely
from indicators.generations import prepare
from indicators.other_process import cores
from indicators.plan_file import default_plan
from indicators.rebuilding import rebuild
from indicators.store import Store

__all__ = ["applying", "ready_to_apply"]

log = logging.getLogger(__name__)


def applying(runtime: Runtime) -> Apply:
    """Batches under the plan of this installation."""
    plan = default_plan()
    prepare(runtime.db, plan)
    return Applying(Store(runtime.db), plan)


def ready_to_apply(runtime: Runtime) -> Apply:
    """As :func:`applying`, for the consumer process: a changed plan becomes a new generation."""
    plan = default_plan()
    store = Store(runtime.db)
    prepare(runtime.db, plan)
    head = store.head()
    if head is not None and head["plan"] != plan.digest:
        found = rebuild(store, plan, runtime.transactions)
        log.info("plan switched", extra={"generation": found.generation, "states": found.states})
    rarely()
    beside = None
    if cores() > 1:
        beside = Beside(runtime.mongodb_uri, plan)
        beside.ready()  # begins its start
    return Applying(store, plan, beside)
