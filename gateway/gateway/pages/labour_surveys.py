"""Labour surveys: figures from outside with the document that they stand in."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen, voided
from gateway.pages.paging import last_page, number_of
from gateway.pages.render import may
from gateway.pages.whole_numbers import whole_of
from gateway.parts import ask
from gateway.schemas.vocabulary import VOID_REASONS

__all__ = ["record", "surveys", "void"]

PAGE_SIZE = 20
COUNTS = ("labour_force", "unemployed", "trained", "certified")


def surveys() -> Response:
    return _page()


def _page(problems: list[str] | None = None) -> Response:
    number = number_of()
    found = ask("registry", "list_labour_surveys", page=number, page_size=PAGE_SIZE)
    return desk_page(
        "labour_surveys.html",
        problems=problems,
        surveys=[{**each, "shares": _shares(each)} for each in found["items"]],
        counts=COUNTS,
        void_reasons=VOID_REASONS,
        may_record=may("POST /labour-surveys"),
        number=number,
        last=last_page(int(found["total"]), PAGE_SIZE),
    )


def _shares(survey: dict[str, Any]) -> dict[str, float]:
    """Of the labour force."""
    return {name: survey[name] / survey["labour_force"] for name in COUNTS[1:]}


def record() -> ResponseReturnValue:
    body: dict[str, Any] = body_of("as_of", "source_document")
    for name in COUNTS:
        body[name] = whole_of(name)
    try:
        act("record_labour_survey", body=body)
    except Refusal as refusal:
        return _page(refusal.sentences)
    return seen("/labour-surveys")


def void(survey_id: str) -> ResponseReturnValue:
    """Recorded by mistake; the right figures are recorded anew."""
    problems = voided("labour-surveys", survey_id)
    return _page(problems) if problems else seen("/labour-surveys")
