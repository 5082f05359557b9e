"""An erased person is nobody any more, in every place, and the figures do not move."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from chassis.errors import Forbidden, Invalid, Refused
from chassis.mongo import Db
from registry.desk.erasing import finish_erasures

from .given import Registry, caller

ID = "001185000017"
BASIS = {"basis": "request"}
SECRETS = ("Đào", "dao", "001185000017", "0912345678", "1985", "muong", "quê ngoại", "Trại giam")
PRISON = {"code": "ex_prisoner", "from": "2026-01-05", "evidence": {"document": "Trại giam"}}


def known_person(registry: Registry) -> str:
    person_id = registry.person(
        national_id=ID, phone="0912345678", ethnicity="Mường", note="quê ngoại ở Hòa Bình"
    )
    registry.desk().add_group(person_id, PRISON, registry.meta())
    return person_id


def erase(registry: Registry, person_id: str) -> None:
    registry.desk().erase_person(person_id, BASIS, registry.meta())


def test_nobody_finds_names_or_reads_an_erased_person(either: Registry) -> None:
    person_id = known_person(either)
    erase(either, person_id)
    desk = either.desk()
    for q in ("duoc", ID, "0912345678", ""):
        assert desk.search_people(q)["total"] == 0
    assert desk.names([person_id])["people"] == {}
    shown = desk.get_person(person_id, "support")
    assert shown["erased"] == "2026-11-23"
    assert shown["full_name"] == "" and shown["groups"] == [] and shown["national_id"] is None
    history = json.dumps(desk.record_history("people", person_id), ensure_ascii=False)
    assert not any(secret in history for secret in SECRETS)


def test_what_is_stored_of_them_cannot_be_opened(registry: Registry) -> None:
    person_id = known_person(registry)
    stored = registry.office.ledger.log.history(f"person-{person_id}")
    aggregate = registry.office.records.person
    assert "Đào" in str([aggregate.shown(event) for each in stored for event in each.events])
    erase(registry, person_id)
    stored = registry.office.ledger.log.history(f"person-{person_id}")
    opened = str([aggregate.load_event(event) for each in stored for event in each.events])
    assert not any(secret in opened for secret in SECRETS)
    assert registry.office.data_keys.found(person_id) is None


def test_the_database_holds_no_key_and_no_secret(reopen: Callable[[], Registry], db: Db) -> None:
    registry = reopen()
    person_id = known_person(registry)
    assert db["data_keys"].find_one({"_id": person_id})
    erase(registry, person_id)
    assert db["data_keys"].find_one({"_id": person_id}) is None
    (row,) = db["person"].find({"_id": person_id})
    assert "key" not in row["state"]
    assert not any(secret in str(row) for secret in SECRETS)
    commits = list(db["commits"].find({"stream": f"person-{person_id}"}))
    # the outbox of what is not sent yet holds the profile: a date and groups, never a name
    kept = str([{k: v for k, v in each.items() if k != "messages"} for each in commits])
    assert not any(secret in kept for secret in SECRETS)


def test_the_state_is_still_what_the_log_says(either: Registry) -> None:
    person_id = known_person(either)
    erase(either, person_id)
    aggregate, log = either.office.records.person, either.office.ledger.log
    commits = log.history(aggregate.stream(person_id))
    replayed = aggregate.replay([event for commit in commits for event in commit.events])
    kept = log.load("person", person_id)
    assert kept is not None
    assert aggregate.load(kept.body) == replayed


def test_the_figures_and_the_partners_are_told(registry: Registry) -> None:
    person_id = known_person(registry)
    referral = {
        "person_id": person_id,
        "to": "credit",
        "kind": "credit",
        "on": "2026-11-01",
        "purpose": "support",
        "consent": {"given_on": "2026-11-01", "form": "paper"},
    }
    registry.desk().make_referral(referral, registry.meta())
    before = len(registry.messages())
    erase(registry, person_id)
    told = registry.messages()[before:]
    assert [(m.feed, m.name) for m in told] == [
        ("registry.indicators", "person_erased"),
        ("registry.credit", "person_erased"),
    ]
    assert told[0].data == {"person_id": person_id, "commune": "09931", "on": "2026-11-23"}


def test_duplicates_go_with_the_survivor(registry: Registry) -> None:
    survivor, duplicate = registry.person(), registry.person(national_id=ID)
    registry.desk().merge_person(duplicate, {"into": survivor}, registry.meta())
    with pytest.raises(Refused, match="person_merged"):
        registry.desk().erase_person(duplicate, BASIS, registry.meta())
    erase(registry, survivor)
    for each in (survivor, duplicate):
        assert registry.desk().get_person(each, "support")["erased"] is not None
        assert registry.office.data_keys.found(each) is None


def test_no_new_fact_of_an_erased_person_is_taken(registry: Registry) -> None:
    household = registry.household()
    person_id = registry.person(household_id=household)
    erase(registry, person_id)
    desk = registry.desk()
    for refused in (
        lambda: desk.amend_person(person_id, {"phone": "0912345678"}, registry.meta()),
        lambda: desk.add_group(person_id, PRISON, registry.meta()),
        lambda: desk.record_person_left(
            person_id, {"on": "2026-11-01", "reason": "died"}, registry.meta()
        ),
    ):
        with pytest.raises(Refused, match="person_erased"):
            refused()
    before = len(registry.messages())
    poor = {"poverty": [{"status": "poor", "from": "2026-01-01"}]}
    desk.amend_household(household, poor, registry.meta())
    assert len(registry.messages()) == before


def test_an_erasure_that_a_power_cut_interrupted_is_finished(registry: Registry) -> None:
    person_id = known_person(registry)
    keys = registry.office.data_keys
    cut, keys.destroy = keys.destroy, lambda _ids: None  # type: ignore[method-assign]
    meta = registry.meta()
    registry.desk().erase_person(person_id, BASIS, meta)
    assert keys.found(person_id) is not None
    keys.destroy = cut  # type: ignore[method-assign]
    registry.desk().erase_person(person_id, BASIS, meta)
    assert keys.found(person_id) is None

    other = known_person(registry)
    keys.destroy = lambda _ids: None  # type: ignore[method-assign]
    registry.desk().erase_person(other, BASIS, registry.meta())
    keys.destroy = cut  # type: ignore[method-assign]
    assert finish_erasures(registry.office) == 2
    assert keys.found(other) is None


def said(registry: Registry, person_id: str | None) -> str:
    body = {"text": "Chị Được ở Trại Cá kể", "on": "2026-11-02", "person_id": person_id}
    feedback_id = str(registry.desk().record_feedback(body, registry.meta())["id"])
    answer = {"text": "Đã gặp chị Được", "on": "2026-11-05"}
    registry.desk().answer_feedback(feedback_id, answer, registry.meta())
    return feedback_id


def test_what_was_said_of_them_goes_too_and_that_it_was_said_stays(either: Registry) -> None:
    person_id = known_person(either)
    about, other = said(either, person_id), said(either, None)
    erase(either, person_id)
    items = {each["feedback_id"]: each for each in either.desk().list_feedback()["items"]}
    assert (items[about]["terms"]["text"], items[about]["answer"]) == ("", "")
    assert items[about]["erased"] == "2026-11-23"
    assert items[about]["answered_on"] == "2026-11-05"
    assert items[other]["answer"] == "Đã gặp chị Được"
    history = json.dumps(either.desk().record_history("feedback", about), ensure_ascii=False)
    assert "Được" not in history
    log = either.office.ledger.log.history(f"feedback-{about}")
    aggregate = either.office.records.feedback
    replayed = aggregate.replay([event for commit in log for event in commit.events])
    kept = either.office.ledger.log.load("feedback", about)
    assert kept is not None and aggregate.load(kept.body) == replayed
    for refused in (
        lambda: either.desk().amend_record("feedback", about, {"text": "x"}, either.meta()),
        lambda: either.desk().answer_feedback(
            about, {"text": "x", "on": "2026-11-20"}, either.meta()
        ),
    ):
        with pytest.raises(Refused, match="person_erased"):
            refused()


def test_no_word_of_feedback_stands_open_in_the_database(
    reopen: Callable[[], Registry], db: Db
) -> None:
    registry = reopen()
    person_id = known_person(registry)
    said(registry, person_id)
    stored = str([*db["commits"].find(), *db["feedback"].find()])
    assert "Trại Cá kể" not in stored and "Đã gặp" not in stored
    keys = db["data_keys"].count_documents({})
    erase(registry, person_id)
    assert db["data_keys"].count_documents({}) == keys - 2


def test_an_erasure_of_feedback_that_a_power_cut_interrupted_is_finished(
    registry: Registry,
) -> None:
    person_id = known_person(registry)
    feedback_id = said(registry, person_id)
    keys = registry.office.data_keys
    cut, keys.destroy = keys.destroy, lambda _ids: None  # type: ignore[method-assign]
    erase(registry, person_id)
    keys.destroy = cut  # type: ignore[method-assign]
    assert keys.found(feedback_id) is not None
    finish_erasures(registry.office)
    assert keys.found(feedback_id) is None


def test_only_an_officer_erases_and_says_on_what_basis(registry: Registry) -> None:
    person_id = registry.person()
    with pytest.raises(Forbidden):
        registry.desk(caller("village_head", "Thôn 1")).erase_person(
            person_id, BASIS, registry.meta()
        )
    with pytest.raises(Invalid):
        registry.desk().erase_person(person_id, {}, registry.meta())
