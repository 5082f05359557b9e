"""Who is known while a list is read: everybody registered, and the lines staged before.

Asked line by line, a list of 20,000 would put 40,000 questions to the database. Here the
people that a batch of lines may be are fetched with two questions, and those of the
batch itself, which nobody can find yet, are found as if they were registered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chassis.mongo import Db, meaning

from registry.domain.people import Details, Person
from registry.records import Records, name_key
from registry.search_terms import id_term
from registry.store import Finder, Found
from registry.vault import Vault

__all__ = ["KnownPeople", "PeopleBy", "people_in"]

PeopleBy = Callable[[str, Sequence[str]], Iterable[tuple[Sequence[str], Found]]]
"""Field and values → each person that has one of them, with the values it has."""

Key = tuple[str, str]


def people_in(db: Db) -> PeopleBy:
    """Asks this database."""

    def people_by(field: str, values: Sequence[str]) -> Iterable[tuple[Sequence[str], Found]]:
        with meaning():
            for row in db["person"].find({field: {"$in": list(values)}}):
                has = row[field] if isinstance(row[field], list) else [row[field]]
                found = Found(
                    id=row["_id"],
                    version=row["version"],
                    recorded_at=row["recorded_at"],
                    body=row["state"],
                )
                yield has, found

    return people_by


@dataclass(frozen=True, slots=True)
class _Staged:
    person_id: str
    person: Person


class KnownPeople:
    """A :class:`~registry.store.Finder` for people, of one import."""

    def __init__(
        self, finder: Finder, records: Records, vault: Vault, people_by: PeopleBy | None = None
    ) -> None:
        self._finder = finder
        self._people_by = people_by or self._one_by_one
        self._records = records
        self._vault = vault
        self._fetched: dict[Key, list[Found]] = {}
        self._staged: dict[Key, list[_Staged]] = defaultdict(list)
        self._staged_ids: set[str] = set()

    def fetch(self, people: Sequence[Details]) -> None:
        """Ask for everybody that these may be, at once."""
        self._fetched = {}
        for field, values in (
            ("name_key", {name_key(each.full_name) for each in people}),
            ("terms", {id_term(self._vault, n) for each in people if (n := each.national_id)}),
        ):
            wanted = sorted(values)
            self._fetched |= {(field, value): [] for value in wanted}
            for has, found in self._people_by(field, wanted) if wanted else ():
                for value in has:
                    if (field, value) in self._fetched:
                        self._fetched[field, value].append(found)

    def _one_by_one(
        self, field: str, values: Sequence[str]
    ) -> Iterable[tuple[Sequence[str], Found]]:
        for value in values:
            for found in self._finder.find("person", {field: value}):
                yield [value], found

    def stage(self, person_id: str, person: Person) -> None:
        """From here on found like the registered."""
        self._staged_ids.add(person_id)
        for key in self._keys(person):
            self._staged[key].append(_Staged(person_id, person))

    def is_staged(self, person_id: str | None) -> bool:
        return person_id in self._staged_ids

    def forget_staged(self) -> None:
        """They are registered now."""
        self._staged.clear()
        self._staged_ids.clear()

    def _keys(self, person: Person) -> list[Key]:
        keys: list[Key] = [("name_key", name_key(person.details.full_name))]
        if person.details.national_id is not None:
            keys.append(("terms", id_term(self._vault, person.details.national_id)))
        return keys

    # -- as a finder --------------------------------------------------------------------

    def find(self, kind: str, where: Mapping[str, Any], **page: Any) -> list[Found]:
        key = next(iter(where.items())) if len(where) == 1 else None
        if kind != "person" or key is None or not isinstance(key[1], str):
            return self._finder.find(kind, where, **page)
        fetched = self._fetched.get(key)
        found = list(fetched) if fetched is not None else self._finder.find(kind, where, **page)
        found += [self._found(each) for each in self._staged.get(key, ())]
        limit = page.get("limit", 0)
        return found[:limit] if limit else found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._finder, name)

    def _found(self, staged: _Staged) -> Found:
        body = self._records.person.dump(staged.person)
        epoch = datetime.fromtimestamp(0, UTC)
        return Found(id=staged.person_id, version=1, recorded_at=epoch, body=body)
