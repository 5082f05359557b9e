"""What a question in words comes to: names, and a village called by its name among them.

"Thôn 2 dao" and "dao thon 2" look for the Đào of Thôn 2. The words that are a village's whole
name narrow by it. A village that is called like a person ("Đồng Quang") is a name first, and
a village where nobody is found by that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry import search_terms
from registry.domain.terms import term_id
from registry.domain.text import words
from registry.office import DeskPart

__all__ = ["ways"]

MOST_WORDS = 6  # of a village's name
MOST_ASKED = 12
KINDS = frozenset({"thon", "xom", "to", "khu", "ap", "ban", "lang", "doi"})
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Called:
    """``rest``: the other words; ``certain``: no person is called like this village."""

    village: str
    rest: str
    certain: bool


def ways(
    part: DeskPart, q: str, village: str | None, group: str | None, *, by_name: bool = False
) -> list[list[str]]:
    """The terms to look by, at least one each, the likeliest reading first; the next where
    nobody is found. ``by_name``: whoever asks must name whom they look for, so a village alone
    is none. Everybody elderly is found by their records alone."""
    places = [scope] if (scope := part.scope()) is not None else []
    if village:
        places.append(part.village_id(part.commune(), village))
    vault = part.office.vault
    found = [
        search_terms.asked(rest, here, vault) for rest, here in _readings(part, q, places, by_name)
    ]
    if group is not None and group != "elderly":
        found = [[*terms, search_terms.group_term(vault, group)] for terms in found]
    return [terms or [search_terms.EVERYBODY] for terms in found]


def _readings(
    part: DeskPart, q: str, places: Sequence[str], by_name: bool
) -> list[tuple[str, Sequence[str]]]:
    """``(words, places)``."""
    plain = (q, places)
    commune = part.call.caller.commune
    called = _called(part, q, commune) if commune is not None else None
    if called is None or (by_name and len(called.rest.replace(" ", "")) < SHORTEST_NAME):
        return [plain]
    here = list(dict.fromkeys((*places, part.village_id(str(commune), called.village))))
    narrowed = (called.rest, here)
    return [narrowed, plain] if called.certain else [plain, narrowed]


def _called(part: DeskPart, q: str, commune: str) -> _Called | None:
    """The longest name of a village of the commune that stands in the words of a question: one
    of its list, or one that a decision gave."""
    asked = words(q)[:MOST_ASKED]
    cuts = {
        term_id("village", commune, " ".join(asked[start:end])): (start, end)
        for start in range(len(asked))
        for end in range(start + 1, min(start + MOST_WORDS, len(asked)) + 1)
    }
    if not cuts:
        return None
    given = {
        term_id("village", commune, each.into)
        for each in part.village_catalogue(commune).standing()
    }
    listed = {each.id for each in part.office.finder.many("term", list(cuts))}
    found = [cut for each, cut in cuts.items() if each in listed | given]
    if not found:
        return None
    start, end = max(found, key=lambda cut: (cut[1] - cut[0], -cut[0]))
    name = asked[start:end]
    numbered = any(map(str.isdigit, "".join(name)))
    return _Called(
        village=" ".join(name),
        rest=" ".join((*asked[:start], *asked[end:])),
        certain=(len(name) > 1 and name[0] in KINDS) or numbered,
    )
