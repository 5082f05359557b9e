"""What a question to the current states answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

__all__ = ["Found", "Hits", "Wanted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A current-state document; ``body`` is the dumped state."""

    id: str
    version: int
    recorded_at: datetime
    body: dict[str, Any]


Wanted = Callable[[Found], bool]
"""What no index tells: decided on the record itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """A page of a search. Without ``exact``, ``total`` is about right, not counted."""

    found: list[Found]
    total: int
    exact: bool = True
