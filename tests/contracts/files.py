"""The contracts as they lie in the services' folders."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

Json = dict[str, Any]
SERVICES = Path(__file__).resolve().parents[2] / "services"
SUFFIX = ".v1.json"


@cache
def publishes() -> dict[tuple[str, str, str], Json]:
    """Schemas by (owner, feed, name)."""
    return _read("publishes")


@cache
def expects() -> dict[tuple[str, str, str], Json]:
    """``{"schema", "example"}`` by (consumer, feed, name)."""
    return _read("expects")


def _read(side: str) -> dict[tuple[str, str, str], Json]:
    return {
        (path.parts[-5], path.parent.name, path.name.removesuffix(SUFFIX)): json.loads(
            path.read_text("utf-8")
        )
        for path in sorted(SERVICES.glob(f"*/contracts/{side}/*/*.json"))
    }


def schema_of(feed: str, name: str) -> Json:
    """What the owner promises of this event."""
    return next(schema for key, schema in publishes().items() if key[1:] == (feed, name))


def faults(schema: Json, data: Any) -> list[str]:
    """What of the data is not as the schema says, by its path."""
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(data)
    return [f"{each.json_path}: {each.message}" for each in found]
