"""What is known of a person: per feed, the latest fact of each record.

A fact carries its *position* in its feed. The later position under the same record id
replaces the earlier, and a void removes what stands before it, so the facts are the
same however feeds interleave and however often an event comes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """Where a person lives from ``start`` (inclusive) to ``end`` (exclusive, None: still)."""

    village: str | None
    start: Day
    end: Day | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A stay in a household. ``village`` is the household's own, where the owner tells it."""

    id: str
    start: Day
    end: Day | None = None
    village: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """In a group from ``start`` (inclusive) to ``end`` (exclusive, None: open)."""

    code: str
    start: Day
    end: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """This person was a duplicate of ``into``."""

    pos: int
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    pos: int
    on: Day
    kind: str
    able_to_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    pos: int
    on: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    pos: int
    on: Day
    kind: str
    level: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outreach:
    pos: int
    on: Day
    channel: str
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    pos: int
    on: Day
    level: str
    form: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """An enrolment ended as planned."""

    pos: int
    on: Day
    level: str | None = None
    form: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout:
    """An enrolment ended before its time."""

    pos: int
    on: Day
    reason: str | None = None
    level: str | None = None
    form: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Training support paid, whole đồng."""

    pos: int
    on: Day
    amount: int
    source: str | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingClass:
    """A class opened; ``on`` may lie ahead."""

    pos: int
    on: Day
    form: str | None = None
    level: str | None = None
    school: str | None = None
    source: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A partner's answer to a referral."""

    pos: int
    on: Day
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Whether somebody was still in the work some months after it began."""

    pos: int
    on: Day
    still_employed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCheck:
    """Whether a loan was used as declared."""

    pos: int
    on: Day
    as_declared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    pos: int
    on: Day
    service: str
    mode: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    pos: int
    on: Day
    kind: str
    new_job: bool = False
    suitable: bool = False
    employer_kind: str | None = None
    mentored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The bank's judgement of a credit need: ``need_on`` is the need's own date."""

    pos: int
    need_on: Day
    eligible: bool
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disbursement:
    pos: int
    on: Day
    product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Whole đồng."""

    pos: int
    on: Day
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryFacts:
    """From ``registry.indicators``."""

    profile: Profile | None = None
    merged: Merged | None = None
    needs: dict[str, Need] = field(default_factory=dict)
    need_withdrawals: dict[str, Withdrawal] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    outreach: dict[str, Outreach] = field(default_factory=dict)
    voided: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFacts:
    """From ``training``; an enrolment starts and ends under one id. A class is a unit of its
    own: its only fact is itself.
    """

    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    completions: dict[str, Completion] = field(default_factory=dict)
    dropouts: dict[str, Dropout] = field(default_factory=dict)
    supports: dict[str, Support] = field(default_factory=dict)
    classes: dict[str, TrainingClass] = field(default_factory=dict)
    training_answers: dict[str, Answer] = field(default_factory=dict)
    voided: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFacts:
    """From ``placement``; a placement is checked after 3, 6, 12 months under its own id."""

    services: dict[str, Service] = field(default_factory=dict)
    placements: dict[str, Placement] = field(default_factory=dict)
    checks_3: dict[str, Check] = field(default_factory=dict)
    checks_6: dict[str, Check] = field(default_factory=dict)
    checks_12: dict[str, Check] = field(default_factory=dict)
    placement_answers: dict[str, Answer] = field(default_factory=dict)
    voided: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditFacts:
    """From ``credit``; a loan is assessed, disbursed, withdrawn under one id."""

    assessments: dict[str, Assessment] = field(default_factory=dict)
    disbursements: dict[str, Disbursement] = field(default_factory=dict)
    loan_withdrawals: dict[str, Withdrawal] = field(default_factory=dict)
    use_checks: dict[str, UseCheck] = field(default_factory=dict)
    credit_answers: dict[str, Answer] = field(default_factory=dict)
    voided: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFacts:
    """From ``credit.indicators``."""

    amounts: dict[str, Amount] = field(default_factory=dict)
    voided: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonState:
    """One sub-state per feed, so the order in which feeds interleave cannot matter."""

    registry: RegistryFacts = field(default_factory=RegistryFacts)
    training: TrainingFacts = field(default_factory=TrainingFacts)
    placement: PlacementFacts = field(default_factory=PlacementFacts)
    credit: CreditFacts = field(default_factory=CreditFacts)
    amounts: AmountFacts = field(default_factory=AmountFacts)
