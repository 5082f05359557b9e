"""Who is known while a list is read: everybody registered, and the lines staged before.

Asked line by line, a list of 20,000 would put 60,000 questions to the database. Here the
people that a batch of lines may be are fetched with three questions, and those of the
batch itself, which nobody can find yet, are found as if they were registered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chassis.mongo import Db, meaning

from registry.domain.people import Person
from registry.imports.rows import RowFacts
from registry.near_names import near
from registry.records import Records, name_key
from registry.search_terms import born_term, id_term
from registry.store import Finder, Found
from registry.vault import Vault

__all__ = ["KnownPeople", "NamesBy", "PeopleBy", "names_in", "people_in"]

PeopleBy = Callable[[str, Sequence[str]], Iterable[tuple[Sequence[str], Found]]]
"""Field and values → each person that has one of them, with the values it has."""

NamesBy = Callable[[Sequence[str]], Iterable[tuple[Sequence[str], str, str]]]
"""Terms → each person that has one of them: all their terms, the id, the name key."""

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


def names_in(db: Db) -> NamesBy:
    """Asks this database, for names alone: a village's people of a year are many."""

    def names_by(terms: Sequence[str]) -> Iterable[tuple[Sequence[str], str, str]]:
        with meaning():
            shown = {"terms": 1, "name_key": 1}
            for row in db["person"].find({"terms": {"$in": list(terms)}}, shown):
                yield row["terms"], row["_id"], row["name_key"]

    return names_by


@dataclass(frozen=True, slots=True)
class _Staged:
    person_id: str
    person: Person


class KnownPeople:
    """A :class:`~registry.store.Finder` for people, of one import."""

    def __init__(
        self,
        finder: Finder,
        records: Records,
        vault: Vault,
        people_by: PeopleBy | None = None,
        names_by: NamesBy | None = None,
    ) -> None:
        self._finder = finder
        self._people_by = people_by or self._one_by_one
        self._names_by = names_by
        self._records = records
        self._vault = vault
        self._fetched: dict[Key, list[Found]] = {}
        self._named: dict[str, list[tuple[str, str]]] = {}
        self._by_id: dict[str, Found] = {}
        self._staged: dict[Key, list[_Staged]] = defaultdict(list)
        self._staged_ids: dict[str, _Staged] = {}

    def fetch(self, lines: Sequence[RowFacts]) -> None:
        """Ask for everybody that these may be, at once."""
        numbers = {id_term(self._vault, n) for each in lines if (n := each.details.national_id)}
        self._fetched = {("terms", value): [] for value in numbers}
        for has, found in self._people_by("terms", sorted(numbers)) if numbers else ():
            for value in numbers.intersection(has):
                self._fetched["terms", value].append(found)
        self._named, self._by_id = {}, {}
        if self._names_by is None or not lines:
            return
        self._fetch_names({_born(each) for each in lines}, self._names_by)
        alike = {
            person_id
            for each in lines
            for person_id, key in self._named[_born(each)]
            if _alike(key, name_key(each.details.full_name))
        }
        people = self._finder.many("person", sorted(alike)) if alike else []
        self._by_id = {each.id: each for each in people}

    def _fetch_names(self, born: set[str], names_by: NamesBy) -> None:
        self._named = {term: [] for term in born}
        for terms, person_id, named in names_by(sorted(born)):
            for term in born.intersection(terms):
                self._named[term].append((person_id, named))

    def _one_by_one(
        self, field: str, values: Sequence[str]
    ) -> Iterable[tuple[Sequence[str], Found]]:
        for value in values:
            for found in self._finder.find("person", {field: value}):
                yield [value], found

    def stage(self, person_id: str, person: Person) -> None:
        """From here on found like the registered."""
        staged = self._staged_ids[person_id] = _Staged(person_id, person)
        for key in self._keys(person):
            self._staged[key].append(staged)

    def is_staged(self, person_id: str | None) -> bool:
        return person_id in self._staged_ids

    def forget_staged(self) -> None:
        """They are registered now."""
        self._staged.clear()
        self._staged_ids.clear()

    def _keys(self, person: Person) -> list[Key]:
        home, born = person.home(), person.details.birth_date
        keys: list[Key] = [("terms", born_term(born, home.commune, home.village))]
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

    def values(self, kind: str, where: Mapping[str, Any], field: str) -> list[tuple[str, Any]]:
        """Of people born in a year in a village, their name keys."""
        term = where.get("terms")
        if (kind, field) != ("person", "name_key") or not isinstance(term, str) or len(where) > 1:
            return self._finder.values(kind, where, field)
        named = self._named.get(term)
        found = list(named) if named is not None else self._finder.values(kind, where, field)
        staged = self._staged.get(("terms", term), ())
        return [*found, *((e.person_id, name_key(e.person.details.full_name)) for e in staged)]

    def many(self, kind: str, record_ids: Sequence[str]) -> list[Found]:
        staged = [each for each in record_ids if kind == "person" and each in self._staged_ids]
        cached = [each for each in record_ids if kind == "person" and each in self._by_id]
        there = [each for each in record_ids if each not in staged and each not in self._by_id]
        known = [self._by_id[each] for each in cached]
        known += self._finder.many(kind, there) if there else []
        return [*known, *(self._found(self._staged_ids[each]) for each in staged)]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._finder, name)

    def _found(self, staged: _Staged) -> Found:
        body = self._records.person.dump(staged.person)
        epoch = datetime.fromtimestamp(0, UTC)
        return Found(id=staged.person_id, version=1, recorded_at=epoch, body=body)


def _alike(one: str, other: str) -> bool:
    return one == other or near(one, other, same_day=True)


def _born(facts: RowFacts) -> str:
    return born_term(facts.details.birth_date, facts.commune, facts.village)
