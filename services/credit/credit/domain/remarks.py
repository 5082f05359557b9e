"""What the bank is told about a stage that is nevertheless recorded."""

from __future__ import annotations

from datetime import date

from credit.domain.answers import Remark
from credit.domain.loan import LoanFile

__all__ = ["of_assessing", "of_deciding"]


def of_assessing(before: LoanFile, on: date) -> list[Remark]:
    """An assessment after the money went out, or dated before the one it replaces."""
    remarks = []
    if before.disbursed_on is not None:
        remarks.append(Remark(code="after_disbursement"))
    if before.assessment is not None and on < before.assessment.on:
        remarks.append(Remark(code="out_of_order", field="on"))
    return remarks


def of_deciding(before: LoanFile, on: date) -> list[Remark]:
    """A step without the assessment it rests on, or dated before it."""
    if before.assessment is None:
        return [Remark(code="not_assessed")]
    if on < before.assessment.on:
        return [Remark(code="out_of_order", field="on")]
    return []
