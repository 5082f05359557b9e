"""The values of a dimension: what they are called, and how people read them down a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from gateway.pages.vietnamese import in_order
from gateway.texts import Language

__all__ = ["in_value_order", "value_label"]

NONE = "none"
"""Those whose fact has no such value."""

WORDS = {"commune": "unit_name", "school": "role"}
"""Dimension → the words its values stand in, where they have others' names: a school is known
by its agency."""


def value_label(by: str, key: str, words: Language, communes: Mapping[str, str]) -> str:
    """``communes``: how a city's plan files call them, by unit code."""
    if key == NONE:
        return words.page("breakdown_none")
    if by == "commune" and key in communes:
        return communes[key]
    return words.word(WORDS.get(by, by), key)


def in_value_order(
    keys: Iterable[str], by: str, label: Callable[[str], str], words: Language
) -> list[str]:
    """What has a vocabulary in its order; names, as of villages, in Vietnamese order of their
    labels; last those that have no value."""
    places = {key: place for place, key in enumerate(words.words.get(by, {}))}
    return sorted(
        keys,
        key=lambda key: (key == NONE, places.get(key, len(places)), in_order(label(key)), key),
    )
