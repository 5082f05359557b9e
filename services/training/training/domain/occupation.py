"""Occupations: the commune's own list, which grows by use (facts.md section 4).

The national list covers intermediate and college occupations only, so every occupation
has a local code, and a national one where there is one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from training.domain.answers import Refusal
from training.domain.vocabulary import VoidReason

__all__ = [
    "Details",
    "Occupation",
    "OccupationAmended",
    "OccupationDefined",
    "OccupationEvent",
    "OccupationVoided",
    "amend",
    "define",
    "evolve",
    "find_code",
    "name_key",
    "void",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """How an occupation is called. ``national_code`` is of TT 26/2020/TT-BLĐTBXH, if any."""

    name: str
    name_en: str | None = None
    national_code: str | None = None
    farm: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """An occupation under its code, which never changes and travels in events."""

    id: str
    details: Details
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationDefined:
    code: str
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationAmended:
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationVoided:
    reason_code: VoidReason
    note: str | None = None


OccupationEvent = OccupationDefined | OccupationAmended | OccupationVoided


def find_code(
    text: str,
    load: Callable[[str], Occupation | None],
    by_name: Callable[[str], Occupation | None],
) -> tuple[str, Occupation | None]:
    """The code for a code or a name, and the occupation under it where it is listed.

    ``by_name`` looks a name key up among the listed ones. Two names that differ in their
    marks only ("may", sewing, and "mây", rattan) are two occupations: the second gets a
    code of its own. A void occupation gives its name free.
    """
    named = by_name(name_key(text))
    if named is not None:
        return named.id, named
    code = _slug(text)
    digest = hashlib.sha256(name_key(text).encode()).hexdigest()
    for size in (0, 4, 8, 16, 32):
        tried = f"{code}_{digest[:size]}" if size else code
        listed = load(tried)
        if listed is None or (_same(text, tried, listed) and not listed.voided):
            return tried, listed
    raise Refusal("occupation_exists", occupation=code)


def name_key(text: str) -> str:
    """How a name is compared: without regard to case, spaces and Unicode form, marks kept."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def define(occupation: Occupation | None, code: str, details: Details) -> list[OccupationEvent]:
    """Raises ``occupation_exists`` where the code or name is listed already."""
    if occupation is not None:
        raise Refusal("occupation_exists", occupation=code)
    return [OccupationDefined(code=code, details=details)]


def amend(occupation: Occupation, changes: Mapping[str, Any]) -> list[OccupationEvent]:
    """Other labels under the same code. Raises ``voided``."""
    if occupation.voided:
        raise Refusal("voided")
    details = replace(occupation.details, **changes)
    return [] if details == occupation.details else [OccupationAmended(details=details)]


def void(
    occupation: Occupation, reason_code: VoidReason, note: str | None, *, in_use: bool
) -> list[OccupationEvent]:
    """Take it off the list. Raises ``voided``, and ``in_use`` while a class teaches it."""
    if occupation.voided:
        raise Refusal("voided")
    if in_use:
        raise Refusal("in_use")
    return [OccupationVoided(reason_code=reason_code, note=note)]


def evolve(state: Occupation | None, event: OccupationEvent) -> Occupation:
    match event:
        case OccupationDefined():
            return Occupation(id=event.code, details=event.details)
        case OccupationAmended() if state is not None:
            return replace(state, details=event.details)
        case OccupationVoided() if state is not None:
            return replace(state, voided=True)
    raise TypeError(type(event).__name__)


def _slug(text: str) -> str:
    # đ does not decompose, so stripping marks alone would leave it in the code
    plain = unicodedata.normalize("NFD", name_key(text).replace("đ", "d"))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:48] or "occupation"


def _same(text: str, code: str, listed: Occupation) -> bool:
    return name_key(text) in (code, name_key(listed.details.name))
