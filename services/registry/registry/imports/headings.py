"""What a heading means: the words of ``columns.yaml``, and headings that only their group tells.

Under "Năm sinh" the columns "Nam" and "Nữ" hold birth years; under "Giới tính", marks;
"Ngày", "Tháng", "Năm" are the parts of one date. Folding makes "Nam" and "Năm" alike, so
the neighbours decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.domain.legacy_text import old_readings, readings
from registry.domain.text import fold

__all__ = ["PARTS_OF", "Headings", "columns_of", "encoding_of", "headings"]

PARTS_OF = {
    "full_name": ("name_head", "name_last"),
    "birth_date": ("birth_day", "birth_month", "birth_year", "birth_male", "birth_female"),
    "gender": ("gender_male", "gender_female", "birth_male", "birth_female"),
}
"""A field that a list may spread over several columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Folded headings by field, and the words of a total."""

    whole: Mapping[str, str]
    parts: Sequence[tuple[str, str]]
    totals: frozenset[str]

    def field(self, text: str) -> str | None:
        """The field that this heading names, in whichever encoding it stands."""
        return next((f for each in readings(text) if (f := self.field_of(fold(each)))), None)

    def field_of(self, folded: str) -> str | None:
        """The field of a heading that is folded already."""
        if not folded:
            return None
        if folded in self.whole:
            return self.whole[folded]
        padded = f" {folded} "
        return next((field for part, field in self.parts if f" {part} " in padded), None)


def encoding_of(texts: Iterable[str], known: Headings) -> str | None:
    """The old encoding that most headings need to be understood, if any does."""
    votes = {"tcvn3": 0, "vni": 0}
    for text in texts:
        if known.field(text) is None or known.field_of(fold(text)) is not None:
            continue
        for encoding, reading in old_readings(text):
            votes[encoding] += known.field_of(fold(reading)) is not None
    best = max(votes, key=lambda encoding: votes[encoding])
    return best if votes[best] else None


def headings(table: Mapping[str, Any], fields: Iterable[str]) -> Headings:
    """From ``columns.yaml``, for the lists that have these fields."""
    whole: dict[str, str] = {}
    parts: list[tuple[str, str]] = []
    for field in fields:
        rules = table["fields"].get(field, {})
        for text in rules.get("is", ()):
            whole.setdefault(fold(str(text)), field)
        parts += [(fold(str(text)), field) for text in rules.get("has", ())]
    # the longest first: "hộ cận nghèo" before "nghèo"
    parts.sort(key=lambda part: len(part[0]), reverse=True)
    totals = frozenset(fold(str(total)) for total in table["totals"])
    return Headings(whole=whole, parts=parts, totals=totals)


def columns_of(rows: Sequence[Sequence[str]], known: Headings) -> dict[str, int]:
    """Field → column, from the texts of one to three heading rows of equal width.

    The lowest row speaks first, then all together, then the upper ones; of two columns
    with one meaning the first wins.
    """
    found = _grouped(rows, known)
    taken = set(found.values())
    for index in range(len(rows[0])):
        if index in taken:
            continue
        texts = [row[index] for row in rows]
        candidates = (texts[-1], " ".join(filter(None, texts)), *texts[-2::-1])
        field = next((f for text in candidates if (f := known.field(text))), None)
        if field is not None:
            found.setdefault(field, index)
    if "name_head" in found and "full_name" in found:
        found["name_last"] = found.pop("full_name")
    return found


def _grouped(rows: Sequence[Sequence[str]], known: Headings) -> dict[str, int]:
    lower = [_bare(text) for text in rows[-1]]
    upper = _spread(rows[-2], lower) if len(rows) > 1 else [""] * len(lower)
    found: dict[str, int] = {}
    start = 0
    for index in range(1, len(lower) + 1):
        if index == len(lower) or upper[index] != upper[start]:
            found |= _parts(upper[start], lower, range(start, index), known)
            start = index
    return found


def _bare(text: str) -> str:
    """Folded in the reading that makes one of the words a group is made of."""
    return next((f for each in readings(text) if (f := fold(each)) in _PART_WORDS), "")


_PART_WORDS = ("nam", "nu", "ngay", "thang")


def _spread(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """A merged heading stands in its first cell; it is meant for those beside it too."""
    spread: list[str] = []
    for index, text in enumerate(upper):
        beside = index > 0 and not text.strip() and lower[index] and lower[index - 1]
        spread.append(spread[-1] if beside else text)
    return spread


def _parts(group: str, lower: Sequence[str], span: range, known: Headings) -> dict[str, int]:
    at = {lower[index]: index for index in span if lower[index]}
    of = known.field(group)
    if {"ngay", "thang", "nam"} <= at.keys() and of in ("birth_date", None):
        return {"birth_day": at["ngay"], "birth_month": at["thang"], "birth_year": at["nam"]}
    if {"nam", "nu"} <= at.keys():
        sort = "birth" if of == "birth_date" else "gender" if of in ("gender", None) else None
        if sort is not None and at["nu"] == at["nam"] + 1:
            return {f"{sort}_male": at["nam"], f"{sort}_female": at["nu"]}
    return {}
