"""Who may read which sensitive compartment, and for what: the table in ``data/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

__all__ = ["Compartment", "Compartments", "compartments"]

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartment:
    """``groups`` and ``fields`` of a person that stand in it; ``readers``: purposes by role."""

    name: str
    groups: frozenset[str]
    fields: frozenset[str]
    readers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartments:
    purposes: frozenset[str]
    all: tuple[Compartment, ...]

    def open_to(self, role: str, purpose: str) -> frozenset[str]:
        """The compartments this role may read for this purpose; none without one. Words that
        are no code of the table are a purpose too: ``other``."""
        stated = purpose.strip()
        code = stated if stated in self.purposes else OTHER if stated else ""
        return frozenset(
            each.name for each in self.all if code in each.readers.get(role, frozenset())
        )

    def of_group(self, code: str) -> str | None:
        """The compartment that membership of a group reveals."""
        return next((each.name for each in self.all if code in each.groups), None)

    def of_field(self, field: str) -> str | None:
        """The compartment a field of the person stands in."""
        return next((each.name for each in self.all if field in each.fields), None)


@cache
def compartments() -> Compartments:
    """Read once."""
    text = resources.files("registry").joinpath("data", "compartments.yaml").read_text("utf-8")
    table = yaml.safe_load(text)
    return Compartments(
        purposes=frozenset(table["purposes"]),
        all=tuple(
            Compartment(
                name=name,
                groups=frozenset(row["groups"]),
                fields=frozenset(row["fields"]),
                readers={role: frozenset(these) for role, these in row["readers"].items()},
            )
            for name, row in table["compartments"].items()
        ),
    )
