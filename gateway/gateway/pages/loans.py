"""The bank's loans: each file with its stages, and what comes next."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound
from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen, yes_or_no
from gateway.pages.paging import last_page, number_of
from gateway.pages.persons import accepted, names_of, person_asked
from gateway.pages.whole_numbers import whole_of
from gateway.parts import ask
from gateway.schemas.partners import PURPOSES
from gateway.schemas.vocabulary import INELIGIBILITY, PRODUCTS

__all__ = ["NEXT", "loan", "loans", "open_loan", "step"]

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
    return _list()


def _list(problems: list[str] | None = None) -> Response:
    asked = request.args.get("status", "")
    status = asked if asked in STATUSES else None
    number, person = number_of(), person_asked()
    found = ask("credit", "list_loans", status=status, page=number, page_size=PAGE_SIZE)
    sent = accepted("credit")
    people = names_of([*found["items"], *sent.referrals, {"person_id": person}], "credit")
    return desk_page(
        "loans.html",
        problems=problems,
        persons=sent.persons(people, person),
        asked=person,
        all_of_them=sent.all_of_them,
        products=PRODUCTS,
        purposes=PURPOSES,
        loans=[{**each, "next": _next(each)} for each in found["items"]],
        people=people,
        total=found["total"],
        status=status,
        statuses=STATUSES,
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def open_loan() -> ResponseReturnValue:
    """A credit need of somebody the commune referred, or its file's beginning."""
    body: dict[str, Any] = body_of("person_id", "product", "purpose", "on")
    body["amount"] = whole_of("amount")
    try:
        receipt = act("open_loan", service="credit", body=body)
    except Refusal as refusal:
        return _list(refusal.sentences)
    return seen(f"/loans/{receipt['id']}")


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
        ticked=request.form.getlist("reason_codes"),
        ineligibility=INELIGIBILITY,
        declines=("not_in_target_group", "outstanding_debt", "not_interested", "other"),
    )


def step(loan_id: str, step: str) -> ResponseReturnValue:
    if step not in STEPS:
        raise NotFound("not_found")
    body: dict[str, Any] = body_of("on", "reason_code")
    if step == "assess":
        body |= yes_or_no("eligible")
        if body.get("eligible") is False:
            body["reason_codes"] = request.form.getlist("reason_codes")
    if step == "check-use":
        body |= yes_or_no("as_declared")
    if step == "disburse":
        body["amount"] = whole_of("amount")
    try:
        act(STEPS[step], service="credit", loan_id=loan_id, body=body)
    except Refusal as refusal:
        return _page(loan_id, refusal.sentences)
    return seen(f"/loans/{loan_id}")
