"""The tables in ``data/``: units, ethnic groups, id prefixes, entitlements, headings of lists."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from registry.domain.text import fold

__all__ = ["Catalogues", "Entitlement", "Ethnicity", "Unit", "load"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A commune unit: ``kind`` is xa, phuong or dac_khu."""

    code: str
    name: str
    kind: str
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ethnicity:
    """How an entry was read. ``ambiguous``: the two official orders differ at that code."""

    key: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """A support and whom it is for, from ``start`` to ``end`` (exclusive)."""

    name: str
    groups: frozenset[str]
    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogues:
    units: Mapping[str, Unit]
    former_communes: Mapping[str, str]
    ethnic_names: Mapping[str, str]
    id_prefixes: frozenset[str]
    entitlements: Mapping[str, Sequence[Entitlement]]
    columns: Mapping[str, Any]
    lists: Mapping[str, Any]
    _ethnic_by_name: Mapping[str, str]
    _ethnic_by_1979: Mapping[str, str]
    _ethnic_by_statistics: Mapping[str, str]

    def unit(self, code: str) -> Unit | None:
        """The unit of this code; names never stand for units (Hưng Đạo exists three times)."""
        return self.units.get(code)

    def ethnicity(self, entry: str) -> Ethnicity | None:
        """From a key, a name in any known spelling, or a code; None when unknown.

        A bare code is read by Decision 121 of 1979; ``gso:05`` names the other order.
        """
        text = entry.strip()
        if text.lower().startswith("gso:"):
            key = self._ethnic_by_statistics.get(text[4:].zfill(2))
            return Ethnicity(key=key) if key else None
        if text.isdigit():
            key = self._ethnic_by_1979.get(text.zfill(2))
            other = self._ethnic_by_statistics.get(text.zfill(2))
            return Ethnicity(key=key, ambiguous=other != key) if key else None
        key = text if text in self.ethnic_names else self._ethnic_by_name.get(_squeezed(text))
        return Ethnicity(key=key) if key else None

    def entitled(self, partner: str, groups: frozenset[str], on: date) -> list[str]:
        """What a partner is told: supports that fit on that day, never the groups."""
        return [
            each.name
            for each in self.entitlements[partner]
            if each.groups & groups and each.start <= on and (each.end is None or on < each.end)
        ]


def _squeezed(name: str) -> str:
    return fold(name).replace(" ", "")


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("registry").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _yaml(name: str) -> dict[str, Any]:
    text = resources.files("registry").joinpath("data", name).read_text("utf-8")
    return dict(yaml.safe_load(text))


@cache
def load() -> Catalogues:
    """All tables, read once."""
    ethnic = _rows("ethnic_groups.csv")
    by_name: dict[str, str] = {}
    for row in ethnic:
        for spelling in (row["name"], *filter(None, row["spellings"].split(";"))):
            by_name[_squeezed(spelling)] = row["key"]
    return Catalogues(
        units={row["code"]: Unit(**row) for row in _rows("units.csv")},
        former_communes={fold(row["name"]): row["code"] for row in _rows("former_communes.csv")},
        ethnic_names={row["key"]: row["name"] for row in ethnic},
        id_prefixes=frozenset(row["prefix"] for row in _rows("id_prefixes.csv")),
        entitlements={
            partner: [
                Entitlement(
                    name=row["entitlement"],
                    groups=frozenset(row["groups"]),
                    start=row["from"],
                    end=row["to"],
                )
                for row in rows
            ]
            for partner, rows in _yaml("entitlements.yaml").items()
        },
        columns=_yaml("columns.yaml"),
        lists=_yaml("lists.yaml"),
        _ethnic_by_name=by_name,
        _ethnic_by_1979={row["code_1979"]: row["key"] for row in ethnic},
        _ethnic_by_statistics={
            r["code_statistics"]: r["key"] for r in ethnic if r["code_statistics"]
        },
    )
