"""The only door out: what each feed may carry of what happened here.

``registry.indicators`` gets every person's dated profile, without name or number. A
partner's feed gets the persons referred to it and what it needs to serve them:
entitlements, never the groups behind them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from chassis.log import Message

from registry.domain.groups import groups_of
from registry.domain.intervals import Interval
from registry.domain.labour_surveys import LabourSurvey
from registry.domain.needs import Need
from registry.domain.outreach import Outreach
from registry.domain.people import Person
from registry.domain.referrals import Referral

__all__ = [
    "INDICATORS",
    "labour_survey_recorded",
    "merge_undone",
    "need_recorded",
    "need_withdrawn",
    "outreach_recorded",
    "partner_feed",
    "person_erased",
    "person_merged",
    "person_profiled",
    "person_referred",
    "record_voided",
    "referral_cancelled",
    "referral_made",
]

INDICATORS = "registry.indicators"


def partner_feed(partner: str) -> str:
    """The feed that only this partner may bind to."""
    return f"registry.{partner}"


def _span(time: Interval) -> dict[str, str | None]:
    return {
        "from": time.start.isoformat(),
        "to": time.end.isoformat() if time.end is not None else None,
    }


def _known(**fields: Any) -> dict[str, Any]:
    """Optional fields are left out where there is nothing to say."""
    return {name: value for name, value in fields.items() if value is not None}


def _message(feed: str, name: str, subject: str, on: date, data: dict[str, Any]) -> Message:
    return Message(
        feed=feed,
        name=name,
        subject=subject,
        data={**data, "on": on.isoformat()},
        occurred_on=on,
    )


def person_profiled(person: Person, on: date) -> Message:
    """The whole profile as it is now known."""
    return _message(
        INDICATORS,
        "person_profiled",
        person.person_id,
        on,
        {
            "person_id": person.person_id,
            "birth_date": person.details.birth_date.text,
            "gender": person.details.gender,
            "residences": [
                {"commune": r.commune, "village": r.village, "kind": r.kind, **_span(r.time)}
                for r in person.residences
            ],
            "households": [
                {"household_id": m.household_id, "village": m.village, **_span(m.time)}
                for m in person.memberships
            ],
            "groups": [{"code": code, **_span(time)} for code, time in groups_of(person)],
            "left": None
            if person.left is None
            else {"on": person.left.on.isoformat(), "reason": person.left.reason},
            "commune": person.home().commune,
        },
    )


def person_merged(person: Person, on: date) -> list[Message]:
    """To the indicators and to every partner that knows the duplicate."""
    data = {
        "person_id": person.person_id,
        "into": person.merged_into,
        "commune": person.home().commune,
    }
    feeds = [INDICATORS, *(partner_feed(partner) for partner in person.partners)]
    return [_message(feed, "person_merged", person.person_id, on, data) for feed in feeds]


def person_erased(person: Person, on: date) -> list[Message]:
    """To the indicators and to every partner that knows the person: forget who it was."""
    data = {"person_id": person.person_id, "commune": person.home().commune}
    feeds = [INDICATORS, *(partner_feed(partner) for partner in person.partners)]
    return [_message(feed, "person_erased", person.person_id, on, data) for feed in feeds]


def merge_undone(person: Person, into: str, on: date) -> list[Message]:
    """To whoever was told of the merge: it never was, the two are two people."""
    data = {
        "record_kind": "merges",
        "record_id": person.person_id,
        "person_id": person.person_id,
        "reason_code": "entered_by_mistake",
        "commune": person.home().commune,
    }
    own = [_message(INDICATORS, "record_voided", person.person_id, on, data)]
    return own + [
        _message(
            partner_feed(partner), "record_voided", person.person_id, on, {**data, "into": into}
        )
        for partner in person.partners
    ]


def need_recorded(need: Need) -> list[Message]:
    """The need as it now stands; a withdrawal is told again behind it, or it would be undone."""
    terms = need.terms
    recorded = _message(
        INDICATORS,
        "need_recorded",
        need.person_id,
        terms.on,
        {
            "need_id": need.need_id,
            "person_id": need.person_id,
            "kind": terms.kind,
            "able_to_work": terms.able_to_work,
            "commune": need.commune,
            **_known(level=terms.level, occupation=terms.occupation),
        },
    )
    return [recorded, *need_withdrawn(need)]


def need_withdrawn(need: Need) -> list[Message]:
    """Nothing while the need stands."""
    if need.withdrawn_on is None:
        return []
    data = {"need_id": need.need_id, "person_id": need.person_id, "commune": need.commune}
    return [_message(INDICATORS, "need_withdrawn", need.person_id, need.withdrawn_on, data)]


def referral_made(referral: Referral) -> Message:
    terms = referral.terms
    return _message(
        INDICATORS,
        "referral_made",
        referral.person_id,
        terms.on,
        {
            "referral_id": referral.referral_id,
            "person_id": referral.person_id,
            "to": terms.to,
            "kind": terms.kind,
            "commune": referral.commune,
            **_known(level=terms.level),
        },
    )


def person_referred(referral: Referral, person: Person, entitlements: Iterable[str]) -> Message:
    """To the partner alone; ``entitlements`` as of the referral's day."""
    terms = referral.terms
    return _message(
        partner_feed(terms.to),
        "person_referred",
        person.person_id,
        terms.on,
        {
            "referral_id": referral.referral_id,
            "person_id": person.person_id,
            "kind": terms.kind,
            "village": person.home().village,
            "birth_year": person.details.birth_date.year,
            "gender": person.details.gender,
            "entitlements": list(entitlements),
            "access_needs": list(person.details.access_needs),
            "commune": referral.commune,
            **_known(level=terms.level, occupation=terms.occupation),
        },
    )


def referral_cancelled(referral: Referral, partner: str, reason_code: str, on: date) -> Message:
    data = {
        "referral_id": referral.referral_id,
        "person_id": referral.person_id,
        "reason_code": reason_code,
        "commune": referral.commune,
    }
    return _message(partner_feed(partner), "referral_cancelled", referral.person_id, on, data)


def outreach_recorded(outreach: Outreach) -> Message:
    terms = outreach.terms
    return _message(
        INDICATORS,
        "outreach_recorded",
        terms.person_id or outreach.outreach_id,
        terms.on,
        {
            "outreach_id": outreach.outreach_id,
            "person_id": terms.person_id,
            "channel": terms.channel,
            "topic": terms.topic,
            "reached": terms.reached,
            "commune": outreach.commune,
            **_known(village=terms.village),
        },
    )


def labour_survey_recorded(survey: LabourSurvey) -> Message:
    figures = survey.figures
    return _message(
        INDICATORS,
        "labour_survey_recorded",
        survey.survey_id,
        figures.as_of,
        {
            "survey_id": survey.survey_id,
            "as_of": figures.as_of.isoformat(),
            "source_document": figures.source_document,
            "labour_force": figures.labour_force,
            "unemployed": figures.unemployed,
            "trained": figures.trained,
            "certified": figures.certified,
            "commune": survey.commune,
        },
    )


def record_voided(
    record_kind: str,
    record_id: str,
    *,
    person_id: str | None,
    reason_code: str,
    commune: str,
    on: date,
) -> Message:
    return _message(
        INDICATORS,
        "record_voided",
        person_id or record_id,
        on,
        {
            "record_kind": record_kind,
            "record_id": record_id,
            "person_id": person_id,
            "reason_code": reason_code,
            "commune": commune,
        },
    )
