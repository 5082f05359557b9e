"""The use cases: load, decide, save. One method for each RPC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.runtime import Call, Runtime
from chassis.store import MongoStore

from training.desk.amending import Amending
from training.desk.classes import Classes
from training.desk.enrolments import Enrolments
from training.desk.reading import Reading
from training.desk.referrals import Referrals
from training.desk.voiding import Voiding
from training.policies import load_policies

__all__ = ["Desk", "build"]


class Desk(Classes, Enrolments, Referrals, Amending, Voiding, Reading):
    """Everything a caller may ask of training."""


def build(runtime: Runtime) -> Callable[[Call], Any]:
    """A desk for each call, on one store and one policy table."""
    store = MongoStore(runtime.db)
    policies = load_policies()

    def desk(call: Call) -> Desk:
        return Desk(ledger=runtime.ledger, store=store, policies=policies, call=call)

    return desk
