"""Names beside ids, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gateway.parts import ask

__all__ = ["names", "names_of"]

Names = dict[str, dict[str, Any]]
"""``{person_id: {full_name, birth_year, village}}``; who is not the reader's is left out."""

MOST_NAMES = 1_000


def names(person_ids: Iterable[str], purpose: str) -> Names:
    """Of these persons, at most 1,000; nothing is asked where there is nobody."""
    ids = sorted(set(person_ids))[:MOST_NAMES]
    if not ids:
        return {}
    found: dict[str, Any] = ask("registry", "names", person_ids=ids, purpose=purpose)
    return dict(found["people"])


def names_of(records: Iterable[Mapping[str, Any]], purpose: str) -> Names:
    """Of those whom the records are about."""
    return names((str(each["person_id"]) for each in records if each.get("person_id")), purpose)
