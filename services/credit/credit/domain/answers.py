"""What a rule answers: no (:class:`Refusal`), or yes with a remark (:class:`Remark`).

Rules of law and policy remark and never refuse; refused is only what contradicts the
facts already recorded, or lies in the future (interfaces.md, HTTP).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["Refusal", "Remark", "of_code", "refuse_future"]


class Refusal(Exception):
    """The command contradicts what is known; ``code`` is a wire identifier, ``fact`` JSON."""

    def __init__(self, code: str, **fact: Any) -> None:
        super().__init__(code, fact)
        self.code = code
        self.fact = fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A warning: the command is done, and the officer is told."""

    code: str
    field: str | None = None
    fact: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def refuse_future(on: date | None, today: date, name: str = "on") -> None:
    """Facts are of today or earlier (indicators.md, *Today*). Raises ``in_future``."""
    if on is not None and on > today:
        raise Refusal("in_future", field=name, value=on.isoformat(), today=today.isoformat())


def of_code(code: str | None, known: tuple[str, ...], name: str) -> list[Remark]:
    """``code_unlisted`` for a code outside an open list: it leaves the service as ``other``."""
    if code is None or code in known:
        return []
    return [Remark(code="code_unlisted", field=name)]
