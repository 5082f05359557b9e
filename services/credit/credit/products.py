"""The loan terms as shipped with the service (products.yaml)."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, TypeVar

import msgspec
import yaml

from credit.domain.product import Products, Rule, Terms

__all__ = ["load_products", "terms_view"]

T = TypeVar("T")


def load_products() -> Products:
    """Read the rows. Raises ``msgspec.ValidationError`` for a row that is not one."""
    text = files("credit").joinpath("products.yaml").read_text(encoding="utf-8")
    tables = yaml.safe_load(text)
    return Products(
        terms=tuple(_row(each, Terms) for each in tables["terms"]),
        rules=tuple(_row(each, Rule) for each in tables["rules"]),
    )


def terms_view(terms: Terms) -> dict[str, Any]:
    """A row as a caller sees it: dates as ISO text, rates as decimal text, unknown as null."""
    return dict(msgspec.to_builtins(terms))


def _row(row: dict[str, Any], kind: type[T]) -> T:
    known = dict(row)
    since, until = known.pop("from", None), known.pop("to", None)
    return msgspec.convert({**known, "since": since, "until": until}, kind)
