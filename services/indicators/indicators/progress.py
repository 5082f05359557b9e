"""How far long work is, kept where every process can read it."""

from __future__ import annotations

import time
from typing import Any

from chassis.mongo import Db

__all__ = ["Progress", "progress_of"]

ROW = "work"
EVERY_SECONDS = 1.0


class Progress:
    """Written at most once a second."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._row: dict[str, Any] = {"what": None, "done": 0, "of": 0}
        self._written = 0.0

    def begin(self, what: str, of: int) -> None:
        """``what``: logs, states, ledger; ``of``: how many steps there are, about."""
        self._row = {"what": what, "done": 0, "of": of}
        self._write()

    def step(self, count: int) -> None:
        self._row["done"] += count
        if time.monotonic() - self._written >= EVERY_SECONDS:
            self._write()

    def end(self) -> None:
        self.begin("", 0)

    def _write(self) -> None:
        self._written = time.monotonic()
        self._db["progress"].replace_one({"_id": ROW}, {"_id": ROW, **self._row}, upsert=True)


def progress_of(db: Db) -> dict[str, Any]:
    """``{"what", "done", "of"}``; ``what`` is empty when nothing is at work."""
    row = db["progress"].find_one({"_id": ROW}) or {}
    return {"what": row.get("what") or "", "done": row.get("done", 0), "of": row.get("of", 0)}
