"""Batches worked out in a process beside this one: two cores for what one would be short of.

The process answers in turn and writes nothing to the database. Nothing rests on it: where it is
away, slow or wrong about what is stored, the batch is worked out here (``apply.py``).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from chassis.envelope import Event
from chassis.errors import Transient
from chassis.mongo import connect

from indicators.collecting import rarely
from indicators.domain.plan import Plan
from indicators.effects import Effects
from indicators.other_process import OtherProcess, Pipe
from indicators.store import Store
from indicators.working_out import WorkingOut

__all__ = ["Beside"]

log = logging.getLogger(__name__)
AGAIN = 30.0
"""Seconds between two starts."""


class _Ask(msgspec.Struct, frozen=True, array_like=True):
    number: int
    anew: bool
    events: Sequence[Event]


class _Answer(msgspec.Struct, frozen=True, array_like=True):
    """``refused``: the kind of error; the batch taken by itself tells more."""

    number: int
    effects: Effects | None = None
    refused: str = ""


_encode = msgspec.msgpack.Encoder().encode
_ask = msgspec.msgpack.Decoder(_Ask).decode
_answer = msgspec.msgpack.Decoder(_Answer).decode


class Beside:
    """``ask`` for a batch's effects and fetch the answer later, from another thread, in turn.

    A process that fails is killed at once and cleared away by ``forget``, when no thread waits
    for it any more.
    """

    def __init__(self, mongodb_uri: str, plan: Plan) -> None:
        self._given = mongodb_uri, plan
        self._other: OtherProcess | None = None
        self._started = float("-inf")
        self._is_ready = False
        self._asked = 0
        self._answered = 0
        self.forgotten = True
        """Whether nothing asked for counts any more."""

    def ready(self, patience: float = 0) -> bool:
        """Whether it can be asked. Where it is not there it is started; ``patience``: how many
        seconds to wait for it.
        """
        if self._other is None and time.monotonic() - self._started >= AGAIN:
            self._started = time.monotonic()
            self._other = OtherProcess(_serve, *self._given)
        if not self._is_ready and self._other is not None and self._other.pipe.something(patience):
            try:
                self._other.pipe.receive()
                self._is_ready = True
            except Transient:
                self.close()
        return self._is_ready

    def ask(self, events: Sequence[Event]) -> Callable[[], Effects | None]:
        """Have the events worked out, on top of those asked for before. The answer's fetching
        raises ``Transient`` where there is none.
        """
        if self.forgotten:
            while self._answered < self._asked:
                self._next()  # what was asked for in vain
        message = _encode(_Ask(self._asked + 1, self.forgotten, events))
        self._asked += 1
        self.forgotten = False
        try:
            self._pipe().send(message)
        except Transient:
            self._fail()
            raise
        return partial(self._fetch, self._asked)

    def forget(self) -> None:
        """What was asked for does not hold: the next is worked out on what is stored. Nobody
        may be waiting for an answer.
        """
        self.forgotten = True
        if self._other is not None and self._other.gone:
            self.close()

    def close(self) -> None:
        """End the process; a later :meth:`ready` starts another."""
        other, self._other = self._other, None
        self._is_ready, self.forgotten = False, True
        self._asked = self._answered = 0
        if other is not None:
            other.close()

    def _fail(self) -> None:
        self._is_ready = False
        if self._other is not None:
            self._other.kill()

    def _pipe(self) -> Pipe:
        if self._other is None:
            raise Transient("other_process")
        return self._other.pipe

    def _fetch(self, number: int) -> Effects | None:
        answer = self._next()
        if answer.number != number or answer.refused:
            log.info("batch refused beside", extra={"cause": answer.refused or "order"})
            raise Transient("other_process")
        return answer.effects

    def _next(self) -> _Answer:
        try:
            answer = _answer(self._pipe().receive())
        except Transient:
            self._fail()
            raise
        self._answered = answer.number
        return answer


def _serve(pipe: Pipe, mongodb_uri: str, plan: Plan) -> None:
    working = WorkingOut(Store(connect(mongodb_uri)), plan)
    rarely()
    pipe.send(b"ready")
    while True:
        asked = _ask(pipe.receive(None))
        if asked.anew:
            working.forget()
        try:
            answer = _Answer(asked.number, working.ahead(asked.events))
        except Exception as error:  # noqa: BLE001 - whoever asked takes the batch with care
            working.forget()
            answer = _Answer(asked.number, refused=type(error).__name__)
        pipe.send(_encode(answer), None)
