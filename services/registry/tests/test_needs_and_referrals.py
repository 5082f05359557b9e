"""Needs and referrals: recorded, amended, withdrawn, voided, answered."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Refused

from .given import Registry, caller

NEED = {
    "kind": "training",
    "level": "elementary",
    "occupation": "May công nghiệp",
    "on": "2026-03-01",
}
REFERRAL = {
    "to": "training",
    "kind": "training",
    "level": "elementary",
    "on": "2026-03-01",
    "purpose": "support",
    "consent": {"given_on": "2026-03-01", "form": "paper"},
}
VOID = {"reason_code": "entered_by_mistake", "note": "gõ nhầm"}


def need(registry: Registry, person_id: str, **changes: Any) -> str:
    receipt = registry.desk().record_need(person_id, NEED | changes, registry.meta())
    return str(receipt["id"])


def referral(registry: Registry, person_id: str, **changes: Any) -> dict[str, Any]:
    body = REFERRAL | {"person_id": person_id} | changes
    return dict(registry.desk().make_referral(body, registry.meta()))


def names(registry: Registry, *feeds: str) -> list[str]:
    return [m.name for m in registry.messages() if m.feed in feeds]


def test_able_to_work_not_stated_is_no(registry: Registry) -> None:
    need(registry, registry.person(), kind="job")
    (told,) = registry.messages(name="need_recorded")
    assert told.data["able_to_work"] is False


def test_a_need_keeps_its_own_date(registry: Registry) -> None:
    need(registry, registry.person(), on="2024-05-01")
    (told,) = registry.messages(name="need_recorded")
    assert told.data["on"] == "2024-05-01"
    assert told.occurred_on is not None
    assert told.occurred_on.isoformat() == "2024-05-01"


def test_a_need_in_the_future_is_refused(registry: Registry) -> None:
    with pytest.raises(Refused, match="in_future"):
        need(registry, registry.person(), on="2026-11-24")


def test_a_need_is_withdrawn_once_and_not_before_it_began(registry: Registry) -> None:
    need_id = need(registry, registry.person())
    with pytest.raises(Refused, match="before_need"):
        registry.desk().withdraw_need(need_id, {"on": "2026-02-28"}, registry.meta())
    registry.desk().withdraw_need(need_id, {"on": "2026-03-01"}, registry.meta())
    with pytest.raises(Refused, match="withdrawn"):
        registry.desk().withdraw_need(need_id, {"on": "2026-04-01"}, registry.meta())


def test_amending_a_withdrawn_need_does_not_bring_it_back(registry: Registry) -> None:
    need_id = need(registry, registry.person())
    registry.desk().withdraw_need(need_id, {"on": "2026-09-10"}, registry.meta())
    registry.desk().amend_record("needs", need_id, {"kind": "job"}, registry.meta())
    told = [m.name for m in registry.messages("registry.indicators") if "need_id" in m.data]
    assert told == ["need_recorded", "need_withdrawn", "need_recorded", "need_withdrawn"]


def test_a_voided_need_is_told_and_closed(registry: Registry) -> None:
    person_id = registry.person()
    need_id = need(registry, person_id)
    registry.desk().void_record("needs", need_id, VOID, registry.meta())
    (told,) = registry.messages(name="record_voided")
    assert told.data == {
        "record_kind": "needs",
        "record_id": need_id,
        "person_id": person_id,
        "reason_code": "entered_by_mistake",
        "commune": "09931",
        "on": "2026-11-23",
    }
    with pytest.raises(Refused, match="voided"):
        registry.desk().amend_record("needs", need_id, {"kind": "job"}, registry.meta())
    with pytest.raises(Refused, match="voided"):
        registry.desk().void_record("needs", need_id, VOID, registry.meta())


def test_a_reason_is_kept_and_a_history_is_shown(registry: Registry) -> None:
    need_id = need(registry, registry.person())
    registry.desk().void_record("needs", need_id, VOID, registry.meta())
    history = registry.desk().record_history("needs", need_id)
    assert [each["version"] for each in history["items"]] == [1, 2]
    assert history["items"][1]["reason"] == "gõ nhầm"
    assert history["items"][1]["events"] == [
        {"event": "NeedVoided", "reason_code": "entered_by_mistake"}
    ]
    assert history["items"][0]["actor"] == "commune_officer:officer-1"


def test_a_void_reason_is_one_of_the_vocabulary(registry: Registry) -> None:
    need_id = need(registry, registry.person())
    with pytest.raises(Invalid):
        registry.desk().void_record("needs", need_id, {"reason_code": "bored"}, registry.meta())


def test_kinds_of_other_services_are_not_kept_here(registry: Registry) -> None:
    for act in (registry.desk().amend_record, registry.desk().void_record):
        with pytest.raises(NotFound, match="not_kept_here"):
            act("enrolments", "e1", VOID, registry.meta())


def test_a_need_for_nobody_is_not_found(registry: Registry) -> None:
    with pytest.raises(NotFound, match="no_such_person"):
        need(registry, "nobody")


def test_a_village_head_works_in_the_own_village_alone(registry: Registry) -> None:
    head = registry.desk(caller("village_head", village="thôn 1"))
    here, there = registry.person(), registry.person(full_name="Lê An", village="Thôn 2")
    head.record_need(here, NEED, registry.meta())
    with pytest.raises(Forbidden, match="not_your_village"):
        head.record_need(there, NEED, registry.meta())
    other = need(registry, there)
    with pytest.raises(Forbidden, match="not_your_village"):
        head.void_record("needs", other, VOID, registry.meta())
    with pytest.raises(Forbidden, match="role"):
        head.make_referral(REFERRAL | {"person_id": here}, registry.meta())


# -- referrals ------------------------------------------------------------------------


def test_a_referral_tells_the_partner_and_the_indicators(registry: Registry) -> None:
    person_id = registry.person(access_needs=["step_free"])
    receipt = referral(registry, person_id, occupation="May công nghiệp")
    (told,) = registry.messages("registry.training")
    assert told.data == {
        "referral_id": receipt["id"],
        "person_id": person_id,
        "kind": "training",
        "level": "elementary",
        "occupation": "May công nghiệp",
        "village": "Thôn 1",
        "birth_year": 1985,
        "gender": "female",
        "entitlements": ["training_support:nd338_rural"],
        "access_needs": ["step_free"],
        "commune": "09931",
        "on": "2026-03-01",
    }
    (made,) = registry.messages(name="referral_made")
    assert made.data["to"] == "training"
    assert "occupation" not in made.data


def test_entitlements_are_those_of_the_referral_s_day(registry: Registry) -> None:
    poor = {"status": "poor", "from": "2026-01-01", "to": "2026-04-01"}
    person_id = registry.person(household_id=registry.household(poor))
    referral(registry, person_id, to="credit", kind="credit", on="2026-03-01")
    referral(registry, person_id, to="credit", kind="credit", on="2026-04-01")
    told = [m.data["entitlements"] for m in registry.messages("registry.credit")]
    assert told == [["credit:job_creation", "credit:poor_household"], ["credit:job_creation"]]


def test_consent_after_the_referral_and_an_unusual_kind_warn(registry: Registry) -> None:
    late = {"given_on": "2026-03-02", "form": "digital"}
    receipt = referral(registry, registry.person(), kind="credit", consent=late)
    assert [w["code"] for w in receipt["warnings"]] == [
        "consent_after_referral",
        "kind_unusual_for_partner",
    ]


def test_a_referral_needs_purpose_and_consent(registry: Registry) -> None:
    with pytest.raises(Invalid) as refused:
        referral(registry, registry.person(), purpose=None, consent=None)
    assert refused.value.fact["fields"] == {"purpose": ["required"], "consent": ["required"]}


def test_consent_in_the_future_is_refused(registry: Registry) -> None:
    late = {"given_on": "2026-12-01", "form": "paper"}
    with pytest.raises(Refused, match="in_future"):
        referral(registry, registry.person(), consent=late)


def test_a_voided_referral_is_cancelled_at_the_partner(registry: Registry) -> None:
    receipt = referral(registry, registry.person())
    registry.desk().void_record("referrals", receipt["id"], VOID, registry.meta())
    assert names(registry, "registry.training") == ["person_referred", "referral_cancelled"]
    (told,) = registry.messages(name="record_voided")
    assert told.data["record_kind"] == "referrals"


def test_a_referral_amended_to_another_partner_is_cancelled_at_the_first(
    registry: Registry,
) -> None:
    receipt = referral(registry, registry.person())
    change = {"to": "placement", "kind": "job", "level": None}
    registry.desk().amend_record("referrals", receipt["id"], change, registry.meta())
    assert names(registry, "registry.training") == ["person_referred", "referral_cancelled"]
    assert names(registry, "registry.placement") == ["person_referred"]
    (_, made) = registry.messages(name="referral_made")
    assert (made.data["to"], "level" in made.data) == ("placement", False)


def test_partners_see_the_referrals_to_themselves(registry: Registry) -> None:
    person_id = registry.person()
    mine = referral(registry, person_id)
    referral(registry, person_id, to="placement", kind="job", level=None)
    school = registry.desk(caller("school"))
    assert [r["id"] for r in school.list_referrals()["items"]] == [mine["id"]]
    with pytest.raises(Forbidden, match="not_your_partner"):
        school.list_referrals(to="placement")
    with pytest.raises(Forbidden):
        registry.desk(caller("commune_leader")).list_referrals()


def test_referrals_are_listed_by_status_youngest_first(registry: Registry) -> None:
    person_id = registry.person()
    first = referral(registry, person_id, on="2026-03-01")
    second = referral(registry, person_id, on="2026-04-01")
    registry.desk().void_record("referrals", first["id"], VOID, registry.meta())
    listed = registry.desk().list_referrals(to="training")
    assert [r["id"] for r in listed["items"]] == [second["id"], first["id"]]
    sent = registry.desk().list_referrals(to="training", status="sent")
    assert (sent["total"], sent["items"][0]["status"]) == (1, "sent")


def test_a_stale_version_of_a_record_conflicts(registry: Registry) -> None:
    need_id = need(registry, registry.person())
    registry.desk().amend_record("needs", need_id, {"kind": "job"}, registry.meta(if_match=1))
    with pytest.raises(Conflict, match="version_moved"):
        registry.desk().amend_record(
            "needs", need_id, {"kind": "credit"}, registry.meta(if_match=1)
        )
