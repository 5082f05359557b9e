"""The types of requests and their terms, and what is kept how long: tables in ``data/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from registry.domain.data_requests import RequestType

__all__ = ["request_types", "retention_terms"]


def _table(name: str) -> Any:
    return yaml.safe_load(resources.files("registry").joinpath("data", name).read_text("utf-8"))


@cache
def request_types() -> Mapping[str, RequestType]:
    """Read once."""
    return {
        name: RequestType(
            days=row["days"],
            days_with_others=row["days_with_others"],
            extension_days=row["extension_days"],
            basis=row["basis"],
            confirmed=row["status"] == "confirmed",
        )
        for name, row in _table("request_types.yaml").items()
    }


@cache
def retention_terms() -> list[dict[str, Any]]:
    """Read once: ``{record, months, from, status, basis}``."""
    return list(_table("retention.yaml"))
