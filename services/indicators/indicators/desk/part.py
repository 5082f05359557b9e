"""What every call shares, and how a desk reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis.errors import Invalid
from chassis.identity import SERVICE_ROLE
from chassis.runtime import Call, Runtime

from indicators.domain.plan import Plan
from indicators.freshness import fresh_to, watched
from indicators.known_plans import plan_at
from indicators.moments import day, moment
from indicators.proving_logs import Logs
from indicators.reading import Reading
from indicators.snapshot import Snapshots
from indicators.store import Store

__all__ = ["EXPLAINS", "DeskPart", "Json", "Parts"]

Json = dict[str, Any]
EXPLAINS = ("commune_officer", "commune_leader", "ops")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What every call shares."""

    store: Store
    plan: Plan
    logs: Logs
    snapshots: Snapshots


class DeskPart:
    """A call's view of the figures: who asks, and what is read for them."""

    def __init__(self, runtime: Runtime, parts: Parts, call: Call) -> None:
        self._runtime = runtime
        self._parts = parts
        self._call = call

    def _today(self) -> str:
        return self._call.clock.today().isoformat()

    def _reading(
        self,
        as_of: str | None,
        on: str | None = None,
        commune: str | None = None,
        code: str | None = None,
    ) -> Reading:
        """``code``: the figure asked for. One that the plan of that moment did not have yet, or a
        commune it had not, is read by the present plan: nothing was counted of it.
        """
        plan, at = self._parts.plan, moment(as_of, "as_of")
        if commune is not None and commune not in plan.communes:
            raise Invalid.of(commune="not_in_vocabulary")
        if at is not None:
            then = plan_at(self._parts.store, plan, at)
            known = code is None or then.indicator(code) is not None
            plan = then if known and (commune is None or commune in then.communes) else plan
        if commune is not None:
            plan = plan.communes[commune]
        return Reading(
            store=self._parts.store,
            plan=plan,
            commune=commune,
            today=self._today(),
            as_of=at,
            on=day(on, "on"),
        )

    def _fresh(self) -> Json:
        fresh = fresh_to(self._runtime.db, self._runtime.topology.consumes)
        return watched(fresh, self._parts.plan, self._call.clock.now())

    def _explains(self) -> None:
        self._call.require(*EXPLAINS, SERVICE_ROLE)

    def _operates(self) -> None:
        self._call.require("ops", SERVICE_ROLE)
