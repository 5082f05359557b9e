"""Imports in MongoDB: see :class:`registry.imports.store.ImportStore`.

Collections ``imports``, ``import_rows``, ``import_layouts``. Files, files' names, cells,
corrections and the values in problems are sealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec
from chassis.commands import Unit
from chassis.log import StreamMoved
from chassis.mongo import Db, Transactions, WriteConflict
from pymongo import ReplaceOne
from pymongo.client_session import ClientSession

from registry.imports.known import NamesBy, PeopleBy, names_in, people_in
from registry.imports.store import UNFINISHED, LayoutMemory, ListImport, RowResult
from registry.vault import Vault

__all__ = ["MongoImportStore"]

FILE, ROW = "import:file", "import:row"


class MongoImportStore:
    """One for each process."""

    def __init__(self, db: Db, vault: Vault, transactions: Transactions) -> None:
        self._db = db
        self._vault = vault
        self._transactions = transactions
        self.people_by: PeopleBy | None = people_in(db)
        self.names_by: NamesBy | None = names_in(db)

    def add(self, started: ListImport, content: bytes) -> ListImport:
        known = self.load(started.import_id)
        if known is not None:
            return known
        self._db["imports"].insert_one(
            {
                "_id": started.import_id,
                "status": started.status,
                "commune": started.commune,
                "requested_at": started.requested_at,
                "cells_kept": True,
                "import": self._dumped(started),
                "file": self._vault.seal(content, FILE),
            }
        )
        return started

    def load(self, import_id: str) -> ListImport | None:
        row = self._db["imports"].find_one({"_id": import_id}, {"file": 0})
        return self._loaded(row["import"]) if row is not None else None

    def content(self, import_id: str) -> bytes | None:
        row = self._db["imports"].find_one({"_id": import_id}, {"file": 1})
        if row is None or "file" not in row:
            return None
        return self._vault.unseal(row["file"], FILE)

    def recent(self, commune: str, limit: int) -> Sequence[ListImport]:
        rows = self._db["imports"].find({"commune": commune}, {"file": 0})
        found = rows.sort([("commune", -1), ("requested_at", -1)]).limit(limit)
        return [self._loaded(row["import"]) for row in found]

    def unfinished(self) -> Sequence[ListImport]:
        rows = [
            row
            for status in UNFINISHED
            for row in self._db["imports"].find({"status": status}, {"file": 0})
        ]
        found = [self._loaded(row["import"]) for row in rows]
        return sorted(found, key=lambda each: each.requested_at)

    def keep(self, present: ListImport, results: Sequence[RowResult]) -> None:
        self._keep(present, results, None)

    def keep_with(self, unit: Unit, present: ListImport, results: Sequence[RowResult]) -> None:
        def work(session: ClientSession) -> None:
            unit.write(session=session)
            self._keep(present, results, session)

        try:
            self._transactions.run(work)
        except WriteConflict as error:
            raise StreamMoved from error

    def _keep(
        self, present: ListImport, results: Sequence[RowResult], session: ClientSession | None
    ) -> None:
        writes = [
            ReplaceOne(
                {"_id": f"{present.import_id}/{each.row}"},
                self._row(present.import_id, each),
                upsert=True,
            )
            for each in results
        ]
        if writes:
            self._db["import_rows"].bulk_write(writes, ordered=False, session=session)
        change: dict[str, Any] = {
            "$set": {"status": present.status, "import": self._dumped(present)}
        }
        if not present.keeps_file():
            change["$unset"] = {"file": ""}
        self._db["imports"].update_one({"_id": present.import_id}, change, session=session)

    def results(
        self, import_id: str, verdict: str | None = None, skip: int = 0, limit: int = 0
    ) -> Sequence[RowResult]:
        where: dict[str, Any] = {"import_id": import_id}
        keys = ["import_id", "row"]
        if verdict is not None:
            where["verdict"] = verdict
            keys.insert(1, "verdict")
        rows = self._db["import_rows"].find(where, skip=skip, limit=limit)
        return [self._result(row) for row in rows.sort([(key, 1) for key in keys])]

    def results_with(self, import_id: str, key: str) -> Sequence[RowResult]:
        rows = self._db["import_rows"].find({"import_id": import_id, "keys": key})
        return [self._result(row) for row in rows]

    def result(self, import_id: str, row: int) -> RowResult | None:
        found = self._db["import_rows"].find_one({"_id": f"{import_id}/{row}"})
        return self._result(found) if found is not None else None

    def corrections(self, import_id: str) -> Mapping[int, Mapping[str, str]]:
        rows = self._db["import_rows"].find({"import_id": import_id, "corrected": True})
        found = map(self._result, rows)
        return {each.row: each.corrections for each in found}

    def remember(self, layout: LayoutMemory) -> None:
        kept = msgspec.to_builtins(layout)
        key = f"{layout.commune}/{layout.layout}"
        # a constant may be a name
        kept["constants"] = self._sealed(layout.constants)
        self._db["import_layouts"].replace_one({"_id": key}, kept, upsert=True)

    def remembered(self, commune: str, layout: str) -> LayoutMemory | None:
        row = self._db["import_layouts"].find_one({"_id": f"{commune}/{layout}"}, {"_id": 0})
        if row is None:
            return None
        return msgspec.convert(
            {**row, "constants": self._opened(row["constants"]) or {}}, LayoutMemory
        )

    def drop_old(self, before: datetime) -> None:
        for row in self._db["imports"].find({"cells_kept": True}, {"requested_at": 1}):
            if row["requested_at"] >= before:
                continue
            self._db["import_rows"].update_many(
                {"import_id": row["_id"]}, {"$unset": {"cells": "", "corrections": ""}}
            )
            self._db["imports"].update_one(
                {"_id": row["_id"]}, {"$unset": {"file": "", "cells_kept": ""}}
            )

    # -- documents ----------------------------------------------------------------------

    def _row(self, import_id: str, result: RowResult) -> dict[str, Any]:
        return {
            "import_id": import_id,
            "row": result.row,
            "verdict": result.verdict,
            "person_id": result.person_id,
            "problems": self._sealed(list(result.problems)),
            "cells": self._sealed({name: _plain(value) for name, value in result.cells.items()}),
            "corrections": self._sealed(dict(result.corrections)),
            "corrected": bool(result.corrections),
            "keys": list(result.keys),
        }

    def _result(self, row: Mapping[str, Any]) -> RowResult:
        cells = self._opened(row.get("cells")) or {}
        return RowResult(
            row=row["row"],
            verdict=row["verdict"],
            person_id=row["person_id"],
            problems=tuple(self._opened(row["problems"]) or ()),
            cells={name: _cell(value) for name, value in cells.items()},
            corrections=self._opened(row.get("corrections")) or {},
            keys=tuple(row.get("keys", ())),
        )

    def _sealed(self, value: Any) -> str | None:
        return self._vault.seal(msgspec.json.encode(value), ROW) if value else None

    def _opened(self, sealed: str | None) -> Any:
        return msgspec.json.decode(self._vault.unseal(sealed, ROW)) if sealed else None

    def _dumped(self, present: ListImport) -> dict[str, Any]:
        """A file's name may be a person's, and so may what a mapping says of every line."""
        return {
            **msgspec.to_builtins(present),
            "filename": self._vault.seal(present.filename.encode(), FILE),
            "mapping": self._sealed(present.mapping),
        }

    def _loaded(self, row: Mapping[str, Any]) -> ListImport:
        present = msgspec.convert({**row, "mapping": self._opened(row.get("mapping"))}, ListImport)
        return replace(present, filename=self._vault.unseal(present.filename, FILE).decode())


def _plain(value: Any) -> Any:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _cell(value: Any) -> Any:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value
