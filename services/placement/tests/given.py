"""Facts the tests start from. Days lie in March 2026 unless a test says otherwise."""

from __future__ import annotations

from datetime import date

from placement.domain.person import Profile
from placement.domain.placed import End, Placement, Terms
from placement.domain.referral import Asked, Referral
from placement.domain.service_given import Contact
from placement.domain.vacancy import Offer, Vacancy

TODAY = date(2026, 3, 31)
COMMUNE = "09931"


def day(text: str) -> date:
    return date.fromisoformat(text)


def contact(**changes: object) -> Contact:
    facts = {
        "person_id": "p1",
        "commune": COMMUNE,
        "service": "counselling",
        "on": day("2026-03-02"),
    }
    return Contact(**(facts | changes))  # type: ignore[arg-type]


def terms(**changes: object) -> Terms:
    facts = {
        "person_id": "p1",
        "commune": COMMUNE,
        "kind": "employer",
        "new_job": True,
        "suitable": True,
        "on": day("2026-03-02"),
        "contract": "indefinite",
        "employer_id": "e1",
    }
    return Terms(**(facts | changes))  # type: ignore[arg-type]


def placement(**changes: object) -> Placement:
    return Placement(placement_id="j1", terms=terms(), **changes)  # type: ignore[arg-type]


def ending(on: str, reason_code: str = "resigned") -> End:
    return End(on=day(on), reason_code=reason_code)


def asked(**changes: object) -> Asked:
    facts = {"person_id": "p1", "kind": "job", "on": day("2026-03-02"), "commune": COMMUNE}
    return Asked(**(facts | changes))  # type: ignore[arg-type]


def referral(**changes: object) -> Referral:
    return Referral(referral_id="r1", asked=asked(), **changes)  # type: ignore[arg-type]


def offer(**changes: object) -> Offer:
    facts = {
        "employer_id": "e1",
        "occupation": "sewing",
        "commune": COMMUNE,
        "opens_on": day("2026-03-01"),
    }
    return Offer(**(facts | changes))  # type: ignore[arg-type]


def vacancy(vacancy_id: str = "v1", **changes: object) -> Vacancy:
    return Vacancy(vacancy_id=vacancy_id, offer=offer(**changes))


def profile(**changes: object) -> Profile:
    facts = {"village": "thon-1", "commune": COMMUNE}
    return Profile(**(facts | changes))  # type: ignore[arg-type]
