"""The desk of one call: every part's methods under one name, as the entrypoints ask for them."""

from __future__ import annotations

from collections.abc import Callable

from chassis.rpc import RpcOwner
from chassis.runtime import Call, Runtime

from indicators.desk.behind import BehindDesk
from indicators.desk.closings import ClosingsDesk
from indicators.desk.figures import FiguresDesk
from indicators.desk.part import Parts
from indicators.desk.plans import PlansDesk
from indicators.desk.proof import ProofDesk
from indicators.generations import prepare
from indicators.plan_file import default_plan
from indicators.proving_logs import Logs
from indicators.shadow import ReadLog
from indicators.snapshot import Snapshots
from indicators.store import Store

__all__ = ["Desk", "build"]


class Desk(FiguresDesk, BehindDesk, PlansDesk, ClosingsDesk, ProofDesk):
    """Figures are for every caller; who stands behind them for those who explain them."""


def build(runtime: Runtime) -> Callable[[Call], Desk]:
    """A desk for each call, on one store and one plan."""
    plan = default_plan()
    store = Store(runtime.db)
    prepare(runtime.db, plan)
    parts = Parts(
        store=store,
        plan=plan,
        logs=Logs(store, tuple(runtime.topology.consumes), _reader(runtime)),
        snapshots=Snapshots(store, plan, tuple(runtime.topology.consumes)),
    )
    return lambda call: Desk(runtime, parts, call)


def _reader(runtime: Runtime) -> ReadLog:
    """The owners' logs over RPC, asked as this service."""
    return RpcOwner(runtime.rpc, runtime.signer.as_service)
