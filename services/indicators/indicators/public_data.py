"""Open data: the public figures as flat rows, with the dictionary that explains every field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from indicators.public import Public

__all__ = ["dictionary", "public_data"]

Json = dict[str, Any]


@lru_cache(maxsize=1)
def dictionary() -> Json:
    """``{rule: {vi, en}, fields: [{name, type, unit?, vi, en, rule_vi?, rule_en?}]}``."""
    text = (files("indicators") / "public_dictionary.yaml").read_text(encoding="utf-8")
    found: Json = yaml.safe_load(text)
    return found


def public_data(public: Public) -> Json:
    """``{span, commune, plan, published_on, rule, fields, rows: [{field: value}]}``; each row has
    every field of the :func:`dictionary`, null where it does not apply.
    """
    rows: list[Json] = []
    for figure in public.figures():
        rows.extend(_rows(figure, public.reading.plan.commune))
    return {
        "span": public.span.name,
        "commune": public.reading.plan.commune,
        "plan": public.reading.plan.code,
        "published_on": public.published_on(),
        **dictionary(),
        "rows": rows,
    }


def _rows(figure: Json, commune: str) -> Iterator[Json]:
    common = {
        "commune": commune,
        "code": figure["code"],
        "name_vi": figure["name"],
        "name_en": figure["name_en"],
        "clause": figure["clause"],
        "kind": figure["kind"],
        "unit": figure["unit"],
        "span": figure["span"],
        "definition_version": figure["definition_version"],
        "published_on": figure.get("published_on"),
    }
    head = {"target": figure["target"]["of_span"], "target_rule": figure["target"]["rule"]}
    worst, best = figure["status_range"]
    status = {"status": figure["status"], "status_worst": worst, "status_best": best}
    told = common | {"published": figure["published"]}
    yield _row(told | head | {"dimension": "total", **status}, figure)
    for month in figure["months"]:
        yield _row(told | {"dimension": "month", "key": month["month"]}, month)
    for dimension, cells in figure["breakdowns"].items():
        for cell in cells:
            yield _row(told | {"dimension": dimension, "key": cell["key"]}, cell)


def _row(common: Json, numbers: Json) -> Json:
    names = (field["name"] for field in dictionary()["fields"])
    found = {name: common.get(name, numbers.get(name)) for name in names}
    return found | {"hidden": bool(numbers.get("hidden"))}
