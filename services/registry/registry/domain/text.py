"""Vietnamese text: clean it, fold it for search, order names.

Two spellings of one name must meet: NFC and NFD, capitals, ``Hoà`` and ``Hòa`` (tone
placed on the other vowel), typed without marks. Folding drops every mark, ``đ``
included, which does not decompose and survives a plain strip of combining marks.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean", "fold", "name_order", "prefixes", "proper_name", "title_order", "words"]

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LETTERS_WITHOUT_PARTS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i"})
_NOT_WORD = re.compile(r"[^\w]+|_+")
_WORD_OR_NUMBER = re.compile(r"[0-9]+|[^\W\d_]+")


def clean(text: str) -> str:
    """NFC, no invisible characters, white space squeezed to single blanks."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def fold(text: str) -> str:
    """The search key: lower case, no marks, ``đ`` as ``d``, words parted by one blank.

    The tone's place does not matter, nor hyphens and apostrophes. Folding twice
    changes nothing.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_INVISIBLE))
    folded = unicodedata.normalize("NFKD", folded.casefold().casefold())
    folded = "".join(char for char in folded if not unicodedata.category(char).startswith("M"))
    folded = folded.translate(_LETTERS_WITHOUT_PARTS)
    return " ".join(_NOT_WORD.sub(" ", folded).split())


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in their order."""
    return tuple(fold(text).split())


def prefixes(word: str) -> tuple[str, ...]:
    """Every beginning of a word, the word last: what makes a part of a name findable."""
    return tuple(word[:length] for length in range(1, len(word) + 1))


def proper_name(text: str) -> str:
    """A name as it is shown: clean, and in lower case but for initials when it came in capitals."""
    cleaned = clean(text)
    if cleaned.isupper() or cleaned.islower():
        return " ".join(word[:1].upper() + word[1:].lower() for word in cleaned.split())
    return cleaned


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + index) for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}


def _word_order(word: str) -> str:
    """Letters first (ă after a, đ after d), then tones: ngang huyền hỏi ngã sắc nặng."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), "1")
        bare = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(_RANK.get(bare, "0" if bare.isdigit() else "z"))
        tones.append(tone)
    return "".join(letters) + "!" + "".join(tones)


def name_order(full_name: str) -> str:
    """A text that sorts people the Vietnamese way: given name, then family, then middle names."""
    parts = clean(full_name).split()
    if not parts:
        return ""
    ordered = [parts[-1], *parts[:1], *parts[1:-1]] if len(parts) > 1 else parts
    return " ".join(_word_order(part) for part in ordered)


def title_order(title: str) -> tuple[tuple[int, int, str], ...]:
    """A key to sort by of what is no person's name, a village or an occupation: word by word,
    numbers before words and by what they count ("Xóm 2" before "Xóm 10")."""
    return tuple(_part_order(part) for part in _WORD_OR_NUMBER.findall(clean(title)))


def _part_order(part: str) -> tuple[int, int, str]:
    """Of two numbers the one with fewer digits is less."""
    if part.isdecimal():
        number = part.lstrip("0")
        return 0, len(number), number
    return 1, 0, _word_order(part)
