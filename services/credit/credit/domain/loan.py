"""A loan: a credit need with its own date, and the stages of its file at the bank.

    need → assessed → submitted → approved | declined → disbursed → use_checked → closed
    need … approved → withdrawn

The bank's papers come late and some stages leave none, so a skipped stage only remarks;
the rules are in :mod:`credit.domain.lending`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from credit.domain.vocabulary import Ineligibility, Product, Purpose, VoidReason

__all__ = [
    "Assessment",
    "Decision",
    "Loan",
    "LoanAmended",
    "LoanApproved",
    "LoanClosed",
    "LoanDeclined",
    "LoanDisbursed",
    "LoanEvent",
    "LoanFile",
    "LoanSubmitted",
    "LoanVoided",
    "Need",
    "NeedAssessed",
    "NeedOpened",
    "NeedWithdrawn",
    "UseCheck",
    "UseChecked",
    "evolve",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What is asked for. ``amount`` is whole đồng; ``on`` is the need's own date."""

    product: Product
    amount: int
    purpose: Purpose
    on: date
    savings_group_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    eligible: bool
    reason_codes: tuple[Ineligibility, ...]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The bank's: approved, or declined for a reason."""

    approved: bool
    on: date
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCheck:
    as_declared: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFile:
    """What is known so far. The latest assessment and the latest decision hold.

    ``disbursed_amount`` is whole đồng, as told by the bank.
    """

    need: Need
    assessment: Assessment | None = None
    submitted_on: date | None = None
    decision: Decision | None = None
    disbursed_on: date | None = None
    disbursed_amount: int | None = None
    use_check: UseCheck | None = None
    closed_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def status(self) -> str:
        """The furthest stage reached; ``withdrawn`` before all."""
        stages = (
            ("withdrawn", self.withdrawn_on is not None),
            ("closed", self.closed_on is not None),
            ("use_checked", self.use_check is not None),
            ("disbursed", self.disbursed_on is not None),
            ("approved", self.decision is not None and self.decision.approved),
            ("declined", self.decision is not None and not self.decision.approved),
            ("submitted", self.submitted_on is not None),
            ("assessed", self.assessment is not None),
        )
        return next((name for name, reached in stages if reached), "need")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """One person's file at one bank office (agency code) in one commune (unit code)."""

    id: str
    person_id: str
    bank: str
    commune: str
    file: LoanFile
    voided: bool = False

    @property
    def status(self) -> str:
        return "voided" if self.voided else self.file.status


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedOpened:
    loan_id: str
    person_id: str
    bank: str
    commune: str
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAssessed:
    assessment: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanSubmitted:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanApproved:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDeclined:
    on: date
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDisbursed:
    on: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseChecked:
    use_check: UseCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWithdrawn:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanClosed:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanAmended:
    file: LoanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanVoided:
    reason_code: VoidReason
    note: str | None = None


LoanEvent = (
    NeedOpened
    | NeedAssessed
    | LoanSubmitted
    | LoanApproved
    | LoanDeclined
    | LoanDisbursed
    | UseChecked
    | NeedWithdrawn
    | LoanClosed
    | LoanAmended
    | LoanVoided
)


def evolve(state: Loan | None, event: LoanEvent) -> Loan:
    if isinstance(event, NeedOpened):
        return Loan(
            id=event.loan_id,
            person_id=event.person_id,
            bank=event.bank,
            commune=event.commune,
            file=LoanFile(need=event.need),
        )
    if state is None:
        raise TypeError(type(event).__name__)
    if isinstance(event, LoanVoided):
        return replace(state, voided=True)
    return replace(state, file=_filed(state.file, event))


def _filed(file: LoanFile, event: LoanEvent) -> LoanFile:
    match event:
        case NeedAssessed():
            declined = file.decision is not None and not file.decision.approved
            # a newer assessment reopens a declined file: it may be handed in once more
            return replace(
                file,
                assessment=event.assessment,
                submitted_on=None if declined else file.submitted_on,
                decision=None if declined else file.decision,
            )
        case LoanSubmitted():
            return replace(file, submitted_on=event.on)
        case LoanApproved():
            return replace(file, decision=Decision(approved=True, on=event.on))
        case LoanDeclined():
            return replace(
                file, decision=Decision(approved=False, on=event.on, reason_code=event.reason_code)
            )
        case LoanDisbursed():
            return replace(file, disbursed_on=event.on, disbursed_amount=event.amount)
        case UseChecked():
            return replace(file, use_check=event.use_check)
        case NeedWithdrawn():
            return replace(file, withdrawn_on=event.on)
        case LoanClosed():
            return replace(file, closed_on=event.on)
        case LoanAmended():
            return event.file
    raise TypeError(type(event).__name__)
