"""Vietnamese texts in the order of a Vietnamese dictionary."""

from __future__ import annotations

import unicodedata

__all__ = ["in_order"]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng; a syllable without a mark comes first."""


def in_order(text: str) -> tuple[tuple[tuple[int, str], ...], tuple[int, ...]]:
    """A key to sort by: letters first (ă after a, đ after d; digits and blanks before letters),
    tones only between texts of the same letters, capitals as small letters."""
    letters: list[tuple[int, str]] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", char)
        bare = unicodedata.normalize("NFC", "".join(each for each in parts if each not in _TONES))
        tone = sum(_TONES.get(each, 0) for each in parts)
        letters.append((_RANK.get(bare, 0 if not bare.isalpha() else len(_RANK) + 1), bare))
        tones.append(tone)
    return tuple(letters), tuple(tones)
