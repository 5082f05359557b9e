"""Text typed for TCVN3 (fonts ``.VnTime``) or VNI-Windows fonts, read as if it were Unicode.

``NguyÔn V¨n`` is TCVN3, ``Nguyeãn Vaên`` is VNI. The tables are those of TCVN 5712 and of
VNI-Windows, as their bytes look in code page 1252. A text is converted only when every
word of the outcome can be a Vietnamese syllable: what cannot be told is left to people.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from registry.domain.text import clean, fold

__all__ = ["Converted", "convert", "looks_legacy", "old_readings", "readings"]

_TCVN3_FROM = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

# VNI writes the bare vowel, then a letter that stands for its marks.
_VNI_MARKS = {
    "a": "aáàảãạ âấầẩẫậ ăắằẳẵặ",
    "e": "eéèẻẽẹ êếềểễệ",
    "o": "oóòỏõọ ôốồổỗộ",
    "u": "uúùủũụ",
    "y": "yýỳỷỹ",
    "ô": "ơớờởỡợ",  # the letter ô itself is VNI's ơ
    "ö": "ưứừửữự",
}
_VNI_TONES = ("", "ù", "ø", "û", "õ", "ï")
_VNI_CIRCUMFLEX = ("â", "á", "à", "å", "ã", "ä")
_VNI_BREVE = ("ê", "é", "è", "ú", "ü", "ë")
_VNI_SINGLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for vowel, groups in _VNI_MARKS.items():
        for marks, letters in zip(
            (_VNI_TONES, _VNI_CIRCUMFLEX, _VNI_BREVE), groups.split(), strict=False
        ):
            for mark, letter in zip(marks, letters, strict=False):
                table[vowel + mark] = letter
    table.update(_VNI_SINGLE)
    capitals = {key.upper(): value.upper() for key, value in table.items()}
    mixed = {key[:1].upper() + key[1:]: value.upper() for key, value in table.items()}
    return {**mixed, **capitals, **table}


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_VIETNAMESE = frozenset(
    "aăâbcdđeêfghijklmnoôơpqrstuưvwxyzáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
# oá, oà and oã are no pairs: Hoà is a spelling of Hòa.
_VNI_PAIR = re.compile(r"[aeouyôö][ùøûõï]|[ae][âáàåãä]|o[âåä]|a[êéèúüë]|ñ", re.IGNORECASE)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:(?:ieu|yeu|uoi|uou|oai|oay|oeo|uay|uyu|uya|a[iouy]|e[ou]|i[au]|o[ai]|u[aiu])"
    r"|(?:uye|oa|oe|oo|ua|ue|uo|uy|ie|ye|[aeiouy])(?:ng|nh|ch|[cmnpt])?)"
)
_IMPOSSIBLE = re.compile("[aăâeêoôơuy]ư|[aăâeêoôy]ơ|e[uê]|(?<!g)ie|ye|uo|ưo")
"""Vowels that never stand together, whatever their tone: what a wrong reading shows."""

_MARKED = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A text in Unicode and the encoding it was found in (``tcvn3`` or ``vni``)."""

    text: str
    encoding: str


def looks_legacy(text: str) -> bool:
    """Whether a text has letters that no Vietnamese text has, or VNI's pairs."""
    letters = [char for char in unicodedata.normalize("NFC", text.lower()) if not char.isascii()]
    strange = any(char not in _VIETNAMESE and not _harmless(char) for char in letters)
    return strange or "\u00ad" in text or bool(_VNI_PAIR.search(unicodedata.normalize("NFC", text)))


def _harmless(char: str) -> bool:
    """Punctuation of a word processor: curly quotes, dashes, blanks."""
    return unicodedata.category(char)[0] in "PZC" and char not in "«¡§¶·»\u00ad"


def convert(text: str, prefer: str | None = None) -> Converted | None:
    """The text in Unicode, or None when it is not legacy text or cannot be told.

    Short texts can be Vietnamese in both readings: ``prefer`` (``tcvn3`` or ``vni``) is
    what the rest of the list is written in, and then also decides about texts that would
    pass for Unicode.
    """
    if not looks_legacy(text) and (prefer is None or text.isascii()):
        return None
    composed = unicodedata.normalize("NFC", text)
    candidates = [
        Converted(text=_recased(composed, composed.translate(_TCVN3)), encoding="tcvn3"),
        Converted(
            text=_recased(composed, _VNI_PATTERN.sub(lambda m: _VNI[m[0]], composed)),
            encoding="vni",
        ),
    ]
    candidates.sort(key=lambda each: each.encoding != prefer)
    return next((each for each in candidates if _is_vietnamese(each.text)), None)


def readings(text: str) -> tuple[str, ...]:
    """A text as it stands and as either old font would show it, to be tried against a list of
    known words: ``Giíi tÝnh`` has no letter that tells, but only one reading is a heading."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys((composed, *(reading for _, reading in old_readings(text)))))


def old_readings(text: str) -> tuple[tuple[str, str], ...]:
    """A text as either old font would show it, with the encoding's name."""
    composed = unicodedata.normalize("NFC", text)
    vni = _VNI_PATTERN.sub(lambda m: _VNI[m[0]], composed)
    return ("tcvn3", composed.translate(_TCVN3)), ("vni", vni)


def _recased(before: str, after: str) -> str:
    """Capitals restored: TCVN3's capital fonts write marked capitals as small letters."""
    words = []
    for old, new in zip(before.split(" "), after.split(" "), strict=False):
        ascii_letters = [char for char in old if char.isascii() and char.isalpha()]
        shouted = len(ascii_letters) > 1 and all(char.isupper() for char in ascii_letters)
        words.append(new.upper() if shouted else new)
    return clean(" ".join(words))


def _is_vietnamese(text: str) -> bool:
    return bool(text) and all(_is_syllable(word) for word in text.split())


def _is_syllable(word: str) -> bool:
    bare = word.strip(".,;:()-/'\"")
    if not bare or bare.isdigit():
        return True
    if any(char not in _VIETNAMESE for char in unicodedata.normalize("NFC", bare.lower())):
        return False
    parts = unicodedata.normalize("NFD", bare.lower())
    letters = unicodedata.normalize("NFC", _MARKED.sub("", parts))
    if _IMPOSSIBLE.search(letters):
        return False
    return len(_MARKED.findall(parts)) <= 1 and _SYLLABLE.fullmatch(fold(bare)) is not None
