"""Imports and their verdicts, kept so that a killed process goes on where it was.

A file is sealed, and dropped once its lines are taken. The file of a dry run waits for the
officer's word; it and the cells of rejected lines, sealed too, are dropped after
``KEEP_DAYS``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from chassis.commands import Unit

if TYPE_CHECKING:
    from registry.imports.known import NamesBy, PeopleBy

__all__ = [
    "KEEP_DAYS",
    "UNFINISHED",
    "ImportStore",
    "LayoutMemory",
    "ListImport",
    "MemoryImportStore",
    "RowResult",
    "oldest_kept",
]

UNFINISHED = ("queued", "running")
KEEP_DAYS = 30
"""Our choice, not a rule of law: long enough to put a list right, no archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """``next_line``: index of the first line not judged yet; ``total`` is None before reading.

    ``actor``, ``commune`` and ``correlation_id`` are those of the officer who sent it.
    ``mapping``: which column is what, where the officer said so; ``began_as``: the dry run
    this one carries out.
    """

    import_id: str
    filename: str
    digest: str
    dry_run: bool
    as_of: date
    commune: str
    actor: str
    correlation_id: str
    requested_at: datetime
    status: str = "queued"
    next_line: int = 0
    total: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    failure: str | None = None
    kind: str = "workers"
    mapping: Mapping[str, Any] | None = None
    began_as: str | None = None

    def keeps_file(self) -> bool:
        """Work is left to do with it: lines to take, or a dry run to carry out or map anew."""
        return self.status in UNFINISHED or self.dry_run or self.failure == "no_header"

    def recounted(self, before: str, after: str) -> ListImport:
        """With one line's verdict changed."""
        counts = Counter(self.counts)
        counts[before] -= 1
        counts[after] += 1
        return replace(self, counts={name: n for name, n in counts.items() if n > 0})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """``problems``: column, value, reason. ``cells``: what the line says by field, as it was
    read (kept while it may be put right); ``corrections``: what the officer says instead;
    ``keys``: keyed hashes of name and number, by which a dry run finds another line again."""

    row: int
    verdict: str
    person_id: str | None = None
    problems: tuple[Mapping[str, str], ...] = ()
    cells: Mapping[str, Any] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutMemory:
    """What an officer said a list's columns are; ``layout`` is the list's signature."""

    layout: str
    commune: str
    columns: Mapping[str, int]
    constants: Mapping[str, str] = field(default_factory=dict)


class ImportStore(Protocol):
    people_by: PeopleBy | None
    """How many people are asked for at once; None: one by one."""

    names_by: NamesBy | None
    """The same for names alone."""

    def add(self, started: ListImport, content: bytes) -> ListImport:
        """Keep it, once: an import of this id that is there already comes back as it is."""

    def load(self, import_id: str) -> ListImport | None: ...

    def content(self, import_id: str) -> bytes | None:
        """The file, while it is kept."""

    def recent(self, commune: str, limit: int) -> Sequence[ListImport]:
        """The youngest first."""

    def unfinished(self) -> Sequence[ListImport]:
        """What waits or was interrupted, oldest first."""

    def keep(self, present: ListImport, results: Sequence[RowResult]) -> None:
        """Verdicts first, then how far it is: what is judged again is replaced."""

    def keep_with(self, unit: Unit, present: ListImport, results: Sequence[RowResult]) -> None:
        """What the lines led to, their verdicts and how far it is: all or nothing.

        Raises :class:`chassis.log.StreamMoved` when somebody else was first.
        """

    def results(
        self, import_id: str, verdict: str | None = None, skip: int = 0, limit: int = 0
    ) -> Sequence[RowResult]:
        """In the order of the rows; ``limit`` 0 is all."""

    def results_with(self, import_id: str, key: str) -> Sequence[RowResult]:
        """The lines that have this key."""

    def result(self, import_id: str, row: int) -> RowResult | None: ...

    def corrections(self, import_id: str) -> Mapping[int, Mapping[str, str]]:
        """What the officer put right, by row."""

    def remember(self, layout: LayoutMemory) -> None:
        """From now on lists of this layout are read so."""

    def remembered(self, commune: str, layout: str) -> LayoutMemory | None: ...

    def drop_old(self, before: datetime) -> None:
        """Forget files and cells of imports requested before."""


class MemoryImportStore:
    """The twin for tests."""

    people_by: PeopleBy | None = None
    names_by: NamesBy | None = None

    def __init__(self) -> None:
        self._imports: dict[str, ListImport] = {}
        self._files: dict[str, bytes] = {}
        self._rows: dict[str, dict[int, RowResult]] = {}
        self._layouts: dict[tuple[str, str], LayoutMemory] = {}

    def add(self, started: ListImport, content: bytes) -> ListImport:
        if started.import_id not in self._imports:
            self._imports[started.import_id] = started
            self._files[started.import_id] = content
        return self._imports[started.import_id]

    def load(self, import_id: str) -> ListImport | None:
        return self._imports.get(import_id)

    def content(self, import_id: str) -> bytes | None:
        return self._files.get(import_id)

    def recent(self, commune: str, limit: int) -> Sequence[ListImport]:
        found = [each for each in self._imports.values() if each.commune == commune]
        return sorted(found, key=lambda each: each.requested_at, reverse=True)[:limit]

    def unfinished(self) -> Sequence[ListImport]:
        found = [each for each in self._imports.values() if each.status in UNFINISHED]
        return sorted(found, key=lambda each: each.requested_at)

    def keep(self, present: ListImport, results: Sequence[RowResult]) -> None:
        self._rows.setdefault(present.import_id, {}).update({each.row: each for each in results})
        self._imports[present.import_id] = present
        if not present.keeps_file():
            self._files.pop(present.import_id, None)

    def keep_with(self, unit: Unit, present: ListImport, results: Sequence[RowResult]) -> None:
        unit.write()
        self.keep(present, results)

    def results(
        self, import_id: str, verdict: str | None = None, skip: int = 0, limit: int = 0
    ) -> Sequence[RowResult]:
        rows = self._rows.get(import_id, {})
        found = [rows[row] for row in sorted(rows) if verdict in (None, rows[row].verdict)]
        return found[skip : skip + limit] if limit else found[skip:]

    def results_with(self, import_id: str, key: str) -> Sequence[RowResult]:
        return [each for each in self._rows.get(import_id, {}).values() if key in each.keys]

    def result(self, import_id: str, row: int) -> RowResult | None:
        return self._rows.get(import_id, {}).get(row)

    def corrections(self, import_id: str) -> Mapping[int, Mapping[str, str]]:
        rows = self._rows.get(import_id, {})
        return {row: each.corrections for row, each in rows.items() if each.corrections}

    def remember(self, layout: LayoutMemory) -> None:
        self._layouts[layout.commune, layout.layout] = layout

    def remembered(self, commune: str, layout: str) -> LayoutMemory | None:
        return self._layouts.get((commune, layout))

    def drop_old(self, before: datetime) -> None:
        for import_id, each in self._imports.items():
            if each.requested_at < before:
                self._files.pop(import_id, None)
                self._rows[import_id] = {
                    row: replace(result, cells={}, corrections={})
                    for row, result in self._rows.get(import_id, {}).items()
                }


def oldest_kept(now: datetime) -> datetime:
    """Imports requested before that lose their file and cells."""
    return now - timedelta(days=KEEP_DAYS)
