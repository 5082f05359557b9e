"""What officers write beside a change is read by those who may, and goes with its person."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from chassis.commands import Intent, Unit
from chassis.mongo import Db
from registry.domain import age_tasks, person_rules

from .given import OFFICER, TODAY, Registry, caller
from .test_list_variants import xlsx

WORDS = "Bà Được kể ở Trại Cá"
NOTE = {"reason_code": "entered_by_mistake", "note": WORDS}
PAPER = {"code": "land_recovered", "from": "2026-01-05", "evidence": {"document": "QĐ"}}
REFERRAL = {
    "to": "credit",
    "kind": "credit",
    "on": "2026-11-01",
    "purpose": "support",
    "consent": {"given_on": "2026-11-01", "form": "paper"},
}


def written_about(registry: Registry, person_id: str) -> dict[str, str]:
    """The same words in every place where an officer may write some about this person:
    ``{kind: record id}``."""
    desk, meta = registry.desk(), registry.meta
    moved = {
        "residence": {"kind": "permanent", "commune": "09931", "from": "2026-02-01"},
        "village": "Thôn 2",
    }
    desk.amend_person(person_id, {**moved, "reason": "changed", "reason_note": WORDS}, meta())
    paper = desk.add_group(person_id, PAPER, meta())["group_id"]
    ended = {"to": "2026-06-01", "reason": "paper", "reason_note": WORDS}
    desk.amend_group(person_id, paper, ended, meta())
    desk.void_group(person_id, paper, NOTE, meta())
    need = desk.record_need(person_id, {"kind": "job", "on": "2026-11-01"}, meta())["id"]
    referral = desk.make_referral({"person_id": person_id, **REFERRAL}, meta())["id"]
    told = {"person_id": person_id, "channel": "meeting", "topic": "other", "on": "2026-11-01"}
    outreach = desk.record_outreach({**told, "reached": 1}, meta())["id"]
    said = {"person_id": person_id, "text": WORDS, "on": "2026-11-01"}
    feedback = desk.record_feedback(said, meta())["id"]
    records = {"needs": need, "referrals": referral, "outreach": outreach, "feedback": feedback}
    for kind, record_id in records.items():
        desk.void_record(kind, record_id, NOTE, meta())
    on = {"on": "2026-11-20", "reason": WORDS}
    desk.restrict_processing(person_id, on, meta())
    desk.lift_restriction(person_id, on, meta())
    asked = {"person_id": person_id, "type": "access", "received_on": "2026-11-20"}
    request = desk.receive_request({**asked, "form": "paper"}, meta())["id"]
    desk.answer_request(request, {"on": "2026-11-20", "note": WORDS}, meta())
    desk.extend_request(request, on, meta())
    done = {"on": "2026-11-21", "outcome": "refused", "note": WORDS}
    desk.complete_request(request, done, meta())
    agreed = {"scope": "other", "text_version": "1", "channel": "paper", "given_on": "2026-11-01"}
    agreed |= {"person_id": person_id, "evidence": WORDS}
    consent = desk.record_consent(agreed, meta())["id"]
    desk.withdraw_consent(consent, {"on": "2026-11-02", "note": WORDS}, meta())
    task = f"elderly_60-2026-{person_id}"
    desk.decide_task(task, {"decision": "no", "reason": WORDS}, meta())
    other = registry.person(full_name="Đào Thị Được")
    desk.merge_person(other, {"into": person_id, "reason": WORDS}, meta())
    desk.unmerge_person(other, {"reason": WORDS}, meta())
    desk.record_person_left(
        person_id, {"on": "2026-11-22", "reason": "moved_away", "reason_note": WORDS}, meta()
    )
    return records | {"other": other, "consent": consent}


def asked_about_a_line(registry: Registry, person_id: str) -> None:
    """A line of a list that may be this person, decided with a note."""
    header = ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Thôn", "Ghi chú"]
    line = [1, "Đào Thị Được", "1985", "Nữ", "Thôn 1", WORDS]
    registry.sent_list(xlsx([header, line]))
    (asked,) = [each for each in registry.desk().list_reviews()["items"] if each["row"]]
    registry.desk().decide_review(
        asked["id"], {"decision": "same", "same_as": person_id, "note": WORDS}, registry.meta()
    )


def everything_told(registry: Registry, person_id: str, records: dict[str, str]) -> str:
    """Every answer that could tell the words."""
    desk = registry.desk()
    told: list[Any] = [
        desk.person_history(person_id, "correction"),
        desk.person_history(records["other"], "correction"),
        desk.data_subject(person_id),
        desk.list_tasks("decided"),
        desk.list_feedback(),
        desk.list_consents(person_id),
        desk.list_reviews("decided"),
        desk.list_requests(person_id=person_id),
        desk.get_person(person_id, "correction"),
    ]
    told += [
        desk.record_history(kind, each)
        for kind, each in records.items()
        if kind not in ("other", "consent")
    ]
    told += [desk.record_history("people", person_id), desk.journey(person_id)]
    return json.dumps(told, ensure_ascii=False)


def test_words_are_read_until_their_person_is_erased_and_by_nobody_after(
    either: Registry,
) -> None:
    person_id = either.person()
    records = written_about(either, person_id)
    reasons = [
        each["reason_note"] or each["reason"]
        for each in either.desk().person_history(person_id, "correction")["items"]
    ]
    assert reasons.count(WORDS) == 8
    assert WORDS in everything_told(either, person_id, records)
    either.desk().erase_person(person_id, {"basis": "request"}, either.meta())
    assert "Trại Cá" not in everything_told(either, person_id, records)
    after = either.desk().person_history(person_id, "correction")["items"]
    assert [each.get("reason_erased", False) for each in after].count(True) == 8
    assert after[1]["reason"] == "changed"  # the code tells nobody's name
    assert after[-1]["reason"] == "request"


def test_no_word_about_a_person_stands_open_in_the_database(
    reopen: Callable[[], Registry], db: Db
) -> None:
    registry = reopen()
    person_id = registry.person()
    asked_about_a_line(registry, person_id)
    written_about(registry, person_id)
    for collection in db.list_collection_names():
        stored = str([*db[collection].find()])
        assert "Trại Cá" not in stored, collection


def test_no_word_about_a_person_leaves_by_a_feed(registry: Registry) -> None:
    person_id = registry.person()
    asked_about_a_line(registry, person_id)
    written_about(registry, person_id)
    told = json.dumps([each.data for each in registry.messages()], ensure_ascii=False)
    assert person_id in told and "Trại" not in told


def test_words_about_two_people_go_with_either(registry: Registry) -> None:
    one, other = registry.person(), registry.person()
    desk = registry.desk()
    desk.merge_person(other, {"into": one, "reason": WORDS}, registry.meta())
    desk.unmerge_person(other, {"reason": WORDS}, registry.meta())
    assert WORDS in str(desk.person_history(one))
    desk.erase_person(other, {"basis": "request"}, registry.meta())
    assert WORDS not in str(desk.person_history(one))
    assert desk.get_person(one)["full_name"] == "Đào Thị Được"


def test_a_decided_line_of_a_list_is_read_by_nobody(registry: Registry) -> None:
    person_id = registry.person()
    asked_about_a_line(registry, person_id)
    (asked,) = registry.desk().list_reviews("decided")["items"]
    aggregate = registry.office.records.review
    commits = registry.office.ledger.log.history(aggregate.stream(asked["id"]))
    assert "Trại" not in str([aggregate.load_event(e) for c in commits for e in c.events])
    replayed = aggregate.replay([event for commit in commits for event in commit.events])
    kept = registry.office.ledger.log.load("review", asked["id"])
    assert kept is not None and "key" not in kept.body
    assert aggregate.load(kept.body) == replayed


def test_words_written_after_an_erasure_make_no_new_key_for_the_person(
    registry: Registry,
) -> None:
    person_id = registry.person()
    asked = {"person_id": person_id, "type": "delete", "received_on": "2026-11-20"}
    desk = registry.desk()
    request = desk.receive_request({**asked, "form": "paper"}, registry.meta())["id"]
    agreed = {"scope": "other", "text_version": "1", "channel": "paper", "given_on": "2026-11-01"}
    agreed |= {"person_id": person_id, "evidence": WORDS}
    consent = desk.record_consent(agreed, registry.meta())["id"]
    desk.erase_person(person_id, {"basis": "request"}, registry.meta())
    done = {"on": "2026-11-23", "outcome": "partly_done", "note": "bản sao lưu còn 30 ngày"}
    desk.complete_request(request, done, registry.meta())
    desk.withdraw_consent(consent, {"on": "2026-11-23", "note": WORDS}, registry.meta())
    assert registry.office.data_keys.found(person_id) is None
    assert [each["evidence"] for each in desk.list_consents(person_id)["items"]] == [""]


def test_what_was_written_before_words_were_sealed_is_still_read(registry: Registry) -> None:
    person_id = registry.person()
    records, ledger = registry.office.records, registry.office.ledger

    def older(unit: Unit) -> dict[str, Any]:
        person = unit.load(records.person, person_id)
        assert person is not None
        unit.save(records.person, person_id, person_rules.restrict(person, TODAY, today=TODAY))
        return {}

    intent = Intent(
        command_id="older",
        actor="commune_officer:officer-1",
        at=registry.clock.now(),
        today=TODAY,
        reason="theo đơn của bà Được",
    )
    ledger.run(intent, older)
    assert registry.desk().person_history(person_id)["items"][1]["reason"] == intent.reason
    decided = age_tasks.decide("t", person_id, "worker_15", 2026, "yes", "đã xem", TODAY)[0]
    stored = {"event": "AgeDecision", **json.loads(json.dumps(plain(decided)))}
    assert records.age_task.load_event(stored) == decided
    registry.desk().erase_person(person_id, {"basis": "request"}, registry.meta())
    after = registry.desk().person_history(person_id)["items"][1]
    assert (after["reason"], after["reason_erased"]) == (None, True)


def plain(event: Any) -> Any:
    import msgspec

    return msgspec.to_builtins(event)


def test_feedback_that_names_a_person_in_its_words_is_found_and_goes_with_them(
    either: Registry,
) -> None:
    person_id, namesake = either.person(), either.person(full_name="Đào Thị Được Em")
    desk = either.desk()
    ids = [
        desk.record_feedback({"text": text, "on": "2026-11-01"}, either.meta())["id"]
        for text in ("bà ĐÀO THỊ ĐƯỢC chưa được học", "Đào Thị Đượcc", "đường xa")
    ]
    found = desk.list_feedback(naming=person_id)["items"]
    assert [each["feedback_id"] for each in found] == ids[:1]
    assert desk.list_feedback(naming=namesake)["total"] == 0
    body = {"basis": "request", "feedback_ids": ids[:1]}
    desk.erase_person(person_id, body, either.meta())
    texts = {e["feedback_id"]: e["terms"]["text"] for e in desk.list_feedback()["items"]}
    assert [texts[each] for each in ids] == ["", "Đào Thị Đượcc", "đường xa"]
    assert either.office.data_keys.found(ids[0]) is None
    assert desk.list_feedback(naming=person_id)["total"] == 0


@pytest.mark.parametrize("role", ["front", "village_head"])
def test_only_an_officer_asks_what_names_a_person(registry: Registry, role: str) -> None:
    from chassis.errors import Forbidden

    with pytest.raises(Forbidden):
        registry.desk(caller(role, "Thôn 1")).list_feedback(naming=registry.person())


def test_words_about_nobody_are_sealed_by_their_own_record(
    reopen: Callable[[], Registry], db: Db
) -> None:
    registry = reopen()
    desk = registry.desk(OFFICER)
    days = {"from": "2026-12-01", "to": "2026-12-10"}
    plan = desk.plan_visits({"round": "2026-2", "village": "Thôn 1", **days}, registry.meta())
    desk.cancel_visits(plan["id"], NOTE, registry.meta())
    stored = str([*db["commits"].find()])
    assert "Trại Cá" not in stored
    assert db["data_keys"].find_one({"_id": plan["id"]})
