"""The use cases: load, decide, save. One method for each RPC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.runtime import Call, Runtime
from chassis.store import MongoStore

from credit.desk.capital import Capital
from credit.desk.correcting import Correcting
from credit.desk.loans import Loans
from credit.desk.reading import Reading
from credit.desk.referrals import Referrals
from credit.metrics import CreditMetrics
from credit.products import load_products

__all__ = ["Desk", "build"]


class Desk(Loans, Capital, Referrals, Correcting, Reading):
    """Everything a caller may ask of credit."""


def build(runtime: Runtime) -> Callable[[Call], Any]:
    """A desk for each call, on one store and one table of products."""
    store = MongoStore(runtime.db)
    products = load_products()
    metrics = CreditMetrics(runtime.registry)

    def desk(call: Call) -> Desk:
        return Desk(
            ledger=runtime.ledger, store=store, products=products, metrics=metrics, call=call
        )

    return desk
