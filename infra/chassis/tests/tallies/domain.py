"""A domain for the chassis' own tests: tallies that are opened and counted up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from chassis.commands import Aggregate, Intent, Unit
from chassis.errors import Refused
from chassis.log import Json, Message

TODAY = date(2026, 11, 23)
START = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    count: int
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    by: int


def evolve(state: Tally | None, event: Opened | Counted) -> Tally:
    if isinstance(event, Opened) or state is None:
        on = event.on if isinstance(event, Opened) else TODAY
        return Tally(count=0, opened_on=on)
    return replace(state, count=state.count + event.by)


TALLY: Aggregate[Tally, Opened | Counted] = Aggregate(
    "tally",
    state=Tally,
    events=[Opened, Counted],
    evolve=evolve,
    fields=lambda state: {"count": state.count},
)


def intent(key: str, *, after: float = 0, body: str = "", expected: int | None = None) -> Intent:
    """A command's identity; ``after`` seconds from the start."""
    return Intent(
        command_id=key,
        actor="tester:1",
        at=START + timedelta(seconds=after),
        today=TODAY,
        correlation_id=f"c-{key}",
        fingerprint=body,
        expected=expected,
    )


def counted(feed: str, tally_id: str, by: int) -> Message:
    return Message(
        feed=feed, name="tally_counted", subject=tally_id, data={"tally_id": tally_id, "by": by}
    )


def count(feed: str, tally_id: str, by: int = 1):
    """A command: open the tally if need be, count, publish."""

    def work(unit: Unit) -> Json:
        if by < 0:
            raise Refused("negative")
        opening = [] if unit.load(TALLY, tally_id) else [Opened(on=TODAY)]
        unit.save(TALLY, tally_id, [*opening, Counted(by=by)], [counted(feed, tally_id, by)])
        return {"id": tally_id, "version": unit.version(TALLY, tally_id), "warnings": []}

    return work
