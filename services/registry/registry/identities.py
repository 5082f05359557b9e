"""One person under several ids: records stay where they were made when people are merged."""

from __future__ import annotations

from collections.abc import Callable

from registry.domain.people import Person
from registry.office import Office

__all__ = ["Load", "identities", "stored"]

Load = Callable[[str], Person | None]


def identities(load: Load, person: Person) -> list[Person]:
    """The person, and every record merged into it, directly or by way of another."""
    found = [person]
    for each in found:
        loaded = (load(absorbed.duplicate) for absorbed in each.absorbed)
        found += [one for one in loaded if one is not None]
    return found


def stored(office: Office) -> Load:
    """As it stands in the database, outside of any command."""

    def load(person_id: str) -> Person | None:
        record = office.ledger.log.load("person", person_id)
        return office.records.person.load(record.body) if record is not None else None

    return load
