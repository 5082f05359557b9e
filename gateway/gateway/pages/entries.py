"""Entries of one record on one page, each with its forms: added, amended, voided.

The groups a person's papers prove, the decisions about a household's land.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chassis.errors import NotFound
from flask import Response
from flask.typing import ResponseReturnValue

from gateway.pages.acting import body_of
from gateway.pages.versioned import carried_out

__all__ = ["Entries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """``path`` (``/people/{}/groups``), ``record`` and ``entry`` (``person_id``, ``group_id``)
    say where they stand and how the registry names them; ``add``, ``amend``, ``void`` are its
    commands. ``said`` reads the form of a new entry (True) or of one that stands (False).
    ``shown`` is the page again with what was refused and the entry whose form it was; what was
    typed stays in that form, beside what stands in the registry.
    """

    path: str
    record: str
    entry: str
    add: str
    amend: str
    void: str
    said: Callable[[bool], dict[str, Any]]
    shown: Callable[[str, list[str] | None, str | None], Response]

    def added(self, record_id: str) -> ResponseReturnValue:
        return self._done(self.add, record_id, None, self.said(True))

    def stepped(self, record_id: str, entry_id: str, step: str) -> ResponseReturnValue:
        """``amend``, or ``void`` (it never was). Raises ``NotFound`` for another step."""
        if step == "amend":
            return self._done(self.amend, record_id, entry_id, self.said(False))
        if step == "void":
            return self._done(self.void, record_id, entry_id, body_of("reason_code", "note"))
        raise NotFound("not_found")

    def _done(
        self, method: str, record_id: str, entry_id: str | None, body: dict[str, Any]
    ) -> ResponseReturnValue:
        named = {self.record: record_id, **({self.entry: entry_id} if entry_id else {})}
        return carried_out(
            lambda problems: self.shown(record_id, problems, entry_id),
            self.path.format(record_id),
            method,
            **named,
            body=body,
        )
