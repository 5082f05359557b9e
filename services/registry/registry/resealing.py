"""Putting everything under the vault's current key: what a rotation does, and goes on doing.

Every step is safe to repeat and looks at what is still under an older key, so a rotation
that was broken off goes on where it stood. The service may run meanwhile: it takes up the
new key when it next seals something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from chassis.mongo import Db, Transactions, meaning
from pymongo.client_session import ClientSession

from registry.data_keys import DataKeys
from registry.imports.mongo_store import FILE, ROW
from registry.vault import Unsealable, Vault

__all__ = ["Resealing"]

Json = dict[str, Any]
BATCH = 200
COPIES = ("person", "review", "feedback")
LISTS = ("imports", "import_rows")
_TOKEN = re.compile(r"([0-9]+)\.[A-Za-z0-9+/=]{38,}")


class Resealing:
    """``tick(what, how many)`` tells progress."""

    def __init__(
        self,
        db: Db,
        transactions: Transactions,
        vault: Vault,
        keys: DataKeys,
        tick: Callable[[str, int], None] = lambda _what, _count: None,
    ) -> None:
        self._db = db
        self._transactions = transactions
        self._vault = vault
        self._keys = keys
        self._tick = tick

    def run(self) -> None:
        """Until nothing is under an older key."""
        while count := len(list(self._keys.rewrap(BATCH))):
            self._tick("data keys", count)
        for kind in COPIES:
            self._each(kind, {"state.key": 1}, self._copy)
        for collection in LISTS:
            self._each(collection, None, self._list)

    def left(self) -> int:
        """How many documents an older key is still needed for."""
        found = sum(1 for _ in self._keys.behind())
        for kind in COPIES:
            found += sum(1 for _ in self._behind(kind, {"state.key": 1}))
        return found + sum(1 for name in LISTS for _ in self._behind(name, None))

    def _behind(self, collection: str, shown: Json | None) -> Iterator[str]:
        current = self._vault.current
        with meaning():
            for row in self._db[collection].find({}, shown, batch_size=BATCH):
                if any(name != current for name in _key_names(row)):
                    yield str(row["_id"])

    def _each(
        self, collection: str, shown: Json | None, change: Callable[[Json], Json | None]
    ) -> None:
        batch: list[str] = []
        for record_id in self._behind(collection, shown):
            batch.append(record_id)
            if len(batch) >= BATCH:
                self._write(collection, batch, change)
                batch = []
        if batch:
            self._write(collection, batch, change)

    def _write(
        self, collection: str, ids: list[str], change: Callable[[Json], Json | None]
    ) -> None:
        """Read and written in one transaction: a commit in between is not overwritten."""

        def work(session: ClientSession) -> None:
            rows = list(self._db[collection].find({"_id": {"$in": ids}}, session=session))
            for row in rows:
                changed = change(row)
                if changed is not None:
                    self._db[collection].replace_one({"_id": row["_id"]}, changed, session=session)

        self._transactions.run(work)
        self._tick(collection, len(ids))

    def _copy(self, row: Json) -> Json | None:
        """The copy of its key in a record's own document. An erased record has none."""
        wrapped = row["state"].get("key")
        if wrapped is None:
            return None
        key = self._keys.rewrapped(row["_id"], wrapped)
        return {**row, "state": {**row["state"], "key": key}}

    def _list(self, row: Json) -> Json:
        return dict(self._resealed(row))

    def _resealed(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._resealed(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._resealed(each) for each in value]
        if not isinstance(value, str) or not _TOKEN.fullmatch(value):
            return value
        for context in (FILE, ROW):
            try:
                return self._vault.seal(self._vault.unseal(value, context), context)
            except Unsealable:
                continue
        return value


def _key_names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _key_names(inner)
    elif isinstance(value, list):
        for each in value:
            yield from _key_names(each)
    elif isinstance(value, str) and (found := _TOKEN.fullmatch(value)):
        yield found[1]
