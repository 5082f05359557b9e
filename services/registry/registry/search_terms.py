"""The small inverted index that people are found by: what is stored, and what is asked.

``n:`` beginnings of the folded words of a name; ``q:`` two words of it, or a word and
the village, by their first letters (what narrows "Đào Thị Được" down although half of
all women are "Thị"); ``b:`` year of birth and village; ``i:`` and ``g:`` keyed hashes
of national id and groups, ``p:`` phone, ``v:`` village, ``l:`` villages lived in before,
``c:`` changes of villages that the stays remember, ``*`` everybody who may be listed. A
merged record has none: nobody finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from registry.domain.birth_date import BirthDate
from registry.domain.groups import groups_of
from registry.domain.national_id import is_well_formed
from registry.domain.people import Person
from registry.domain.phones import normal_phone
from registry.domain.successions import change_ids
from registry.domain.terms import term_id
from registry.domain.text import prefixes, words
from registry.vault import Vault

__all__ = [
    "EVERYBODY",
    "asked",
    "born_term",
    "change_term",
    "group_term",
    "id_guard",
    "id_term",
    "lived_term",
    "named",
    "stored",
    "told_by_name",
    "village_term",
]

EVERYBODY = "*"
SHORTEST_PREFIX = 2
PAIR_LETTERS = (2, 3)
"""Pairs are kept by two letters of each word, and by three where both have as many."""


def id_term(vault: Vault, national_id: str) -> str:
    return f"i:{vault.blind('national_id', national_id)}"


def id_guard(vault: Vault, national_id: str) -> str:
    """Under what registrations of one number meet each other, however near in time."""
    return f"id:{vault.blind('id_guard', national_id)}"


def group_term(vault: Vault, code: str) -> str:
    return f"g:{vault.blind('group', code)}"


def village_term(commune: str, village: str) -> str:
    return f"v:{term_id('village', commune, village)}"


def lived_term(commune: str, village: str) -> str:
    """Who lived there, or belonged to a household there, and lives elsewhere now."""
    return f"l:{term_id('village', commune, village)}"


def change_term(change_id: str) -> str:
    """Whose stays remember this change of villages."""
    return f"c:{change_id}"


def born_term(birth: BirthDate, commune: str, village: str) -> str:
    """Who was born in that year and lives there: where near names are looked for."""
    return f"b:{birth.year}@{term_id('village', commune, village)}"


def _phone_term(phone: str) -> str:
    return f"p:{phone}"


def _pairs(names: Sequence[str], letters: int) -> list[str]:
    long_enough = [word[:letters] for word in names if len(word) >= letters]
    return [f"q:{'+'.join(sorted(pair))}" for pair in combinations(long_enough, 2)]


def _in_village(names: Sequence[str], place: str) -> list[str]:
    starts = {word[:letters] for word in names for letters in PAIR_LETTERS if len(word) >= letters}
    return [f"q:{start}@{place}" for start in starts]


def stored(person: Person, vault: Vault) -> list[str]:
    """Every term this person is found by."""
    details, home = person.details, person.home()
    named = words(details.full_name)
    found = {
        EVERYBODY,
        village_term(home.commune, home.village),
        born_term(details.birth_date, home.commune, home.village),
    }
    found.update(*(_pairs(named, letters) for letters in PAIR_LETTERS))
    found.update(_in_village(named, term_id("village", home.commune, home.village)))
    for word in named:
        least = min(SHORTEST_PREFIX, len(word))
        found |= {f"n:{start}" for start in prefixes(word) if len(start) >= least}
    if details.national_id is not None:
        found.add(id_term(vault, details.national_id))
    if details.phone is not None:
        found.add(_phone_term(details.phone))
    found |= {group_term(vault, code) for code, _ in groups_of(person)}
    found |= _other_places(person) | {change_term(each) for each in change_ids(person)}
    return sorted(found)


def _other_places(person: Person) -> set[str]:
    home = person.home()
    places = {(each.commune, each.village) for each in person.residences}
    places |= {(home.commune, each.village) for each in person.memberships}
    lives = term_id("village", home.commune, home.village)
    return {lived_term(*place) for place in places if term_id("village", *place) != lives}


def told_by_name(term: str) -> bool:
    """Whether the name key alone says that somebody has the term."""
    return term.startswith("n:") or (term.startswith("q:") and "@" not in term)


def named(name_key: str, term: str) -> bool:
    """What ``stored`` says of a term that is told by the name, without making them all."""
    words_of = name_key.split()
    start, _, other = term[2:].partition("+")
    if not other:
        return any(word.startswith(start) for word in words_of)
    first = {index for index, word in enumerate(words_of) if word.startswith(start)}
    second = {index for index, word in enumerate(words_of) if word.startswith(other)}
    return bool(first and second) and len(first | second) > 1


def asked(q: str, places: Sequence[str], vault: Vault) -> list[str]:
    """What a question in these villages (ids) comes to, the terms likely to be rare first."""
    digits = "".join(q.split()).replace(".", "")
    here = [f"v:{place}" for place in places]
    if is_well_formed(digits):
        return [id_term(vault, digits), *here]
    phone = normal_phone(q)
    if phone is not None:
        return [_phone_term(phone), *here]
    named = sorted(dict.fromkeys(words(q)), key=len, reverse=True)
    found: list[str] = []
    for one, other in combinations(named, 2):
        shorter = min(len(one), len(other))
        if shorter >= PAIR_LETTERS[0]:
            found += _pairs((one, other), min(shorter, PAIR_LETTERS[-1]))
    for place in places:
        for word in named:
            if len(word) >= PAIR_LETTERS[0]:
                found.append(f"q:{word[: PAIR_LETTERS[-1]]}@{place}")
    return [*dict.fromkeys(found), *(f"n:{word}" for word in named), *here]
