"""Small charts as inline SVG: geometry only, drawn on the server, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Column", "Line", "columns", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a chart; ``label`` is its month."""

    x: float
    y: float
    width: float
    height: float
    value: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line chart: one polyline for each stretch without gaps, and its last point."""

    stretches: tuple[str, ...]
    last: tuple[float, float] | None


def columns(
    values: Sequence[tuple[str, float | None]], width: float, height: float, gap: float = 2
) -> list[Column]:
    """Columns from left to right; a value that is not there leaves its place empty."""
    if not values:
        return []
    step = width / len(values)
    top = max((value or 0 for _, value in values), default=0) or 1
    found = []
    for index, (label, value) in enumerate(values):
        if value is None:
            continue
        tall = max(height * value / top, 1.0 if value else 0.5)
        found.append(
            Column(
                x=round(index * step + gap / 2, 2),
                y=round(height - tall, 2),
                width=round(max(step - gap, 1), 2),
                height=round(tall, 2),
                value=value,
                label=label,
            )
        )
    return found


def line(
    values: Sequence[float | None], width: float, height: float, low: float, high: float
) -> Line:
    """A line between ``low`` and ``high``, each point in the middle of its place; values
    beyond touch the edge, gaps stay gaps."""
    spread = (high - low) or 1
    step = width / max(len(values), 1)
    stretches: list[list[str]] = [[]]
    last = None
    for index, value in enumerate(values):
        if value is None:
            if stretches[-1]:
                stretches.append([])
            continue
        share = min(max((value - low) / spread, 0), 1)
        last = (round((index + 0.5) * step, 2), round(height - share * height, 2))
        stretches[-1].append(f"{last[0]},{last[1]}")
    return Line(stretches=tuple(" ".join(each) for each in stretches if each), last=last)
