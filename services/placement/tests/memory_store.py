"""The store's twin over the memory log. Passes the same suite as the real one (test_store.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from chassis.memory_log import MemoryLog
from placement.store import Row


class MemoryStore:
    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def page(
        self,
        kind: str,
        where: Mapping[str, Any],
        *,
        page: int,
        page_size: int,
        falling: bool = True,
    ) -> tuple[list[Row], int]:
        found = [
            row
            for row in self._standing(kind)
            if all(row.fields[name] == value for name, value in where.items())
        ]
        found.sort(key=lambda row: str(row.fields["order"]), reverse=falling)
        return found[(page - 1) * page_size : page * page_size], len(found)

    def of_persons(self, kind: str, person_ids: Sequence[str]) -> list[Row]:
        found = [row for row in self._standing(kind) if row.fields["person_id"] in person_ids]
        return sorted(found, key=lambda row: str(row.fields["order"]), reverse=True)

    def open_vacancies(self, on: date) -> list[Row]:
        return [
            row for row in self._standing("vacancy") if row.fields["open_until"] >= on.isoformat()
        ]

    def filled(self, vacancy_ids: Iterable[str]) -> dict[str, int]:
        wanted = set(vacancy_ids)
        held = (row.fields["held_vacancy"] for row in self._standing("placement"))
        return dict(Counter(each for each in held if each in wanted))

    def _standing(self, kind: str) -> list[Row]:
        return [
            Row(
                id=record_id,
                version=document.record.version,
                body=document.record.body,
                fields=document.fields,
            )
            for (its_kind, record_id), document in self._log.documents.items()
            if its_kind == kind and document.fields["live"]
        ]
