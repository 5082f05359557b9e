"""Sections of results, shown as they come and written to RESULTS.md at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.series import Series

__all__ = ["Report", "Section"]


@dataclass(slots=True, kw_only=True)
class Section:
    """`rows`: what and its figures; `notes`: how it was done and checked."""

    title: str
    head: tuple[str, ...] = ("what", "median [min–max]", "unit", "cores used")
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    runs: int = 0
    noisy: int = 0

    def add(self, series: Series) -> None:
        self.runs += len(series.counted)
        self.noisy += series.noisy
        self.rows.append((series.name, series.told(), series.unit, series.cores()))

    def row(self, *cells: str) -> None:
        self.rows.append((*cells, *[""] * (len(self.head) - len(cells))))

    def note(self, text: str) -> None:
        self.notes.append(text)

    def markdown(self) -> str:
        lines = [f"## {self.title}", "", _line(self.head), _line(["---"] * len(self.head))]
        lines += [_line(row) for row in self.rows]
        if self.notes:
            lines += ["", *(f"- {note}" for note in self.notes)]
        return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


@dataclass(slots=True, kw_only=True)
class Report:
    title: str
    machine: list[tuple[str, str]]
    command: str
    seconds: float = 0.0
    sections: list[Section] = field(default_factory=list)

    def _noise(self) -> str:
        runs = sum(each.runs for each in self.sections)
        noisy = sum(each.noisy for each in self.sections)
        if not noisy:
            return "- noise: none; nobody else used more than a quarter of a core during any run"
        return (
            f"- noise: **{noisy} of {runs} runs were noisy** (others used more than a quarter of a "
            "core); a row with noisy runs shows what others did too, do not quote it"
        )

    def markdown(self) -> str:
        parts = [f"# {self.title}", "", *(f"- {name}: {value}" for name, value in self.machine)]
        parts += [f"- command: `{self.command}` ({self.seconds:.0f} s)", self._noise(), ""]
        return "\n".join([*parts, "\n\n".join(each.markdown() for each in self.sections), ""])
