"""The officer sends somebody to a partner: for what, and that they agreed."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.parts import ask
from gateway.routes.people import PURPOSE, journey_of
from gateway.schemas.registry import PARTNERS, REFERRALS
from gateway.schemas.vocabulary import LEVELS

__all__ = ["form", "refer"]

CONSENT_FORMS = ("paper", "recorded", "digital")


def form(person_id: str) -> Response:
    return _form(person_id)


def _form(person_id: str, problems: list[str] | None = None) -> Response:
    steps = journey_of(person_id)["steps"]
    return desk_page(
        "refer.html",
        problems=problems,
        person_id=person_id,
        person=ask("registry", "get_person", person_id=person_id, purpose=PURPOSE),
        sent=[step for step in steps if step.get("kind") == "referral"][::-1],
        occupations=ask("registry", "list_occupations")["items"],
        partners=PARTNERS,
        kinds=REFERRALS,
        levels=LEVELS,
        consent_forms=CONSENT_FORMS,
    )


def refer(person_id: str) -> ResponseReturnValue:
    body: dict[str, Any] = {
        "person_id": person_id,
        **body_of("to", "kind", "level", "occupation", "on"),
        "purpose": PURPOSE,
        "consent": body_of("given_on", "form"),
    }
    try:
        act("make_referral", body=body)
    except Refusal as refusal:
        return _form(person_id, refusal.sentences)
    return seen(f"/people/{person_id}/refer")
