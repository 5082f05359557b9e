"""The persons' rights: requests with their clocks, consent, restriction, their own data."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Refused
from registry.request_types import request_types

from .given import Registry, caller

Json = dict[str, Any]


def request(registry: Registry, person_id: str, **changes: Any) -> str:
    body: Json = {
        "person_id": person_id,
        "type": "restrict",
        "received_on": "2026-11-13",
        "form": "paper",
    }
    return str(registry.desk().receive_request(body | changes, registry.meta())["id"])


def shown(registry: Registry, **where: Any) -> Json:
    (item,) = registry.desk().list_requests(**where)["items"]
    return dict(item)


def test_an_answer_is_due_in_two_working_days_and_the_deed_by_type(either: Registry) -> None:
    request(either, either.person())
    item = shown(either)
    assert item["answer_due"] == "2026-11-17"  # Friday the 13th: Monday, Tuesday
    assert item["done_due"] == "2026-11-28"
    assert item["late"] is True


def test_with_others_to_act_the_term_is_longer_and_extends_once(registry: Registry) -> None:
    request_id = request(registry, registry.person(), received_on="2026-11-20", type="object")
    desk = registry.desk()
    assert shown(registry)["done_due"] == "2026-12-05"
    desk.answer_request(request_id, {"on": "2026-11-20"}, registry.meta())
    extended = {"on": "2026-11-23", "reason": "chờ ngân hàng"}
    desk.extend_request(request_id, extended, registry.meta())
    assert shown(registry)["done_due"] == "2026-12-20"
    assert shown(registry)["late"] is False
    with pytest.raises(Refused, match="extended"):
        desk.extend_request(request_id, extended, registry.meta())
    with pytest.raises(Refused, match="answered"):
        desk.answer_request(request_id, {"on": "2026-11-21"}, registry.meta())


def test_who_was_referred_has_others_who_must_act(registry: Registry) -> None:
    person_id = registry.person()
    refer(registry, person_id)
    request(registry, person_id, received_on="2026-11-20")
    assert shown(registry)["done_due"] == "2026-12-10"


def refer(registry: Registry, person_id: str) -> None:
    body = {
        "person_id": person_id,
        "to": "credit",
        "kind": "credit",
        "on": "2026-11-01",
        "purpose": "support",
        "consent": {"given_on": "2026-11-01", "form": "paper"},
    }
    registry.desk().make_referral(body, registry.meta())


def test_a_closed_request_stays_closed_and_a_refusal_says_why(registry: Registry) -> None:
    request_id = request(registry, registry.person())
    desk = registry.desk()
    refused = {"on": "2026-11-20", "outcome": "refused"}
    with pytest.raises(Invalid):
        desk.complete_request(request_id, refused, registry.meta())
    desk.complete_request(request_id, refused | {"note": "không có căn cứ"}, registry.meta())
    assert desk.list_requests()["total"] == 0
    assert shown(registry, status="closed")["outcome"] == "refused"
    with pytest.raises(Refused, match="closed"):
        desk.answer_request(request_id, {"on": "2026-11-20"}, registry.meta())


@pytest.mark.parametrize("step", ["answer_request", "extend_request", "complete_request"])
def test_others_than_an_officer_are_refused_whatever_they_send(
    registry: Registry, step: str
) -> None:
    with pytest.raises(Forbidden):
        getattr(registry.desk(caller("front")), step)("r1", {}, registry.meta())


def test_every_type_has_a_term_and_an_unconfirmed_one_warns(registry: Registry) -> None:
    for rule in request_types().values():
        assert 10 <= rule.days <= rule.days_with_others <= 20
        assert rule.extension_days <= 15 and rule.basis
    body = {"person_id": registry.person(), "type": "delete", "form": "digital"}
    answer = registry.desk().receive_request(body | {"received_on": "2026-11-20"}, registry.meta())
    assert [each["code"] for each in answer["warnings"]] == ["term_unconfirmed"]


def test_consents_are_kept_with_text_proof_and_withdrawal(either: Registry) -> None:
    person_id = either.person()
    body = {
        "person_id": person_id,
        "scope": "share_with_employer",
        "text_version": "2026-01",
        "channel": "paper",
        "evidence": "Phiếu số 12",
        "given_on": "2026-11-02",
    }
    consent_id = either.desk().record_consent(body, either.meta())["id"]
    desk = either.desk()
    with pytest.raises(Refused, match="contradictory"):
        desk.withdraw_consent(consent_id, {"on": "2026-11-01"}, either.meta())
    desk.withdraw_consent(consent_id, {"on": "2026-11-20"}, either.meta())
    (kept,) = desk.list_consents(person_id)["items"]
    assert (kept["text_version"], kept["evidence"]) == ("2026-01", "Phiếu số 12")
    assert (kept["given_on"], kept["withdrawn_on"]) == ("2026-11-02", "2026-11-20")
    with pytest.raises(Refused, match="withdrawn"):
        desk.withdraw_consent(consent_id, {"on": "2026-11-21"}, either.meta())
    with pytest.raises(NotFound):
        desk.withdraw_consent("none", {"on": "2026-11-21"}, either.meta())


def test_who_is_restricted_is_referred_to_nobody_until_it_is_lifted(registry: Registry) -> None:
    person_id = registry.person()
    why = {"on": "2026-11-20", "reason": "yêu cầu của công dân"}
    registry.desk().restrict_processing(person_id, why, registry.meta())
    assert registry.desk().get_person(person_id)["restricted"] == "2026-11-20"
    before = len(registry.messages())
    with pytest.raises(Refused, match="restricted"):
        refer(registry, person_id)
    assert len(registry.messages()) == before
    assert registry.desk().list_referrals()["total"] == 0
    registry.desk().lift_restriction(person_id, why, registry.meta())
    refer(registry, person_id)


def test_the_own_data_are_whole_and_the_look_is_logged(registry: Registry) -> None:
    person_id = registry.person(national_id="001185000017", ethnicity="Tày")
    registry.desk().amend_person(person_id, {"phone": "0912345678"}, registry.meta())
    registry.desk().record_need(person_id, {"kind": "job", "on": "2026-11-01"}, registry.meta())
    request(registry, person_id, type="access")
    data = registry.desk().export_person(person_id)
    json.dumps(data)
    assert data["person"]["ethnicity"] == "tay"
    assert [each["kind"] for each in data["journey"]] == ["need", "registered"]
    assert {"field": "phone", "before": None, "after": "0912345678"} in data["changes"][1][
        "changes"
    ]
    assert {each["purpose"] for each in data["accesses"]} >= {"data_subject"}
    assert len(data["requests"]) == 1
    with pytest.raises(Forbidden):
        registry.desk(caller("school")).export_person(person_id)


def test_a_history_tells_who_when_why_and_what(registry: Registry) -> None:
    person_id = registry.person(ethnicity="Tày")
    registry.desk().amend_person(person_id, {"ethnicity": "Mường"}, registry.meta())
    body = {"code": "ex_prisoner", "from": "2026-01-01", "evidence": {"document": "Giấy"}}
    added = registry.desk().add_group(person_id, body, registry.meta())
    void = {"reason_code": "entered_by_mistake", "note": "nhầm người cùng tên"}
    registry.desk().void_group(person_id, added["group_id"], void, registry.meta())

    closed = registry.desk().person_history(person_id)["items"]
    assert [each["actor"] for each in closed] == ["commune_officer:officer-1"] * 4
    assert closed[1]["changes"] == [{"field": "ethnicity", "withheld": True}]
    assert closed[2]["changes"] == [{"field": "group", "withheld": True}]
    assert (closed[3]["reason"], closed[3]["reason_withheld"]) == (None, True)
    assert "muong" not in str(closed) and "ex_prisoner" not in str(closed)

    opened = registry.desk().person_history(person_id, "correction")["items"]
    assert opened[1]["changes"] == [{"field": "ethnicity", "before": "tay", "after": "muong"}]
    assert opened[2]["changes"][0]["after"]["code"] == "ex_prisoner"
    assert opened[3]["reason"] == "nhầm người cùng tên"
    looks = registry.desk().list_accesses(person_id)["items"]
    assert [each["compartments"] for each in looks] == [[], ["ethnicity", "ex_prisoner"]]


def test_breaches_are_reported_within_72_hours(registry: Registry) -> None:
    now = registry.clock.now()
    body = {
        "kind": "loss",
        "detected_at": (now - timedelta(hours=70)).isoformat(),
        "nature": "mất một máy tính xách tay",
        "measures": "khóa tài khoản",
        "people_affected": 120,
    }
    first = registry.desk(caller("ops")).record_breach(body, registry.meta())["id"]
    late = {**body, "detected_at": (now - timedelta(hours=73)).isoformat()}
    registry.desk().record_breach(late, registry.meta())
    items = {each["id"]: each for each in registry.desk().list_breaches()["items"]}
    assert items[first]["late"] is False and 1.9 <= items[first]["hours_left"] <= 2.0
    assert [each["late"] for each in items.values()] == [False, True]

    report = {"at": (now - timedelta(hours=1)).isoformat(), "report_number": "01/BC"}
    registry.desk().report_breach(first, report, registry.meta())
    items = {each["id"]: each for each in registry.desk().list_breaches()["items"]}
    assert (items[first]["hours_left"], items[first]["late"]) == (None, False)
    with pytest.raises(Refused, match="reported"):
        registry.desk().report_breach(first, report, registry.meta())
    with pytest.raises(Refused, match="in_future"):
        future = {**body, "detected_at": (now + timedelta(hours=1)).isoformat()}
        registry.desk().record_breach(future, registry.meta())
    with pytest.raises(Invalid):
        registry.desk().record_breach({**body, "detected_at": "2026-11-20T08:00"}, registry.meta())


def test_retention_terms_are_shown_as_not_known(registry: Registry) -> None:
    items = registry.desk().list_retention()["items"]
    assert {each["record"] for each in items} >= {"people", "access_log", "backups"}
    assert all(each["status"] == "unconfirmed" for each in items if each["months"] is None)


def test_the_desk_sees_in_one_answer_what_a_person_has_with_it(either: Registry) -> None:
    person_id = either.person()
    request(either, person_id)
    restriction = {"on": "2026-11-20", "reason": "theo đơn"}
    either.desk().restrict_processing(person_id, restriction, either.meta())
    told = either.desk().data_subject(person_id)
    assert (told["full_name"], told["restricted"]) == ("Đào Thị Được", "2026-11-20")
    assert [each["type"] for each in told["requests"]] == ["restrict"]
    assert told["consents"] == []
    assert told["accesses"][-1]["purpose"] == "data_subject"
    assert told["accesses_total"] == 1
    assert not {"national_id", "ethnicity", "groups", "phone"} & set(told)


def test_only_an_officer_serves_the_desk(registry: Registry) -> None:
    person_id = registry.person()
    for role in ("village_head", "ops", "school", "commune_leader"):
        with pytest.raises(Forbidden):
            registry.desk(caller(role, "Thôn 1")).data_subject(person_id)
    with pytest.raises(NotFound):
        registry.desk().data_subject("0" * 32)
