"""Vietnamese texts in the order of a Vietnamese dictionary, numbers by what they count."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["InOrder", "in_order", "without_marks"]

InOrder = tuple[tuple[tuple[int, int, str], ...], tuple[int, ...]]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng; a syllable without a mark comes first."""

_NUMBER_OR_CHAR = re.compile(r"[0-9]+|.", re.DOTALL)


def in_order(text: str) -> InOrder:
    """A key to sort by: letters first (ă after a, đ after d; blanks and digits before letters),
    numbers by what they count ("Xóm 2" before "Xóm 10"), tones only between texts of the same
    letters, capitals as small letters."""
    letters: list[tuple[int, int, str]] = []
    tones: list[int] = []
    for part in _NUMBER_OR_CHAR.findall(unicodedata.normalize("NFC", text.casefold())):
        if part.isdecimal():
            number = part.lstrip("0")
            letters.append((0, len(number), number))  # of two the one with fewer digits is less
            continue
        marks = unicodedata.normalize("NFD", part)
        bare = unicodedata.normalize("NFC", "".join(each for each in marks if each not in _TONES))
        rank = _RANK.get(bare, len(_RANK) + 1 if bare.isalpha() else 0)
        letters.append((rank, 0, bare))
        tones.append(sum(_TONES.get(each, 0) for each in marks))
    return tuple(letters), tuple(tones)


def without_marks(text: str) -> str:
    """What is compared when somebody looks for a name: small letters without marks, đ as d."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in parts if not unicodedata.combining(each))
