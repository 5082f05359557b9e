"""What every service answers beside its own business: its feeds, and what it set aside."""

from __future__ import annotations

from typing import Any

from chassis.clock import to_iso
from chassis.consumer import Consumer
from chassis.errors import Forbidden, Invalid, NotFound, Refused
from chassis.handling import InvalidEvents
from chassis.identity import SERVICE_ROLE
from chassis.inbox import Moved, Parked
from chassis.log import MOST_EVENTS
from chassis.runtime import Call, Runtime

__all__ = ["ChassisDesk"]


class ChassisDesk:
    """For services (their feeds) and for operators (what is parked)."""

    def __init__(self, runtime: Runtime, consumer: Consumer | None, call: Call) -> None:
        self._runtime = runtime
        self._consumer = consumer
        self._call = call

    def events_after(self, feed: str, position: int, limit: int) -> dict[str, Any]:
        """``{"events": [envelope text…]}``: the next events of a feed the caller may read."""
        readers = self._runtime.topology.publishes.get(feed)
        if readers is None:
            raise NotFound("feed", {"feed": feed})
        caller = self._call.caller
        if caller.role != SERVICE_ROLE or caller.id not in readers:
            raise Forbidden("feed", {"feed": feed})
        if position < 0 or not 1 <= limit <= MOST_EVENTS:
            raise Invalid.of(limit="out_of_range")
        bodies = self._runtime.ledger.log.bodies_after(feed, position, limit)
        return {"events": [body.decode() for body in bodies]}

    def parked(self) -> dict[str, Any]:
        """``{"items": [{event, subject, name, reason, parked_at}], "total"}``, without contents."""
        self._operator()
        found = self._consumer.inbox.parked() if self._consumer else []
        return {"items": [_shown(each) for each in found], "total": len(found)}

    def resolve_parked(self, event_id: str, action: str) -> dict[str, Any]:
        """``retry`` applies it after all, ``discard`` gives it up (it is kept apart)."""
        self._operator()
        if action not in ("retry", "discard"):
            raise Invalid.of(action="unknown")
        consumer = self._consumer
        found = (
            [each for each in consumer.inbox.parked() if each.id == event_id] if consumer else []
        )
        if consumer is None or not found:
            raise NotFound("event", {"event": event_id})
        try:
            if action == "retry":
                consumer.retry(found[0])
            else:
                consumer.discard(found[0])
        except InvalidEvents as error:
            raise Refused("still_invalid", {"reason": error.reasons[event_id]}) from error
        except Moved as error:
            raise NotFound("event", {"event": event_id}) from error
        return {"event": event_id, "action": action}

    def _operator(self) -> None:
        if self._call.caller.role != SERVICE_ROLE:
            self._call.require("ops")


def _shown(parked: Parked) -> dict[str, Any]:
    return {
        "event": parked.id,
        "subject": parked.subject,
        "name": parked.name,
        "reason": parked.reason,
        "parked_at": to_iso(parked.parked_at),
    }
