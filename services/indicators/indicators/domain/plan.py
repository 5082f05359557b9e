"""The plan as data: what is counted, against which target, by which reading.

A definition is one of these measures with its parameters; the first five cover the plan:

    FirstFactOfYear   flow   a person once a calendar year, on their first qualifying fact
    MembersReached    stock  den: in the groups; num: with a fact since the plan began
    NeedsMet          stock  den: needs recorded while in the groups; num: a fact on or after it
    LoansDisbursed    stock  den: eligible credit needs (by person or household); num: disbursed
    Surveyed          external  two numbers of the latest labour survey
    FactsShare        share  den: facts of the span; num: those of them that are of a kind
    FollowedUp        share  den: facts some months or days ago; num: another fact in between
    AmountsPaid       money  đồng of the facts of the span

A flow and a share are of a span's own days, a stock of all days up to its last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.domain.days import Day, Month, months_from

__all__ = [
    "AmountsPaid",
    "Facts",
    "FactsShare",
    "FirstFactOfYear",
    "FollowedUp",
    "Goal",
    "Indicator",
    "LoansDisbursed",
    "Measure",
    "MembersReached",
    "NeedsMet",
    "Plan",
    "Source",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsShare:
    """Records counted on their own day, whoever's. ``those`` are part of ``of``."""

    of: tuple[Facts, ...]
    those: tuple[Facts, ...]
    groups: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """Records counted on the day their time is up: ``months`` and ``days`` after their own.

    Followed by one of ``by``, from the record's day to that day; with ``same_record`` one
    told under the same id. ``missed``: the numerator is those not followed. ``groups``: only
    records of persons in one of these on the record's day.
    """

    after: tuple[Facts, ...]
    by: tuple[Facts, ...]
    months: int = 0
    days: int = 0
    same_record: bool = False
    missed: bool = False
    groups: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountsPaid:
    """The ``amount`` of every such record, on its own day."""

    any_of: tuple[Facts, ...]
    amount: str


Measure = (
    FirstFactOfYear
    | MembersReached
    | NeedsMet
    | LoansDisbursed
    | Surveyed
    | FactsShare
    | FollowedUp
    | AmountsPaid
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a target asks for from a day on."""

    since: Day
    value: float
    upper: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``rule``: annual_average (a count a year), at_least, below, range (ratios), none.

    ``value`` is the yearly count or the ratio to reach (a range: its lower end); ``upper``
    the range's upper end. ``goals``: where they change inside the plan period, by day.
    """

    rule: str
    value: float | None = None
    upper: float | None = None
    goals: tuple[Goal, ...] = ()

    def on(self, day: Day) -> Target:
        """The target as it is on that day."""
        held = [goal for goal in self.goals if goal.since <= day]
        if not held:
            return self
        return Target(rule=self.rule, value=held[-1].value, upper=held[-1].upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """``kind``: flow, stock, share, money or external; ``unit``: person, household or class.

    ``further``: not one of the plan's own targets.
    """

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
    further: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """What entries are filed under. Of money: đồng, and how many payments."""
        if self.kind == "money":
            return ("amount", "value")
        return ("value",) if self.kind == "flow" else ("den", "num")

    @property
    def by_span(self) -> bool:
        """Of a span's own days only, not of all days before it."""
        return self.kind in ("flow", "share", "money")

    def key(self, part: str) -> str:
        """``<code>.<part>``, what entries and cells are filed under."""
        return f"{self.code}.{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who tells a feed's facts, and after how many days without one it is called silent."""

    owner: Text
    silent_after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``groups`` are the priority group's codes; ``first``/``last`` the plan period;
    ``text`` the file it was read from. A city's plan has ``communes``: by unit code what the
    commune's own file makes of it, with the commune's ``name`` where that tells it.
    """

    code: str
    version: int
    commune: str
    title: Text
    first: Day
    last: Day
    groups: Mapping[str, Text]
    indicators: tuple[Indicator, ...]
    digest: str = ""
    text: str = ""
    communes: Mapping[str, Plan] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    name: Text | None = None

    @property
    def months(self) -> list[Month]:
        return months_from(self.first[:7], self.last[:7])

    @property
    def commune_names(self) -> dict[str, dict[str, str]]:
        """``{unit code: {vi, en}}`` of the communes whose files tell their names."""
        found = {code: own.name for code, own in self.communes.items()}
        return {code: {"vi": n.vi, "en": n.en} for code, n in found.items() if n is not None}

    def of_set(self, name: str) -> tuple[Indicator, ...]:
        """``plan``: its own targets; ``further``: what is counted beside; ``all``."""
        if name == "all":
            return self.indicators
        return tuple(each for each in self.indicators if each.further == (name == "further"))

    def indicator(self, code: str) -> Indicator | None:
        return next((each for each in self.indicators if each.code == code), None)
