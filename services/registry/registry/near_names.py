"""Names that may be one name, mistyped, turned round, or with a part left out.

Compared as folded keys, so capitals, marks and the tone's place are no difference here.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

__all__ = ["near"]

MISTYPED = 1
LEAST_LETTERS = 3
LEAST_WORDS = 2

# initial, vowels, end: what a folded Vietnamese syllable can be
_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    r"[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)


def near(one: str, other: str, *, same_day: bool) -> bool:
    """Whether two different name keys may be one person's.

    The words in another order; all words of the shorter name, at least two, in the
    longer; or one letter of a word mistyped, left out, doubled or exchanged with its
    neighbour. ``same_day`` (born the very same day) lets any such letter count;
    otherwise it must have made a word that is no Vietnamese syllable ("Hug"): Lan and
    Loan of one year are two people.
    """
    mine, theirs = one.split(), other.split()
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    if len(mine) == len(theirs) and _one_letter(mine, theirs, same_day=same_day):
        return True
    if min(len(mine), len(theirs)) < LEAST_WORDS:
        return False
    return token_sort_ratio(one, other) == 100 or token_set_ratio(one, other) == 100


def _one_letter(mine: list[str], theirs: list[str], *, same_day: bool) -> bool:
    differing = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return False
    word, typed = differing[0]
    if min(len(word), len(typed)) < LEAST_LETTERS or not (word.isalpha() and typed.isalpha()):
        return False
    if DamerauLevenshtein.distance(word, typed, score_cutoff=MISTYPED) > MISTYPED:
        return False
    return same_day or not (_SYLLABLE.fullmatch(word) and _SYLLABLE.fullmatch(typed))
