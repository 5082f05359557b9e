"""What is known of a person: per feed, the latest fact of each record.

A fact carries its *position* in its feed. The later position under the same record id
replaces the earlier, and a void removes what stands before it, so the facts are the
same however feeds interleave and however often an event comes.

They are msgspec structs, the one thing in the domain that is not of the standard library: see
``infra/decisions/0012-facts-are-structs.md``.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from indicators.domain.days import Day

__all__ = [
    "Amount",
    "Answer",
    "Assessment",
    "Check",
    "Completion",
    "CreditFacts",
    "Disbursement",
    "Dropout",
    "Enrolment",
    "Fact",
    "Household",
    "Membership",
    "Merged",
    "Need",
    "Outreach",
    "PersonState",
    "Placement",
    "PlacementFacts",
    "Profile",
    "Referral",
    "RegistryFacts",
    "Residence",
    "Service",
    "Support",
    "TrainingClass",
    "TrainingFacts",
    "UseCheck",
    "Withdrawal",
    "changed",
    "names_of",
]


F = TypeVar("F", bound="Fact")


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something told, never changed. ``gc``: facts are trees, no collector need look at them."""


def changed(fact: F, **after: object) -> F:
    """The fact with other values."""
    return msgspec.structs.replace(fact, **after)


def names_of(kind: Any) -> tuple[str, ...]:
    """The names of the fields of a kind of fact."""
    names: tuple[str, ...] = kind.__struct_fields__
    return names


class Residence(Fact, frozen=True):
    """Where a person lives from ``start`` (inclusive) to ``end`` (exclusive, None: still)."""

    village: str | None
    start: Day
    end: Day | None = None
    commune: str | None = None


class Household(Fact, frozen=True):
    """A stay in a household. ``village`` is the household's own, where the owner tells it."""

    id: str
    start: Day
    end: Day | None = None
    village: str | None = None


class Membership(Fact, frozen=True):
    """In a group from ``start`` (inclusive) to ``end`` (exclusive, None: open)."""

    code: str
    start: Day
    end: Day | None = None


class Profile(Fact, frozen=True):
    """The whole dated profile. ``birth`` is ``YYYY[-MM[-DD]]``; ``left`` the day of death or move.

    ``groups`` hold evidenced groups and those the registry derives; ``elderly`` is derived here.
    """

    pos: int
    birth: str | None = None
    gender: str | None = None
    residences: tuple[Residence, ...] = ()
    households: tuple[Household, ...] = ()
    groups: tuple[Membership, ...] = ()
    left: Day | None = None


class Merged(Fact, frozen=True):
    """This person was a duplicate of ``into``."""

    pos: int
    into: str


class Need(Fact, frozen=True):
    pos: int
    on: Day
    kind: str
    able_to_work: bool = False


class Withdrawal(Fact, frozen=True):
    pos: int
    on: Day


class Referral(Fact, frozen=True):
    pos: int
    on: Day
    kind: str
    level: str | None = None
    to: str | None = None


class Outreach(Fact, frozen=True):
    pos: int
    on: Day
    channel: str
    topic: str | None = None


class Enrolment(Fact, frozen=True):
    pos: int
    on: Day
    level: str
    form: str | None = None
    school: str | None = None


class Completion(Fact, frozen=True):
    """An enrolment ended as planned."""

    pos: int
    on: Day
    level: str | None = None
    form: str | None = None
    school: str | None = None


class Dropout(Fact, frozen=True):
    """An enrolment ended before its time."""

    pos: int
    on: Day
    reason: str | None = None
    level: str | None = None
    form: str | None = None
    school: str | None = None


class Support(Fact, frozen=True):
    """Training support paid, whole đồng."""

    pos: int
    on: Day
    amount: int
    source: str | None = None
    policy: str | None = None


class TrainingClass(Fact, frozen=True):
    """A class opened; ``on`` may lie ahead."""

    pos: int
    on: Day
    form: str | None = None
    level: str | None = None
    school: str | None = None
    source: str | None = None
    commune: str | None = None


class Answer(Fact, frozen=True):
    """A partner's answer to a referral."""

    pos: int
    on: Day
    answer: str


class Check(Fact, frozen=True):
    """Whether somebody was still in the work some months after it began."""

    pos: int
    on: Day
    still_employed: bool


class UseCheck(Fact, frozen=True):
    """Whether a loan was used as declared."""

    pos: int
    on: Day
    as_declared: bool


class Service(Fact, frozen=True):
    pos: int
    on: Day
    service: str
    mode: str | None = None
    topic: str | None = None


class Placement(Fact, frozen=True):
    pos: int
    on: Day
    kind: str
    new_job: bool = False
    suitable: bool = False
    employer_kind: str | None = None
    mentored: bool = False


class Assessment(Fact, frozen=True):
    """The bank's judgement of a credit need: ``need_on`` is the need's own date."""

    pos: int
    need_on: Day
    eligible: bool
    product: str | None = None


class Disbursement(Fact, frozen=True):
    pos: int
    on: Day
    product: str | None = None


class Amount(Fact, frozen=True):
    """Whole đồng."""

    pos: int
    on: Day
    amount: int


class RegistryFacts(Fact, frozen=True):
    """From ``registry.indicators``."""

    profile: Profile | None = None
    merged: Merged | None = None
    needs: dict[str, Need] = {}
    need_withdrawals: dict[str, Withdrawal] = {}
    referrals: dict[str, Referral] = {}
    outreach: dict[str, Outreach] = {}
    voided: dict[str, int] = {}


class TrainingFacts(Fact, frozen=True):
    """From ``training``; an enrolment starts and ends under one id. A class is a unit of its
    own: its only fact is itself.
    """

    enrolments: dict[str, Enrolment] = {}
    completions: dict[str, Completion] = {}
    dropouts: dict[str, Dropout] = {}
    supports: dict[str, Support] = {}
    classes: dict[str, TrainingClass] = {}
    training_answers: dict[str, Answer] = {}
    voided: dict[str, int] = {}


class PlacementFacts(Fact, frozen=True):
    """From ``placement``; a placement is checked after 3, 6, 12 months under its own id."""

    services: dict[str, Service] = {}
    placements: dict[str, Placement] = {}
    checks_3: dict[str, Check] = {}
    checks_6: dict[str, Check] = {}
    checks_12: dict[str, Check] = {}
    placement_answers: dict[str, Answer] = {}
    voided: dict[str, int] = {}


class CreditFacts(Fact, frozen=True):
    """From ``credit``; a loan is assessed, disbursed, withdrawn under one id."""

    assessments: dict[str, Assessment] = {}
    disbursements: dict[str, Disbursement] = {}
    loan_withdrawals: dict[str, Withdrawal] = {}
    use_checks: dict[str, UseCheck] = {}
    credit_answers: dict[str, Answer] = {}
    voided: dict[str, int] = {}


class AmountFacts(Fact, frozen=True):
    """From ``credit.indicators``."""

    amounts: dict[str, Amount] = {}
    voided: dict[str, int] = {}


class PersonState(Fact, frozen=True):
    """One sub-state per feed, so the order in which feeds interleave cannot matter."""

    registry: RegistryFacts = RegistryFacts()
    training: TrainingFacts = TrainingFacts()
    placement: PlacementFacts = PlacementFacts()
    credit: CreditFacts = CreditFacts()
    amounts: AmountFacts = AmountFacts()
