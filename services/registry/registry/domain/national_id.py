"""The personal identification number (số định danh, CCCD): 12 digits, kept as text.

Three digits for the place of birth registration, one for century and sex, two for the
year, six random (Decree 137/2015 art 13, Circular 07/2016/TT-BCA art 7). There is no
checksum. What does not fit the person only warns: papers are wrong, too.
"""

from __future__ import annotations

import re
from collections.abc import Container

__all__ = ["doubts", "gender_of", "is_well_formed", "mask"]

_FORM = re.compile(r"[0-9]{12}")


def is_well_formed(number: str) -> bool:
    """Exactly twelve digits."""
    return _FORM.fullmatch(number) is not None


def gender_of(number: str) -> str:
    """What the fourth digit of a well-formed number says."""
    return ("male", "female")[int(number[3]) % 2]


def doubts(number: str, *, birth_year: int, gender: str, prefixes: Container[str]) -> list[str]:
    """Warning codes of a well-formed number that does not fit the person; empty when it does."""
    century = int(number[3]) // 2
    found = []
    if number[:3] not in prefixes:
        found.append("national_id_unknown_place")
    if gender_of(number) != gender:
        found.append("national_id_other_gender")
    if 1900 + 100 * century != birth_year // 100 * 100:
        found.append("national_id_other_century")
    if int(number[4:6]) != birth_year % 100:
        found.append("national_id_other_year")
    return found


def mask(number: str) -> str:
    """As lists show it: ``001•••••1234``."""
    return f"{number[:3]}•••••{number[-4:]}"
