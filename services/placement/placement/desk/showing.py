"""Records as an answer shows them: JSON, dates as ISO text, money as whole đồng."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from placement.domain.employer import Employer
from placement.domain.job_fair import JobFair
from placement.domain.matching import Match
from placement.domain.placed import Placement
from placement.domain.referral import Referral
from placement.domain.service_given import ServiceRecord
from placement.domain.support import Support
from placement.domain.vacancy import Vacancy, is_open

__all__ = [
    "employer_shown",
    "job_fair_shown",
    "match_shown",
    "placement_shown",
    "referral_shown",
    "service_shown",
    "support_shown",
    "vacancy_shown",
]

Json = dict[str, Any]


def _json(value: Any) -> Json:
    return dict(msgspec.json.decode(msgspec.json.encode(value)))


def employer_shown(state: Employer) -> Json:
    return _json(state.profile)


def vacancy_shown(state: Vacancy, filled: int, today: date) -> Json:
    return {**_json(state.offer), "filled": filled, "open": is_open(state, today)}


def job_fair_shown(state: JobFair) -> Json:
    return _json(state.session)


def service_shown(state: ServiceRecord) -> Json:
    return _json(state.contact)


def placement_shown(state: Placement) -> Json:
    facts = _json(state)
    return {
        **_json(state.terms),
        "confirmed_on": facts["confirmed_on"],
        "end": facts["end"],
        "checks": facts["checks"],
    }


def support_shown(state: Support) -> Json:
    return _json(state.grant)


def referral_shown(state: Referral) -> Json:
    return {**_json(state.asked), "status": state.status, "reply": _json(state)["reply"]}


def match_shown(match: Match) -> Json:
    offer = match.vacancy.offer
    return {
        "vacancy_id": match.vacancy.vacancy_id,
        **_json(offer),
        "left": match.left,
        "reasons": _json(match)["reasons"],
    }
