"""Applying a batch: what it comes to is worked out, then written in one transaction.

A batch is worked out before its transaction, on top of the one before it, which may still be on
its way (``working_out.py``), in another process where there is a core for it (``beside.py``).
Its transaction then only writes, together with the consumer's watermarks, and only if nobody
else wrote since (``head.batch``). It costs a handful of commands, however many events it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from chassis.envelope import Event
from chassis.errors import Transient
from pymongo.client_session import ClientSession

from indicators.beside import Beside
from indicators.domain.plan import Plan
from indicators.domain.shelves import Shelves
from indicators.effects import Effects
from indicators.ledger import sheets
from indicators.recording import Recording
from indicators.store import Store
from indicators.working_out import WorkingOut

__all__ = ["Applying"]

Work = Callable[[ClientSession], None]


class Applying:
    """An ``Apply`` for the chassis consumer that can be prepared.

    ``beside`` prepares in another process; without it, or while that is not there, this one does.
    """

    def __init__(self, store: Store, plan: Plan, beside: Beside | None = None) -> None:
        self._store = store
        self._here = WorkingOut(store, plan)
        self._beside = beside
        self._recording = Recording(store, Shelves.of(plan.communes))

    def __call__(self, events: Sequence[Event], session: ClientSession) -> None:
        """Apply consecutive events. Raises :class:`InvalidEvents` before anything is written,
        and ``Transient`` while the figures are being rebuilt or the plan file differs.
        """
        if self._beside is not None:
            self._beside.forget()
        effects = self._here.on(events, session)
        if effects is not None:
            self._put(effects, session)

    def prepare(self, events: Sequence[Event]) -> Work:
        """Work the events out on top of what was prepared before. Raises as a call does, now or
        when it is written; that raises ``Transient("moved")`` where somebody else wrote since.
        """
        beside = self._beside
        if beside is None:
            return partial(self._write, self._here.ahead(events))
        ready = beside.ready()
        if self._here.under_way if ready else not beside.forgotten:
            raise Transient("moved")  # the batch before is known on the other side only
        if ready:
            return partial(self._write_later, beside.ask(events))
        return partial(self._write, self._here.ahead(events))

    def forget(self) -> None:
        """The next batch is worked out on what is stored."""
        self._here.forget()
        if self._beside is not None:
            self._beside.forget()
        self._recording.doubt()

    def _write_later(self, answer: Callable[[], Effects | None], session: ClientSession) -> None:
        self._write(answer(), session)

    def _write(self, effects: Effects | None, session: ClientSession) -> None:
        if effects is None:
            return
        head = self._store.advance(session)
        if (head["batch"], head["generation"]) != (effects.batch, effects.generation):
            raise Transient("moved")
        self._put(effects, session)

    def _put(self, effects: Effects, session: ClientSession) -> None:
        store, recording = self._store, self._recording
        generation = effects.generation
        head: dict[str, Any] = {"generation": generation, "batch": effects.batch}
        recording.open(head, session)
        if effects.surveys:
            store.write_surveys(effects.surveys, session)
        store.replace("people", effects.people, session)
        store.replace("households", effects.households, session)
        if effects.count:
            late = recording.late(effects)
            found = sheets(str(effects.batch), effects.lines, recording.ends, late=late)
            store.write_lines(generation, found, effects.places, session)
            store.add_to_cells(generation, effects.increments, session)
            recording.note(effects, session)
