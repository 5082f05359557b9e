"""The small inverted index that people are found by: what is stored, and what is asked.

``n:`` beginnings of the folded words of a name, ``q:`` two of its words by their first
three letters (what narrows "Đào Thị Được" down although half of all women are "Thị"),
``i:`` and ``g:`` keyed hashes of national id and groups, ``p:`` phone, ``v:`` village, ``*``
everybody who may be listed. A merged record has none: nobody finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from registry.domain.groups import groups_of
from registry.domain.national_id import is_well_formed
from registry.domain.people import Person
from registry.domain.phones import normal_phone
from registry.domain.terms import term_id
from registry.domain.text import prefixes, words
from registry.vault import Vault

__all__ = [
    "EVERYBODY",
    "asked",
    "group_term",
    "id_term",
    "stored",
    "village_term",
]

EVERYBODY = "*"
SHORTEST_PREFIX = 2
PAIR_LETTERS = 3

COMMON = ("nguyen", "thi", "van", "tran", "le", "pham", "hoang", "vu", "bui", "do", "dang")
"""Words that many names share: asked for last, they only filter."""


def id_term(vault: Vault, national_id: str) -> str:
    return f"i:{vault.blind('national_id', national_id)}"


def group_term(vault: Vault, code: str) -> str:
    return f"g:{vault.blind('group', code)}"


def village_term(commune: str, village: str) -> str:
    return f"v:{term_id('village', commune, village)}"


def _phone_term(phone: str) -> str:
    return f"p:{phone}"


def _pair(one: str, other: str) -> str:
    return "q:" + "+".join(sorted((one[:PAIR_LETTERS], other[:PAIR_LETTERS])))


def _pairs(names: Iterable[str]) -> set[str]:
    long_enough = [word for word in names if len(word) >= PAIR_LETTERS]
    return {_pair(one, other) for one, other in combinations(long_enough, 2)}


def stored(person: Person, vault: Vault) -> list[str]:
    """Every term this person is found by."""
    details, home = person.details, person.home()
    named = words(details.full_name)
    found = {EVERYBODY, village_term(home.commune, home.village)} | _pairs(named)
    for word in named:
        least = min(SHORTEST_PREFIX, len(word))
        found |= {f"n:{start}" for start in prefixes(word) if len(start) >= least}
    if details.national_id is not None:
        found.add(id_term(vault, details.national_id))
    if details.phone is not None:
        found.add(_phone_term(details.phone))
    found |= {group_term(vault, code) for code, _ in groups_of(person)}
    return sorted(found)


def asked(q: str, vault: Vault) -> list[str]:
    """What a question comes to, the rarest term first; nothing for an empty question."""
    digits = "".join(q.split()).replace(".", "")
    if is_well_formed(digits):
        return [id_term(vault, digits)]
    phone = normal_phone(q)
    if phone is not None:
        return [_phone_term(phone)]
    named = sorted(dict.fromkeys(words(q)), key=_rarity, reverse=True)
    pairs = [
        _pair(one, other)
        for one, other in combinations(named, 2)
        if min(len(one), len(other)) >= PAIR_LETTERS
    ]
    return [*dict.fromkeys(pairs), *(f"n:{word}" for word in named)]


def _rarity(word: str) -> tuple[bool, int]:
    return word not in COMMON, len(word)
