"""Queries on the service's own current states. Every filter is covered by an index.

A person's records are few: they are fetched by person and sifted here, which spares an
index for each combination of filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from chassis.mongo import Db, meaning

__all__ = ["INDEXES", "MongoStore", "Row", "Store"]

INDEXES: dict[str, list[tuple[str, ...]]] = {
    "employer": [("live", "order")],
    "vacancy": [("live", "order"), ("live", "employer_id", "order"), ("live", "open_until")],
    "job_fair": [("live", "order")],
    "service": [("live", "order"), ("live", "commune", "order"), ("person_id",)],
    "placement": [
        ("live", "order"),
        ("live", "commune", "order"),
        ("person_id",),
        ("held_vacancy",),
    ],
    "support": [("person_id",)],
    "referral": [
        ("live", "order"),
        ("live", "commune", "order"),
        ("live", "status", "order"),
        ("live", "commune", "status", "order"),
        ("person_id",),
    ],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record as stored: ``body`` is its dumped state."""

    id: str
    version: int
    body: dict[str, Any]
    fields: Mapping[str, Any]


class Store(Protocol):
    def page(
        self,
        kind: str,
        where: Mapping[str, Any],
        *,
        page: int,
        page_size: int,
        falling: bool = True,
    ) -> tuple[list[Row], int]:
        """Standing records with these field values, in falling or rising ``order`` (the newest
        or the first name first), and how many there are.
        """

    def of_persons(self, kind: str, person_ids: Sequence[str]) -> list[Row]:
        """Standing records of these persons, newest first."""

    def open_vacancies(self, on: date) -> list[Row]:
        """Standing vacancies that are not closed on that day."""

    def filled(self, vacancy_ids: Iterable[str]) -> dict[str, int]:
        """How many placements hold a place of each vacancy."""


class MongoStore:
    """See :class:`Store`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def page(
        self,
        kind: str,
        where: Mapping[str, Any],
        *,
        page: int,
        page_size: int,
        falling: bool = True,
    ) -> tuple[list[Row], int]:
        query = {"live": True, **where}
        with meaning():
            found = self._db[kind].find(query).sort("order", -1 if falling else 1)
            rows = [_row(each) for each in found.skip((page - 1) * page_size).limit(page_size)]
            return rows, self._db[kind].count_documents(query)

    def of_persons(self, kind: str, person_ids: Sequence[str]) -> list[Row]:
        with meaning():
            found = list(self._db[kind].find({"person_id": {"$in": list(person_ids)}}))
        standing = [_row(each) for each in found if each["live"]]
        return sorted(standing, key=lambda row: str(row.fields["order"]), reverse=True)

    def open_vacancies(self, on: date) -> list[Row]:
        query = {"live": True, "open_until": {"$gte": on.isoformat()}}
        with meaning():
            return [_row(each) for each in self._db["vacancy"].find(query)]

    def filled(self, vacancy_ids: Iterable[str]) -> dict[str, int]:
        query = {"held_vacancy": {"$in": sorted(vacancy_ids)}}
        with meaning():
            return dict(Counter(each["held_vacancy"] for each in self._db["placement"].find(query)))


def _row(found: dict[str, Any]) -> Row:
    fields = {
        name: value
        for name, value in found.items()
        if name not in {"_id", "version", "recorded_at", "state"}
    }
    return Row(id=found["_id"], version=found["version"], body=found["state"], fields=fields)
