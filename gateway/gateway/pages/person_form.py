"""A person's form: what was typed as the registry takes it, what changed, two versions compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

__all__ = ["FIELDS", "PLACE", "changed", "conflict_lines", "details_of", "iso_birth", "stated"]

Json = dict[str, Any]
TEXTS = (
    "full_name",
    "birth_date",
    "gender",
    "national_id",
    "ethnicity",
    "phone",
    "schooling",
    "professional_level",
    "employment_status",
    "note",
)
FIELDS = (*TEXTS, "disability", "languages", "access_needs")
"""In the order in which a form and a comparison show them."""

PLACE = ("kind", "commune", "village", "from")
LONGEST = 2000
BIRTH = re.compile(r"^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$")


def iso_birth(typed: str) -> str:
    """``1964-05-12`` of ``12/05/1964``, ``1964-05`` of ``5/1964``: as exactly as it is known.
    Anything else as it stands, for the registry to refuse."""
    found = BIRTH.match(typed)
    if found is None:
        return typed
    day, month, year = found.groups()
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def details_of(form: MultiDict[str, str]) -> Json:
    """Every field as the form has it; None or ``[]`` where it was left empty."""
    said: Json = {name: form.get(name, "").strip()[:LONGEST] or None for name in TEXTS}
    if said["birth_date"]:
        said["birth_date"] = iso_birth(said["birth_date"])
    kind = form.get("disability_type", "").strip()
    level = form.get("disability_level", "").strip() or None
    said["disability"] = {"type": kind, "level": level} if kind or level else None
    spoken = form.get("languages", "")[:LONGEST].split(",")
    said["languages"] = [each for one in spoken if (each := one.strip())]
    said["access_needs"] = form.getlist("access_needs")
    return said


def stated(said: Mapping[str, Any]) -> Json:
    """What a new record is told: without what was left empty."""
    return {name: value for name, value in said.items() if value not in (None, [], "")}


def changed(said: Mapping[str, Any], present: Mapping[str, Any]) -> Json:
    """The fields that are to be another than they are; one that this reader is not shown
    (``withheld``) was in no form and stays what it is."""
    closed = set(present.get("withheld") or ())
    return {
        name: said[name]
        for name in FIELDS
        if name not in closed and _plain(said[name]) != _plain(present.get(name))
    }


def conflict_lines(said: Mapping[str, Any], present: Mapping[str, Any]) -> list[Json]:
    """Where what was typed and what meanwhile stands differ: ``{field, yours, theirs}``."""
    return [
        {"field": name, "yours": value, "theirs": present.get(name)}
        for name, value in changed(said, present).items()
    ]


def _plain(value: Any) -> Any:
    """Nothing is nothing, however it is said; a list is the same in any order."""
    if isinstance(value, list | tuple):
        return sorted(value) or None
    return value or None
