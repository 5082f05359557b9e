"""Who issues the report, and to whom it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Office", "office_of"]

FILE = Path(__file__).with_name("offices.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One entry of ``offices.yaml``; ``period`` is the plan's, first and last day."""

    superior: str
    issuer: Sequence[str]
    short: str
    symbol: str
    place: str
    plan: str
    plan_short: str
    period: tuple[date, date]
    addressees: Sequence[str]
    recipients: Sequence[str]
    archive: str
    signature: Sequence[str]


def office_of(commune: str, unit_name: str) -> Office:
    """The office of a unit; ``unit_name`` ("xã Hưng Đạo") names one that is not in the file."""
    entry = _offices().get(commune)
    if entry is None:
        entry = {key: _named(value, unit_name) for key, value in _offices()["default"].items()}
    period = entry["period"]
    return Office(**{**entry, "period": (period["from"], period["to"])})


def _named(value: Any, unit: str) -> Any:
    if isinstance(value, str):
        return value.format(unit=unit, UNIT=unit.upper())
    return [_named(each, unit) for each in value] if isinstance(value, list) else value


@cache
def _offices() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
