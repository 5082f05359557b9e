"""Beside the consumer: gauges kept, status changes and restatements told, a slice audited."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from chassis.commands import Intent, Unit, fingerprint
from chassis.errors import ServiceError
from chassis.log import Message
from chassis.mongo import WriteConflict
from chassis.runtime import Runtime
from pymongo.errors import PyMongoError

from indicators import publishing
from indicators.auditing import Audit
from indicators.domain.closings import Closing
from indicators.domain.plan import Plan
from indicators.domain.telling import Told, ToldAgain, shown
from indicators.freshness import fresh_to
from indicators.metrics import IndicatorMetrics
from indicators.plan_file import default_plan
from indicators.reading import Reading
from indicators.records import TOLD
from indicators.restatements import recorded_since
from indicators.signed import chain_faults, closings
from indicators.store import Store

__all__ = ["EVERY_SECONDS", "Watch", "watching"]

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
AUDIT_SECONDS = 60.0


class Watch:
    """``look`` is cheap while nothing moved."""

    def __init__(self, runtime: Runtime, plan: Plan, metrics: IndicatorMetrics) -> None:
        self._runtime = runtime
        self._plan = plan
        self._store = Store(runtime.db)
        self._metrics = metrics
        self._audit = Audit(self._store, plan)
        self._seen: Any = None
        self._audit_at = 0.0

    def look(self) -> None:
        if time.monotonic() >= self._audit_at:
            broken = len(chain_faults(self._runtime))
            self._metrics.difference(self._audit.look() + broken)
            self._audit_at = time.monotonic() + AUDIT_SECONDS
        today = self._runtime.clock.today()
        fresh = fresh_to(self._runtime.db, self._runtime.topology.consumes)
        seen = (today, {feed: each["position"] for feed, each in fresh.items()})
        if seen == self._seen:
            return
        reading = Reading(store=self._store, plan=self._plan, today=today.isoformat())
        year = reading.figures(reading.span(None), fresh)
        self._metrics.figures(year)
        for figure in (*year, *reading.figures(reading.span("plan"), fresh)):
            self._tell(figure, self._status_message)
        for span, closing in closings(self._runtime)[1].items():
            signed = {each["code"]: each for each in closing.figures}
            for figure in reading.figures(reading.span(span), fresh):
                if figure["code"] in signed:
                    self._tell_restated(reading, closing, figure, signed[figure["code"]])
        self._seen = seen

    def _status_message(self, before: Told | None, after: Told) -> list[Message]:
        if before is not None and before.status == after.status:
            return []
        today = self._runtime.clock.today()
        return [publishing.status_changed(before, after, today, self._plan.commune)]

    def _tell(
        self, figure: dict[str, Any], messages: Callable[[Told | None, Told], list[Message]]
    ) -> None:
        self._save(f"status:{figure['code']}:{figure['span']}", _told(figure), messages)

    def _tell_restated(
        self,
        reading: Reading,
        closing: Closing,
        figure: dict[str, Any],
        signed: dict[str, Any],
    ) -> None:
        """Told once for each value that differs from what was told last."""

        def message(before: Told | None, after: Told) -> list[Message]:
            last = before or _told(signed)
            if last.value == after.value:
                return []
            cause = _last_cause(reading, closing, figure["code"])
            today = self._runtime.clock.today()
            return [publishing.figure_restated(last, after, cause, today, self._plan.commune)]

        self._save(f"closed:{figure['code']}:{figure['span']}", _told(figure), message)

    def _save(
        self, key: str, told: Told, messages: Callable[[Told | None, Told], list[Message]]
    ) -> None:
        record = self._runtime.ledger.log.load(TOLD.kind, key)
        before = TOLD.load(record.body) if record is not None else None
        found = messages(before, told)
        if not found:
            return
        version = record.version if record is not None else 0
        intent = Intent(
            command_id=f"{key}:{version}",
            actor="service:indicators",
            at=self._runtime.clock.now(),
            today=self._runtime.clock.today(),
            fingerprint=fingerprint(told.status, told.value),
        )

        def work(unit: Unit) -> dict[str, Any]:
            unit.save(TOLD, key, [ToldAgain(told=told)], found)
            return {"id": key, "version": unit.version(TOLD, key)}

        self._runtime.ledger.run(intent, work)


def _last_cause(reading: Reading, closing: Closing, code: str) -> str | None:
    """late_fact, correction, void …: the latest of what changed it since it was signed."""
    indicator = reading.indicator(code)
    rows = recorded_since(reading, indicator, reading.span(closing.span), closing.signed_at)
    return rows[-1]["cause"] if rows else None


def _told(figure: dict[str, Any]) -> Told:
    return Told(
        indicator=figure["code"],
        span=figure["span"],
        status=figure["status"],
        value=shown(figure),
        target=figure["target"]["of_span"],
    )


def watching(runtime: Runtime) -> Callable[[], None]:
    """Look now and then; what fails is looked at again next time."""
    watch = Watch(runtime, default_plan(), IndicatorMetrics(runtime.registry))

    def look() -> None:
        try:
            watch.look()
        except (ServiceError, WriteConflict, PyMongoError) as error:
            log.warning("watch waits", extra={"cause": type(error).__name__})

    return look
