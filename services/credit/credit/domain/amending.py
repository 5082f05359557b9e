"""Correcting a loan's file: any date or amount that was recorded, under the same id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from credit.domain.answers import Refusal, Remark, refuse_future
from credit.domain.loan import Loan, LoanAmended, LoanEvent, LoanFile

__all__ = ["amend", "of_dates"]

NEED = ("product", "amount", "purpose", "on", "savings_group_id")
STAGES = ("submitted_on", "disbursed_on", "disbursed_amount", "closed_on", "withdrawn_on")
ASSESSMENT = {"assessed_on": "on", "eligible": "eligible", "reason_codes": "reason_codes"}
DECISION = {"decided_on": "on", "decline_reason": "reason_code"}
USE_CHECK = {"checked_on": "on", "as_declared": "as_declared"}


def amend(loan: Loan, changes: Mapping[str, Any], *, today: date) -> list[LoanEvent]:
    """``changes`` by the names above. A stage not recorded yet is recorded, not amended in.

    Raises ``voided``, ``in_future``, ``not_recorded``, ``reasons_contradict``. The order of
    dates only remarks here (:func:`of_dates`): mending two of them takes two steps.
    """
    if loan.voided:
        raise Refusal("voided")
    for name, value in changes.items():
        if isinstance(value, date):
            refuse_future(value, today, name)
    file = loan.file
    file = replace(
        file,
        need=_part(file.need, changes, {name: name for name in NEED}),
        assessment=_part(file.assessment, changes, ASSESSMENT),
        decision=_part(file.decision, changes, DECISION),
        use_check=_part(file.use_check, changes, USE_CHECK),
        **_stages(file, changes),
    )
    if file.assessment is not None and file.assessment.eligible and file.assessment.reason_codes:
        raise Refusal("reasons_contradict", reason_codes=list(file.assessment.reason_codes))
    return [] if file == loan.file else [LoanAmended(file=file)]


def of_dates(file: LoanFile) -> list[Remark]:
    """Stages dated before the one they follow; a file is told once it is mended."""
    stages: list[tuple[str, date | None]] = [
        ("on", file.need.on),
        ("assessed_on", None if file.assessment is None else file.assessment.on),
        ("submitted_on", file.submitted_on),
        ("decided_on", None if file.decision is None else file.decision.on),
        ("disbursed_on", file.disbursed_on),
        ("checked_on", None if file.use_check is None else file.use_check.on),
        ("closed_on", file.closed_on),
    ]
    remarks: list[Remark] = []
    last = date.min
    for name, on in stages:
        if on is None:
            continue
        if on < last:
            remarks.append(Remark(code="out_of_order", field=name))
        last = max(last, on)
    return remarks


def _stages(file: LoanFile, changes: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: changes[name] for name in STAGES if name in changes}
    for name in told:
        if getattr(file, name) is None:
            raise Refusal("not_recorded", field=name)
    return told


def _part(part: Any, changes: Mapping[str, Any], names: Mapping[str, str]) -> Any:
    told = {inner: changes[outer] for outer, inner in names.items() if outer in changes}
    if not told:
        return part
    if part is None:
        raise Refusal("not_recorded", field=next(outer for outer in names if outer in changes))
    return replace(part, **told)
