"""A write as the tables tell it, and what every table says the same way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["BANK", "CENTRE", "OFFICER", "ON", "SCHOOL", "Json", "Write", "post"]

Json = dict[str, Any]
ON = "2027-04-01"


@dataclass(frozen=True)
class Write:
    route: str
    path: str
    role: str
    needed: Json
    more: Json = field(default_factory=dict)

    @property
    def body(self) -> Json:
        return {**self.needed, **self.more}

    def __str__(self) -> str:
        return self.route


def post(
    route: str,
    role: str,
    needed: Json,
    more: Json | None = None,
    *,
    at: str = "",
) -> Write:
    return Write(f"POST {route}", at or route, role, needed, more or {})


OFFICER, SCHOOL, CENTRE, BANK = "commune_officer", "school", "job_centre", "bank"
