"""Imports and their verdicts, kept so that a killed process goes on where it was.

The file is sealed while it waits and dropped when the work is done; so are the values
in problems, which only the officer is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

import msgspec
from chassis.mongo import Db
from pymongo import ReplaceOne

from registry.vault import Vault

__all__ = ["ImportStore", "ListImport", "MemoryImportStore", "MongoImportStore", "RowResult"]

UNFINISHED = ("queued", "running")
FILE, ROW = "import:file", "import:row"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """``next_line``: index of the first line not judged yet; ``total`` is None before reading.

    ``actor``, ``commune`` and ``correlation_id`` are those of the officer who sent it.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """``problems``: column, value, reason."""

    row: int
    verdict: str
    person_id: str | None = None
    problems: tuple[Mapping[str, str], ...] = ()


class ImportStore(Protocol):
    def add(self, started: ListImport, content: bytes) -> ListImport:
        """Keep it, once: an import of this id that is there already comes back as it is."""

    def load(self, import_id: str) -> ListImport | None: ...

    def content(self, import_id: str) -> bytes:
        """The file, while the import is unfinished."""

    def unfinished(self) -> Sequence[ListImport]:
        """What waits or was interrupted, oldest first."""

    def keep(self, present: ListImport, results: Sequence[RowResult]) -> None:
        """Verdicts first, then how far it is: what is judged again is replaced."""

    def results(self, import_id: str) -> Sequence[RowResult]:
        """In the order of the rows."""


class MongoImportStore:
    """Collections ``imports`` and ``import_rows``."""

    def __init__(self, db: Db, vault: Vault) -> None:
        self._db = db
        self._vault = vault

    def add(self, started: ListImport, content: bytes) -> ListImport:
        known = self.load(started.import_id)
        if known is not None:
            return known
        self._db["imports"].insert_one(
            {
                "_id": started.import_id,
                "status": started.status,
                "import": _dumped(started, self._vault),
                "file": self._vault.seal(content, FILE),
            }
        )
        return started

    def load(self, import_id: str) -> ListImport | None:
        row = self._db["imports"].find_one({"_id": import_id}, {"file": 0})
        return _loaded(row["import"], self._vault) if row is not None else None

    def content(self, import_id: str) -> bytes:
        row = self._db["imports"].find_one({"_id": import_id}, {"file": 1})
        if row is None:
            raise KeyError(import_id)
        return self._vault.unseal(row["file"], FILE)

    def unfinished(self) -> Sequence[ListImport]:
        rows = [
            row
            for status in UNFINISHED
            for row in self._db["imports"].find({"status": status}, {"file": 0})
        ]
        found = [_loaded(row["import"], self._vault) for row in rows]
        return sorted(found, key=lambda each: each.requested_at)

    def keep(self, present: ListImport, results: Sequence[RowResult]) -> None:
        writes = [
            ReplaceOne(
                {"_id": f"{present.import_id}/{each.row}"},
                {
                    "import_id": present.import_id,
                    "row": each.row,
                    "verdict": each.verdict,
                    "person_id": each.person_id,
                    "problems": self._vault.seal(msgspec.json.encode(each.problems), ROW)
                    if each.problems
                    else None,
                },
                upsert=True,
            )
            for each in results
        ]
        if writes:
            self._db["import_rows"].bulk_write(writes, ordered=False)
        change: dict[str, Any] = {
            "$set": {"status": present.status, "import": _dumped(present, self._vault)}
        }
        if present.status not in UNFINISHED:
            change["$unset"] = {"file": ""}
        self._db["imports"].update_one({"_id": present.import_id}, change)

    def results(self, import_id: str) -> Sequence[RowResult]:
        rows = self._db["import_rows"].find({"import_id": import_id})
        found = rows.sort([("import_id", 1), ("row", 1)])
        return [
            RowResult(
                row=row["row"],
                verdict=row["verdict"],
                person_id=row["person_id"],
                problems=tuple(msgspec.json.decode(self._vault.unseal(row["problems"], ROW)))
                if row["problems"]
                else (),
            )
            for row in found
        ]


def _dumped(present: ListImport, vault: Vault) -> dict[str, Any]:
    """A file's name may be a person's."""
    name = vault.seal(present.filename.encode(), FILE)
    return {**msgspec.to_builtins(present), "filename": name}


def _loaded(row: Mapping[str, Any], vault: Vault) -> ListImport:
    present = msgspec.convert(row, ListImport)
    return replace(present, filename=vault.unseal(present.filename, FILE).decode())


class MemoryImportStore:
    """The twin for tests."""

    def __init__(self) -> None:
        self._imports: dict[str, ListImport] = {}
        self._files: dict[str, bytes] = {}
        self._rows: dict[str, dict[int, RowResult]] = {}

    def add(self, started: ListImport, content: bytes) -> ListImport:
        if started.import_id not in self._imports:
            self._imports[started.import_id] = started
            self._files[started.import_id] = content
        return self._imports[started.import_id]

    def load(self, import_id: str) -> ListImport | None:
        return self._imports.get(import_id)

    def content(self, import_id: str) -> bytes:
        return self._files[import_id]

    def unfinished(self) -> Sequence[ListImport]:
        found = [each for each in self._imports.values() if each.status in UNFINISHED]
        return sorted(found, key=lambda each: each.requested_at)

    def keep(self, present: ListImport, results: Sequence[RowResult]) -> None:
        self._rows.setdefault(present.import_id, {}).update({each.row: each for each in results})
        self._imports[present.import_id] = present
        if present.status not in UNFINISHED:
            self._files.pop(present.import_id, None)

    def results(self, import_id: str) -> Sequence[RowResult]:
        rows = self._rows.get(import_id, {})
        return [rows[row] for row in sorted(rows)]
