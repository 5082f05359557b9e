"""Who looked at whom, when and why: an append-only log that a person may ask to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chassis.mongo import Db

__all__ = ["Access", "AccessLog", "MemoryAccessLog", "MongoAccessLog"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """``what``: get, names, search; ``compartments``: the sensitive fields that were shown."""

    at: datetime
    actor: str
    role: str
    what: str
    purpose: str
    person_ids: tuple[str, ...]
    compartments: tuple[str, ...] = ()


class AccessLog(Protocol):
    def add(self, access: Access) -> None:
        """Keep it; nothing takes it away again."""

    def of(self, person_id: str) -> Sequence[Access]:
        """Every look at this person, oldest first."""


class MongoAccessLog:
    """Collection ``access_log``."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def add(self, access: Access) -> None:
        self._db["access_log"].insert_one(
            {
                "at": access.at,
                "actor": access.actor,
                "role": access.role,
                "what": access.what,
                "purpose": access.purpose,
                "person_ids": list(access.person_ids),
                "compartments": list(access.compartments),
            }
        )

    def of(self, person_id: str) -> Sequence[Access]:
        rows = self._db["access_log"].find({"person_ids": person_id}).sort("at", 1)
        return [_access(row) for row in rows]


def _access(row: dict[str, Any]) -> Access:
    return Access(
        at=row["at"],
        actor=row["actor"],
        role=row["role"],
        what=row["what"],
        purpose=row["purpose"],
        person_ids=tuple(row["person_ids"]),
        compartments=tuple(row["compartments"]),
    )


class MemoryAccessLog:
    """The twin for tests."""

    def __init__(self) -> None:
        self._kept: list[Access] = []

    def add(self, access: Access) -> None:
        self._kept.append(access)

    def of(self, person_id: str) -> Sequence[Access]:
        return [each for each in self._kept if person_id in each.person_ids]
