"""One field spread over several columns, put together again as one cell."""

from __future__ import annotations

from collections.abc import Mapping

from registry.imports.sheet import Cell

__all__ = ["whole_cells"]

_NOT_MARKED = ("", "-", "–", "/", ".", "0")


def _digits(value: Cell) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() if value is not None and not isinstance(value, bool) else ""


def _marked(value: Cell) -> bool:
    return value is not None and str(value).strip() not in _NOT_MARKED


def whole_cells(cells: Mapping[str, Cell], columns: Mapping[str, int]) -> dict[str, Cell]:
    """The cells of a line, without parts: name, birth date and gender each in one cell.

    A list with a column "Nữ" alone leaves it empty for men.
    """
    whole = {name: value for name, value in cells.items() if name not in _PARTS}
    if "name_last" in columns:
        names = (str(cells[part]) for part in ("name_head", "name_last") if part in cells)
        if name := " ".join(names):
            whole["full_name"] = name
    if "birth_year" in columns:
        whole |= _joined_date(cells)
    for sort in ("birth", "gender"):
        whole |= _by_gender(sort, cells, columns)
    return whole


_PARTS = (
    "name_head",
    "name_last",
    "birth_day",
    "birth_month",
    "birth_year",
    "birth_male",
    "birth_female",
    "gender_male",
    "gender_female",
)


def _joined_date(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    parts = [_digits(cells.get(f"birth_{part}")) for part in ("day", "month", "year")]
    text = "/".join(filter(None, parts))
    return {"birth_date": text} if text else {}


def _by_gender(sort: str, cells: Mapping[str, Cell], columns: Mapping[str, int]) -> dict[str, Cell]:
    """Which of the two columns is filled tells the gender; both filled tell nothing."""
    if f"{sort}_female" not in columns:
        return {}
    male, female = cells.get(f"{sort}_male"), cells.get(f"{sort}_female")
    found: dict[str, Cell] = {}
    if _marked(male) != _marked(female):
        value = male if _marked(male) else female
        if sort == "birth":
            found["birth_date"] = value
        if sort == "gender" or any(map(str.isdigit, str(value))):
            found["gender"] = "Nam" if _marked(male) else "Nữ"
    elif not _marked(male) and f"{sort}_male" not in columns:
        found["gender"] = "Nam"
    return found
