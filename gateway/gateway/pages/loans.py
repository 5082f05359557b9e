"""The bank's loans: each file with its stages, and what comes next."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, number_of, seen
from gateway.pages.persons import names_of
from gateway.parts import ask
from gateway.schemas.vocabulary import INELIGIBILITY

__all__ = ["NEXT", "loan", "loans", "step"]

PAGE_SIZE = 25
STATUSES = (
    "need", "assessed", "submitted", "approved", "disbursed", "use_checked", "declined",
    "withdrawn", "closed",
)  # fmt: skip
NEXT = {
    "need": ("assess", "withdraw"),
    "assessed": ("submit", "assess", "decline", "withdraw"),
    "submitted": ("approve", "decline", "withdraw"),
    "approved": ("disburse", "decline", "withdraw"),
    "disbursed": ("check-use", "close"),
    "use_checked": ("close", "check-use"),
    "declined": ("assess", "withdraw"),
}
"""What may come next, the usual one first; over is over."""

STEPS = {
    "assess": "assess_loan",
    "submit": "submit_loan",
    "approve": "approve_loan",
    "decline": "decline_loan",
    "disburse": "disburse_loan",
    "check-use": "check_loan_use",
    "withdraw": "withdraw_loan",
    "close": "close_loan",
}


def loans() -> Response:
    asked = request.args.get("status", "")
    status = asked if asked in STATUSES else None
    number = number_of()
    found = ask("credit", "list_loans", status=status, page=number, page_size=PAGE_SIZE)
    return desk_page(
        "loans.html",
        loans=[{**each, "next": _next(each)} for each in found["items"]],
        people=names_of(found["items"], "credit"),
        total=found["total"],
        status=status,
        statuses=STATUSES,
        number=number,
        last=max(1, -(-int(found["total"]) // PAGE_SIZE)),
    )


def _next(loan: dict[str, Any]) -> tuple[str, ...]:
    """A file that was found not eligible is not sent on."""
    assessed = loan.get("assessment")
    if loan["status"] == "assessed" and assessed and not assessed["eligible"]:
        return ("decline", "assess", "withdraw")
    return NEXT.get(loan["status"], ())


def loan(loan_id: str) -> Response:
    return _page(loan_id)


def _page(loan_id: str, problems: list[str] | None = None) -> Response:
    found: dict[str, Any] = ask("credit", "get_loan", loan_id=loan_id)
    return desk_page(
        "loan.html",
        problems=problems,
        loan=found,
        next_steps=_next(found),
        person=names_of([found], "credit").get(found["person_id"]),
        ineligibility=INELIGIBILITY,
        declines=("not_in_target_group", "outstanding_debt", "not_interested", "other"),
    )


def step(loan_id: str, step: str) -> ResponseReturnValue:
    if step not in STEPS:
        raise NotFound("not_found")
    body: dict[str, Any] = body_of("on", "reason_code")
    if step == "assess":
        body["eligible"] = request.form.get("eligible") == "yes"
        if not body["eligible"]:
            body["reason_codes"] = request.form.getlist("reason_codes")
    if step == "check-use":
        body["as_declared"] = request.form.get("as_declared") == "yes"
    if step == "disburse":
        amount = request.form.get("amount", "").strip()[:20].replace(".", "")
        body["amount"] = int(amount) if amount.isdecimal() else amount or None
    try:
        act(STEPS[step], service="credit", loan_id=loan_id, body=body)
    except Refusal as refusal:
        return _page(loan_id, refusal.sentences)
    return seen(f"/loans/{loan_id}")
