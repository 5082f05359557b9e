"""How administrative units are called: as the plan's files say, else as the texts do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from gateway.pages.vietnamese import in_order
from gateway.parts import language

__all__ = ["called", "communes_by_name", "unit_name", "word"]


def called(answer: Mapping[str, Any]) -> None:
    """Remember the communes' names that an answer about figures tells, for this page."""
    g.commune_names = {**g.get("commune_names", {}), **(answer.get("commune_names") or {})}


def unit_name(code: Any) -> str:
    """The unit's name in the reader's language; its code where nobody tells one."""
    told = g.get("commune_names", {}).get(str(code))
    return str(told[language().name]) if told else language().word("unit_name", code)


def communes_by_name(answer: Mapping[str, Any]) -> list[str]:
    """The unit codes of a city's communes in an answer about figures, in the order of names."""
    return sorted(answer.get("communes") or [], key=lambda code: in_order(unit_name(code)))


def word(kind: str, key: Any) -> str:
    """A page's words: those of the texts, and how this plan calls its communes."""
    return unit_name(key) if kind == "unit_name" else language().word(kind, key)
