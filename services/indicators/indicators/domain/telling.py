"""What the service tells others: a status that changed, a closed figure that was restated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Told", "ToldAgain", "evolve", "shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was last told of an indicator and span: ``value`` is a count or a ratio."""

    indicator: str
    span: str
    status: str
    value: float | None
    target: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAgain:
    told: Told


def evolve(_state: Told | None, event: ToldAgain) -> Told:
    return event.told


def shown(figure: dict[str, Any]) -> float | None:
    """The number a figure is read by: its value, or its ratio."""
    found: float | None = figure["value"] if figure["kind"] == "flow" else figure["ratio"]
    return found
