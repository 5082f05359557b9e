"""The plan as data: what is counted, against which target, by which reading.

Five measures cover the plan; a definition is one of them with its parameters:

    FirstFactOfYear   flow   a person once a calendar year, on their first qualifying fact
    MembersReached    stock  den: in the groups; num: with a fact since the plan began
    NeedsMet          stock  den: needs recorded while in the groups; num: a fact on or after it
    LoansDisbursed    stock  den: eligible credit needs (by person or household); num: disbursed
    Surveyed          external  two numbers of the latest labour survey
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.domain.days import Day, Month, months_from

__all__ = [
    "Facts",
    "FirstFactOfYear",
    "Indicator",
    "LoansDisbursed",
    "Measure",
    "MembersReached",
    "NeedsMet",
    "Plan",
    "Surveyed",
    "Target",
    "Text",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Records of one table whose fields have one of the wanted values.

    ``dims`` names the extra breakdown dimensions and the field each is read from.
    """

    table: str
    where: tuple[tuple[str, frozenset[object]], ...] = ()
    dims: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFactOfYear:
    any_of: tuple[Facts, ...]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersReached:
    groups: frozenset[str]
    by: tuple[Facts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsMet:
    """``able_to_work``: only needs of persons able to work count."""

    kinds: frozenset[str]
    groups: frozenset[str]
    by: tuple[Facts, ...]
    able_to_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoansDisbursed:
    """By person: the borrower in the groups on the need's date; by household: any member."""

    groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    numerator: str
    denominator: str


Measure = FirstFactOfYear | MembersReached | NeedsMet | LoansDisbursed | Surveyed


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``rule``: annual_average (a count a year), at_least, below, range (ratios), none.

    ``value`` is the yearly count or the ratio to reach (a range: its lower end); ``upper``
    the range's upper end.
    """

    rule: str
    value: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """``kind``: flow, stock or external; ``unit``: person or household."""

    code: str
    name: Text
    clause: str
    kind: str
    unit: str
    measure: Measure
    target: Target
    source: Text
    version: int
    reading: Text | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        return ("value",) if self.kind == "flow" else ("den", "num")

    def key(self, part: str) -> str:
        """``<code>.<part>``, what entries and cells are filed under."""
        return f"{self.code}.{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``groups`` are the priority group's codes; ``first``/``last`` the plan period."""

    code: str
    version: int
    commune: str
    title: Text
    first: Day
    last: Day
    groups: Mapping[str, Text]
    indicators: tuple[Indicator, ...]
    digest: str = ""

    @property
    def months(self) -> list[Month]:
        return months_from(self.first[:7], self.last[:7])

    def indicator(self, code: str) -> Indicator | None:
        return next((each for each in self.indicators if each.code == code), None)
