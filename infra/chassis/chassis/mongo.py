"""MongoDB: the client, transactions that end with their process, and what errors mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    WTimeoutError,
)
from pymongo.write_concern import WriteConcern

from chassis.errors import Transient

__all__ = ["Db", "Transactions", "WriteConflict", "connect", "ensure_indexes", "is_duplicate"]

Db = Database[dict[str, Any]]
T = TypeVar("T")

DUPLICATE = 11000
WRITE_CONFLICT = 112
NO_SUCH_TRANSACTION = 251
NOT_NOW = frozenset((43, 237, 262, 11601, 14031))
"""Cursor not found, cursor killed, time limit, interrupted (a session that another process of this
name ended), no disk space: nothing that the document could be blamed for."""


class WriteConflict(Exception):
    """Another transaction touched the same documents: nothing was written, run again."""


def connect(uri: str, *, pool: int = 100) -> Db:
    """The database the URI names. Call after any monkey patching; one for each process.

    Retryable writes are off: on the embedded server they turn slow after about
    10,000, and every write here is either in a transaction or safe to repeat.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(
        uri,
        retryWrites=False,
        maxPoolSize=pool,
        waitQueueTimeoutMS=5_000,
        serverSelectionTimeoutMS=5_000,
        connectTimeoutMS=3_000,
        socketTimeoutMS=30_000,
        tz_aware=True,
    )
    return client.get_default_database().with_options(
        write_concern=WriteConcern(w="majority", j=True)
    )


def ensure_indexes(db: Db, indexes: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
    """Create what is missing. A tuple's fields make one ascending index."""
    for collection, keys in indexes.items():
        for fields in keys:
            db[collection].create_index([(field, 1) for field in fields])


def is_duplicate(error: Exception) -> bool:
    """Whether a unique index refused the write."""
    if isinstance(error, DuplicateKeyError):
        return True
    if isinstance(error, BulkWriteError):
        return any(each.get("code") == DUPLICATE for each in error.details["writeErrors"])
    return False


def _codes(error: OperationFailure) -> set[int | None]:
    """Of the command, or of each write that failed."""
    if isinstance(error, BulkWriteError):
        return {each.get("code") for each in error.details["writeErrors"]}
    return {error.code}


def _is_conflict(error: OperationFailure) -> bool:
    if isinstance(error, BulkWriteError):
        return WRITE_CONFLICT in _codes(error)
    return error.code in (WRITE_CONFLICT, NO_SUCH_TRANSACTION) or error.has_error_label(
        "TransientTransactionError"
    )


@contextmanager
def meaning() -> Iterator[None]:
    """Turn driver errors into :class:`WriteConflict` and ``Transient("database_away")``."""
    try:
        yield
    except (ConnectionFailure, ExecutionTimeout, WTimeoutError) as error:
        raise Transient("database_away") from error
    except OperationFailure as error:
        if not is_duplicate(error) and _is_conflict(error):
            raise WriteConflict from error
        if _codes(error) & NOT_NOW:
            raise Transient("database_away") from error
        raise


class Transactions:
    """Runs work in transactions, and on start ends those a killed predecessor left open.

    A transaction whose client was killed blocks its documents for 60 seconds. Every
    session used here is noted in the database first, under the process's name; the
    next process of that name kills the noted ones before it does anything else.
    """

    def __init__(self, db: Db, process: str) -> None:
        self._db = db
        self._process = process
        self._noted: set[bytes] = set()

    def end_former(self) -> int:
        """Kill the sessions noted by an earlier process of this name; how many."""
        with meaning():
            former = list(self._db["sessions"].find({"process": self._process}))
            if former:
                self._db.client.admin.command(
                    "killSessions", [{"id": each["lsid"]} for each in former]
                )
                self._db["sessions"].delete_many({"process": self._process})
            return len(former)

    def _note(self, session: ClientSession) -> None:
        lsid = session.session_id["id"]
        if bytes(lsid) not in self._noted:
            self._db["sessions"].insert_one({"process": self._process, "lsid": lsid})
            self._noted.add(bytes(lsid))

    def run(self, work: Callable[[ClientSession], T]) -> T:
        """Do ``work(session)`` and commit; whatever it raises, nothing of it stays.

        Raises :class:`WriteConflict` (run again) or ``Transient`` (the outcome of a
        commit that met a dead connection is unknown: look before repeating).
        """
        with meaning(), self._db.client.start_session() as session:
            self._note(session)
            with session.start_transaction(write_concern=self._db.write_concern):
                return work(session)
