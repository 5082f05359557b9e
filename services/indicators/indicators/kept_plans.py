"""Generations as stored: the plan file that each counts, and the communes' files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chassis.mongo import Db

__all__ = ["Edition", "Generation", "generations_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """``files``: by commune the text of its file, ``since`` a recorded moment."""

    since: datetime
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """``since``: recorded moments from which on this generation's figures were the ones known;
    ``text``: the plan file; ``editions``: the communes' files beside it, oldest first.
    """

    number: int
    plan: str
    version: int
    since: datetime
    text: str = ""
    editions: tuple[Edition, ...] = ()


def generations_in(db: Db) -> list[Generation]:
    """Oldest first."""
    found = [
        Generation(
            number=row["_id"],
            plan=row["plan"],
            version=row["version"],
            since=row["since"],
            text=row.get("text", ""),
            editions=tuple(Edition(**each) for each in row.get("editions", ())),
        )
        for row in db["generations"].find({})
    ]
    return sorted(found, key=lambda each: each.number)
