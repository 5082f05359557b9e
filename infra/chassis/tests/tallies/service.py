"""Counts on request, and on every tick it hears."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chassis.commands import Unit
from chassis.envelope import Event
from chassis.errors import NotFound
from chassis.handling import read
from chassis.runtime import Call, Meta, Runtime
from chassis.service import Application, ChassisService, rpc
from tallies.domain import TALLY, count


class Desk:
    def __init__(self, runtime: Runtime, call: Call) -> None:
        self.runtime, self.call = runtime, call

    def count(self, tally_id: str, body: dict[str, Any], meta: Meta) -> dict[str, Any]:
        self.call.require("counter")
        work = count("tallies", tally_id, body["by"])
        return self.runtime.ledger.run(self.call.intent(meta, body), work)

    def show(self, tally_id: str) -> dict[str, Any]:
        record = self.runtime.ledger.log.load("tally", tally_id)
        if record is None:
            raise NotFound("tally")
        return {"count": TALLY.load(record.body).count, "by": self.call.caller.id}

    def slow(self, seconds: float) -> str:
        time.sleep(seconds)
        return "done"

    def broken(self) -> None:
        raise KeyError("Nguyễn Văn A")


def build(runtime: Runtime) -> Callable[[Call], Desk]:
    return lambda call: Desk(runtime, call)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    tally_id: str


def tick(event: Event, *, unit: Unit) -> None:
    count("tallies", read(event, Tick).tally_id)(unit)


class TallyService(ChassisService):
    name = "tallies"
    desk = Application(build, handlers={"ticks": {"tick.v1": tick}})

    @rpc
    def count(self, tally_id: str, body: dict[str, Any], meta: Meta) -> Any:
        return self.desk.count(tally_id, body, meta)

    @rpc
    def show(self, tally_id: str) -> Any:
        return self.desk.show(tally_id)

    @rpc
    def slow(self, seconds: float) -> Any:
        return self.desk.slow(seconds)

    @rpc
    def broken(self) -> Any:
        return self.desk.broken()
