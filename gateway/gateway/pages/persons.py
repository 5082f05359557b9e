"""Names beside ids, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gateway.parts import ask

__all__ = ["MOST_NAMES", "names_of"]

MOST_NAMES = 1_000


def names_of(records: Iterable[Mapping[str, Any]], purpose: str) -> dict[str, dict[str, Any]]:
    """``{person_id: {full_name, birth_year, village}}``; who is not the reader's is left out."""
    ids = sorted({str(each["person_id"]) for each in records if each.get("person_id")})
    if not ids:
        return {}
    found: dict[str, Any] = ask("registry", "names", person_ids=ids[:MOST_NAMES], purpose=purpose)
    return dict(found["people"])
