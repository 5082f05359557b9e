"""Closings: signing a span, and what was signed."""

from __future__ import annotations

from chassis.runtime import Meta

from indicators.closing import add_note, close_span
from indicators.desk.part import DeskPart, Json
from indicators.signed import closing_of, list_closings

__all__ = ["ClosingsDesk"]


class ClosingsDesk(DeskPart):
    def close_span(self, body: Json, meta: Meta) -> Json:
        self._call.require("commune_leader")
        return close_span(self._runtime, self._call, self._reading(None), body, meta)

    def list_closings(self) -> Json:
        return list_closings(self._runtime)

    def closing(self, span: str) -> Json:
        """All that recomputes a closing's digest, and what was learnt since it was signed."""
        return closing_of(self._runtime, self._reading(None), span)

    def note_on_closing(self, span: str, body: Json, meta: Meta) -> Json:
        """A closing is never opened again; a leader may sign a later word on it."""
        self._call.require("commune_leader")
        return add_note(self._runtime, self._call, self._reading(None), span, body, meta)
