"""Small charts as inline SVG: geometry only, drawn on the server, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Column", "Line", "Outlook", "columns", "line", "outlook"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What stands and what is expected: ``line`` up to now, ``middle`` from now to the end,
    ``fan`` the interval's surface (empty without one), ``goal`` the way to the target.
    """

    line: str
    last: tuple[float, float]
    middle: str
    fan: str
    goal: str


def outlook(
    known: Sequence[tuple[float, float]],
    forecast: tuple[float, float | None, float | None],
    goal: tuple[float, float] | None,
    *,
    top: float,
    width: float,
    height: float,
) -> Outlook:
    """``known``: (share of the span gone, value), the last is now; ``forecast``: value, low and
    high at its end; ``goal``: value due at its beginning and at its end.
    """

    def at(share: float, value: float) -> tuple[float, float]:
        tall = min(max(value / (top or 1), 0), 1) * height
        return round(share * width, 2), round(height - tall, 2)

    def path(*points: tuple[float, float]) -> str:
        return " ".join(f"{x},{y}" for x, y in points)

    last = at(*known[-1])
    value, low, high = forecast
    return Outlook(
        line=path(*(at(*each) for each in known)),
        last=last,
        middle=path(last, at(1, value)),
        fan=path(last, at(1, high), at(1, low)) if low is not None and high is not None else "",
        goal=path(at(0, goal[0]), at(1, goal[1])) if goal is not None else "",
    )
