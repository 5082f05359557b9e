"""A key for each person: what is sealed by it is gone when the key is gone.

A person's key lies wrapped by the vault's current key in ``data_keys``, and as a copy in
the person's own current-state document, so that reading people asks nothing more. The
append-only log holds only what the key sealed: erasing a person destroys both places,
and the log keeps what nobody can read. Keys are made before the commit that needs them;
one that was never used is harmless. A process remembers the keys it opened, and asks every
few seconds whether they still stand: another may have destroyed them.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Protocol

from chassis.mongo import Db, meaning
from pymongo.errors import BulkWriteError, DuplicateKeyError

from registry.vault import Vault

__all__ = ["STANDS_SECONDS", "DataKeys", "KeyStore", "MemoryKeyStore", "MongoKeyStore"]

REMEMBERED = 5_000
STANDS_SECONDS = 5.0
"""So long a key in memory is used without asking for its row: an erasure by another process
is noticed no later. Shorter costs queries: the key of a commune's villages is used by nearly
every call."""
DUPLICATE = 11000


class KeyStore(Protocol):
    """Wrapped keys by record id."""

    def get(self, record_id: str) -> str | None: ...

    def put(self, record_id: str, wrapped: str) -> bool:
        """False when there is one already."""

    def put_all(self, wrapped: Mapping[str, str]) -> list[str]:
        """Those that had one already keep it, and are answered."""

    def replace(self, record_id: str, wrapped: str) -> None:
        """Only where there is one."""

    def remove(self, record_ids: Sequence[str]) -> None: ...

    def wrapped_by_others(self, current: str, limit: int) -> list[tuple[str, str]]:
        """Some that another vault key than ``current`` wraps."""


class MongoKeyStore:
    """Collection ``data_keys``; ``vault_key`` names the key that wraps."""

    def __init__(self, db: Db) -> None:
        self._keys = db["data_keys"]

    def get(self, record_id: str) -> str | None:
        with meaning():
            row = self._keys.find_one({"_id": record_id})
        return row["wrapped"] if row is not None else None

    def put(self, record_id: str, wrapped: str) -> bool:
        try:
            with meaning():
                self._keys.insert_one(_row(record_id, wrapped))
        except DuplicateKeyError:
            return False
        return True

    def put_all(self, wrapped: Mapping[str, str]) -> list[str]:
        rows = [_row(record_id, each) for record_id, each in wrapped.items()]
        try:
            with meaning():
                self._keys.insert_many(rows, ordered=False)
        except BulkWriteError as error:
            failed = error.details["writeErrors"]
            if any(each["code"] != DUPLICATE for each in failed):
                raise
            return [rows[each["index"]]["_id"] for each in failed]
        return []

    def replace(self, record_id: str, wrapped: str) -> None:
        with meaning():
            self._keys.update_one(
                {"_id": record_id}, {"$set": {"wrapped": wrapped, "vault_key": _name(wrapped)}}
            )

    def remove(self, record_ids: Sequence[str]) -> None:
        with meaning():
            self._keys.delete_many({"_id": {"$in": list(record_ids)}})

    def wrapped_by_others(self, current: str, limit: int) -> list[tuple[str, str]]:
        with meaning():
            names = [name for name in self._keys.distinct("vault_key") if name != current]
            rows = self._keys.find({"vault_key": {"$in": names}}, limit=limit)
            return [(row["_id"], row["wrapped"]) for row in rows]


def _row(record_id: str, wrapped: str) -> dict[str, str]:
    return {"_id": record_id, "wrapped": wrapped, "vault_key": _name(wrapped)}


def _name(wrapped: str) -> str:
    return wrapped.partition(".")[0]


class MemoryKeyStore:
    """The twin for tests."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}

    def get(self, record_id: str) -> str | None:
        return self.keys.get(record_id)

    def put(self, record_id: str, wrapped: str) -> bool:
        return self.keys.setdefault(record_id, wrapped) == wrapped

    def put_all(self, wrapped: Mapping[str, str]) -> list[str]:
        return [record_id for record_id, each in wrapped.items() if not self.put(record_id, each)]

    def replace(self, record_id: str, wrapped: str) -> None:
        if record_id in self.keys:
            self.keys[record_id] = wrapped

    def remove(self, record_ids: Sequence[str]) -> None:
        for record_id in record_ids:
            self.keys.pop(record_id, None)

    def wrapped_by_others(self, current: str, limit: int) -> list[tuple[str, str]]:
        rows = [(k, w) for k, w in self.keys.items() if _name(w) != current]
        return rows[:limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """``until``: seconds by ``now``, from before its row was read or written; then it is asked
    for again."""

    wrapped: str
    key: bytes
    until: float


class DataKeys:
    """The keys of records, opened by the vault. ``now``: seconds that never go back."""

    def __init__(
        self, vault: Vault, store: KeyStore, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._vault = vault
        self._store = store
        self._now = now
        self._opened: OrderedDict[str, _Opened] = OrderedDict()

    def made(self, record_id: str) -> tuple[str, bytes]:
        """``(wrapped, key)`` of this record; made now if it has none."""
        known = self._standing(record_id)
        if known is not None:
            if _name(known.wrapped) != self._vault.current:
                wrapped = self._vault.seal(known.key, _context(record_id))
                known = self._opened[record_id] = replace(known, wrapped=wrapped)
            return known.wrapped, known.key
        until = self._now() + STANDS_SECONDS
        wrapped, key = self._fresh(record_id)
        if not self._store.put(record_id, wrapped):
            kept = self._store.get(record_id)
            if kept is not None:
                wrapped, key = kept, self.opened(record_id, kept)
        self._remember(record_id, _Opened(wrapped=wrapped, key=key, until=until))
        return wrapped, key

    def make_all(self, record_ids: Iterable[str], *, kept: bool = True) -> None:
        """The keys of new records in one write. Without ``kept`` they are in memory alone:
        for records that are only tried out and never written."""
        new = {each: self._fresh(each) for each in record_ids if self._standing(each) is None}
        if not new:
            return
        until = self._now() + STANDS_SECONDS if kept else inf
        made = {record_id: each for record_id, (each, _) in new.items()}
        there = self._store.put_all(made) if kept else []
        for record_id in new.keys() - set(there):
            wrapped, key = new[record_id]
            self._remember(record_id, _Opened(wrapped=wrapped, key=key, until=until))

    def _fresh(self, record_id: str) -> tuple[str, bytes]:
        key = secrets.token_bytes(32)
        return self._vault.seal(key, _context(record_id)), key

    def found(self, record_id: str) -> bytes | None:
        """The key of this record, None once it was destroyed."""
        known = self._standing(record_id) or self._read(record_id)
        return known.key if known is not None else None

    def _standing(self, record_id: str) -> _Opened | None:
        """The key that is in memory, None where none is or its row is gone."""
        known = self._opened.get(record_id)
        if known is None or self._now() < known.until:
            return known
        self._opened.pop(record_id, None)
        return self._read(record_id)

    def _read(self, record_id: str) -> _Opened | None:
        until = self._now() + STANDS_SECONDS
        wrapped = self._store.get(record_id)
        if wrapped is None:
            return None
        key = self.opened(record_id, wrapped)
        return self._remember(record_id, _Opened(wrapped=wrapped, key=key, until=until))

    def opened(self, record_id: str, wrapped: str) -> bytes:
        """Raises ``Unsealable`` for the key of another record or vault."""
        return self._vault.unseal(wrapped, _context(record_id))

    def destroy(self, record_ids: Sequence[str]) -> None:
        """What these keys sealed can be read by nobody any more."""
        self._store.remove(record_ids)
        for record_id in record_ids:  # afterwards, or who reads meanwhile remembers it anew
            self._opened.pop(record_id, None)

    def rewrap(self, limit: int) -> Iterator[tuple[str, str]]:
        """Wrap up to ``limit`` keys by the vault's current key: ``(record id, wrapped)``."""
        for record_id, wrapped in self._store.wrapped_by_others(self._vault.current, limit):
            anew = self.rewrapped(record_id, wrapped)
            self._store.replace(record_id, anew)
            self._opened.pop(record_id, None)
            yield record_id, anew

    def behind(self) -> list[tuple[str, str]]:
        """A few that an older vault key wraps; empty when none is left."""
        return self._store.wrapped_by_others(self._vault.current, 1)

    def rewrapped(self, record_id: str, wrapped: str) -> str:
        return self._vault.seal(self.opened(record_id, wrapped), _context(record_id))

    def _remember(self, record_id: str, known: _Opened) -> _Opened:
        self._opened[record_id] = known
        if len(self._opened) > REMEMBERED:
            self._opened.popitem(last=False)
        return known


def _context(record_id: str) -> str:
    return f"data_key:{record_id}"
