"""What a service does with the events of others: handlers by feed and type, all in one unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, runtime_checkable

import msgspec

from chassis.clock import Clock
from chassis.commands import Intent, Ledger, Unit
from chassis.envelope import Event, Unreadable
from chassis.errors import Invalid, NotFound, Refused

__all__ = ["Apply", "Handlers", "InvalidEvents", "Preparing", "Work", "applying", "read"]

T = TypeVar("T")

Apply = Callable[[Sequence[Event], Any], None]
"""Apply consecutive events in the given session; raises :class:`InvalidEvents`."""

Work = Callable[[Any], None]
"""What is left to do in the given session: writing."""


class InvalidEvents(Exception):
    """Events that can never be applied: ``reasons`` by event id. Nothing of the batch holds."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(len(reasons))
        self.reasons = dict(reasons)


@runtime_checkable
class Preparing(Protocol):
    """An :data:`Apply` whose work can be done before its transaction."""

    def __call__(self, events: Sequence[Event], session: Any) -> None: ...

    def prepare(self, events: Sequence[Event]) -> Work:
        """Work consecutive events out on top of what was prepared before, committed or not.

        Raises :class:`InvalidEvents`. The work it answers must notice in its transaction when
        what it was worked out from is not what stands there, and raise Transient.
        """

    def forget(self) -> None:
        """Something prepared did not hold: begin again from what is stored."""


class Handler(Protocol):
    def __call__(self, event: Event, *, unit: Unit) -> None: ...


Handlers = Mapping[str, Mapping[str, Handler]]
"""By feed, then by type (``person_referred.v1``). What is not listed moves the watermark only."""


def read(event: Event, kind: type[T]) -> T:
    """The event's data as the consumer's own dataclass: extra fields pass, a needed one lacks.

    Raises :class:`Unreadable`, naming the field and never its value.
    """
    try:
        return msgspec.convert(event.data, kind)
    except msgspec.ValidationError as error:
        raise Unreadable(str(error)) from None


def applying(ledger: Ledger, handlers: Handlers, clock: Clock, consumer: str) -> Apply:
    """An :data:`Apply` that hands each event to its handler, all in one unit."""

    def apply(events: Sequence[Event], session: Any) -> None:
        unit: Unit | None = None
        invalid: dict[str, str] = {}
        for event in events:
            handler = handlers.get(event.feed, {}).get(event.type)
            if handler is None:
                continue
            intent = Intent(
                command_id=f"event:{event.id}",
                actor=f"feed:{event.feed}",
                at=clock.now(),
                today=clock.today(),
                on=event.occurred_on,
                correlation_id=event.correlation_id,
            )
            if unit is None:
                unit = ledger.unit(intent)
            unit.with_intent(intent)
            try:
                with unit.attempt():
                    handler(event, unit=unit)
            except Unreadable as error:
                invalid[event.id] = str(error)
            except (Invalid, Refused, NotFound) as error:
                invalid[event.id] = f"{consumer}: {error.code}"
        if invalid:
            raise InvalidEvents(invalid)
        if unit is not None:
            unit.write(session=session)

    return apply
