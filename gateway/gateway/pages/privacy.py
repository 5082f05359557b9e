"""A person's rights in one place: requests, consents, restriction, their data, who looked."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from gateway.pages.acting import Refusal, act, body_of, desk_page, seen
from gateway.pages.clocks import with_clocks
from gateway.parts import ask, parts
from gateway.schemas.stewardship import CONSENT_SCOPES, FORMS, OUTCOMES, REQUEST_TYPES

__all__ = ["consent", "privacy", "receive", "restriction", "withdraw"]

SHOWN_LOOKS = 50


def privacy(person_id: str) -> Response:
    return _privacy(person_id)


def _privacy(person_id: str, problems: list[str] | None = None) -> Response:
    told: dict[str, Any] = ask("registry", "data_subject", person_id=person_id)
    requests = [with_clocks(each, parts().today()) for each in told["requests"]]
    looks = told["accesses"][::-1]
    whole = request.args.get("looks") == "all"
    return desk_page(
        "privacy.html",
        problems=problems,
        person=told,
        person_id=person_id,
        requests=sorted(requests, key=lambda each: each["status"] != "open"),
        looks=looks if whole else looks[:SHOWN_LOOKS],
        more_looks=len(looks) > SHOWN_LOOKS and not whole,
        types=REQUEST_TYPES,
        forms=FORMS,
        scopes=CONSENT_SCOPES,
        outcomes=OUTCOMES,
    )


def _done(of: str, place: str, method: str, /, **kwargs: Any) -> ResponseReturnValue:
    """``of``: the person whose page it is; ``place`` on it is shown next."""
    try:
        act(method, **kwargs)
    except Refusal as refusal:
        return _privacy(of, refusal.sentences)
    return seen(f"/people/{of}/privacy#{place}")


def receive(person_id: str) -> ResponseReturnValue:
    body: dict[str, Any] = {"person_id": person_id, **body_of("type", "received_on", "form")}
    if request.form.get("others_must_act"):
        body["others_must_act"] = True
    return _done(person_id, "requests", "receive_request", body=body)


def consent(person_id: str) -> ResponseReturnValue:
    said = body_of("scope", "text_version", "channel", "evidence", "given_on")
    return _done(person_id, "consents", "record_consent", body={"person_id": person_id, **said})


def withdraw(person_id: str, consent_id: str) -> ResponseReturnValue:
    body = body_of("on", "note")
    return _done(person_id, "consents", "withdraw_consent", consent_id=consent_id, body=body)


def restriction(person_id: str) -> ResponseReturnValue:
    """Restrict, or lift it: the button says which."""
    lifts = request.form.get("do") == "lift"
    method = "lift_restriction" if lifts else "restrict_processing"
    return _done(
        person_id, "restriction", method, person_id=person_id, body=body_of("on", "reason")
    )
