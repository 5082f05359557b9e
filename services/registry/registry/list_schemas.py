"""Bodies about lists: which column is what, what a line says instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.errors import Invalid
from chassis.schemas import Count
from marshmallow import fields

from registry.body_fields import NewBody
from registry.imports.kinds import ListKind

__all__ = ["corrections_of", "mapping_of"]

MOST_COLUMNS = 200
LONGEST_CELL = 1000


class _Mapping(NewBody):
    sheet = Count(most=50)
    header_row = Count(least=1, most=200)
    columns = fields.Dict(
        keys=fields.String(), values=Count(most=MOST_COLUMNS - 1), required=True,
        error_messages={"required": "required", "invalid": "not_an_object"},
    )  # fmt: skip
    constants = fields.Dict(
        keys=fields.String(), values=fields.String(),
        error_messages={"invalid": "not_an_object"},
    )  # fmt: skip


def mapping_of(body: Any, kind: ListKind) -> dict[str, Any]:
    """``{columns: {field: index}, header_row?, sheet?, constants?}``; a column that is null is
    not mapped. Raises ``Invalid``."""
    if isinstance(body, Mapping) and isinstance(body.get("columns"), Mapping):
        given = {name: at for name, at in body["columns"].items() if at is not None}
        body = {**body, "columns": given}
    read = _Mapping().read(body)
    _known({f"columns.{name}": name for name in read["columns"]}, kind)
    constants = {name: text.strip() for name, text in read.get("constants", {}).items()}
    _known({f"constants.{name}": name for name in constants}, kind)
    read["constants"] = {name: text for name, text in constants.items() if text}
    return read


def corrections_of(values: Any, kind: ListKind) -> dict[str, str]:
    """Field → text; null or an empty text says that nothing stands there. Raises ``Invalid``."""
    if not isinstance(values, Mapping) or not values:
        raise Invalid.of(values="not_an_object")
    _known({str(name): str(name) for name in values}, kind)
    found = {str(name): "" if text is None else text for name, text in values.items()}
    for name, text in found.items():
        if not isinstance(text, str):
            raise Invalid.of(**{name: "not_text"})
        if len(text) > LONGEST_CELL:
            raise Invalid.of(**{name: "too_long"})
    return {name: text.strip() for name, text in found.items()}


def _known(paths: Mapping[str, str], kind: ListKind) -> None:
    wrong = {path: ["unknown_field"] for path, name in paths.items() if name not in kind.mappable()}
    if wrong:
        raise Invalid("invalid", {"fields": wrong})
