"""Words of the commune's own lists: villages, occupations. They grow by use.

A list knows a word by its folded form, so ``Thôn Cộng Hoà`` and ``thôn cộng hòa`` are
one village, shown as it was first written.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from registry.domain.text import clean, fold

__all__ = ["EVENTS", "Event", "Term", "add", "evolve", "term_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """``list``: village or occupation; ``commune``: whose list."""

    term_id: str
    list: str
    commune: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermAdded:
    term_id: str
    list: str
    commune: str
    name: str


EVENTS = (TermAdded,)
Event = TermAdded


def term_id(list_name: str, commune: str, name: str) -> str:
    """The same for every spelling of the word in that list."""
    key = "\n".join((list_name, commune, fold(name) or clean(name)))
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def evolve(term: Term | None, event: Event) -> Term:
    """The state after the event; never refuses."""
    return Term(term_id=event.term_id, list=event.list, commune=event.commune, name=event.name)


def add(list_name: str, commune: str, name: str) -> list[Event]:
    """A new word, as it is written here."""
    return [
        TermAdded(
            term_id=term_id(list_name, commune, name),
            list=list_name,
            commune=commune,
            name=clean(name),
        )
    ]
