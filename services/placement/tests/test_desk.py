"""The desk at work: receipts, warnings, keys, lists, matches and a person's journey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from chassis.commands import Ledger
from chassis.errors import Conflict, Invalid, NotFound, Refused
from chassis.log import Commit, Document, StreamMoved
from chassis.memory_log import MemoryLog

from .office import Office


def codes(receipt: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in receipt["warnings"]]


def fields(invalid: pytest.ExceptionInfo[Invalid]) -> dict[str, list[str]]:
    return dict(invalid.value.fact["fields"])


def test_the_same_key_records_once_and_answers_the_same(office: Office) -> None:
    body = {"person_id": "p1", "service": "counselling", "on": "2026-03-02"}
    meta = office.key()
    first = office.desk().give_service(body=body, meta=meta)

    assert office.desk().give_service(body=body, meta=meta) == first
    assert first == {"id": first["id"], "version": 1, "warnings": []}
    assert len(office.published()) == 1
    with pytest.raises(Conflict, match="key_reused"):
        office.desk().give_service(body=body | {"topic": "start_up"}, meta=meta)


def test_one_key_is_one_command_on_one_record(office: Office) -> None:
    first, second = office.placement()["id"], office.placement()["id"]
    meta, body = office.key(), {"on": "2026-03-09", "reason_code": "resigned"}
    office.desk().end_placement(placement_id=first, body=body, meta=meta)

    with pytest.raises(Conflict, match="key_reused"):
        office.desk().end_placement(placement_id=second, body=body, meta=meta)


def test_null_means_absent(office: Office) -> None:
    office.service(mode=None, topic=None, job_fair_id=None)
    receipt = office.placement(kind="employer", employer_id=None, contract=None, loan_id=None)

    assert codes(receipt) == ["employer_missing"]
    service, placement = office.published()
    assert (service.data["mode"], service.data["topic"]) == ("in_person", "other")
    assert placement.data["contract"] == "none"


def test_what_is_malformed_is_refused_by_field(office: Office) -> None:
    body = {
        "kind": "employer",
        "new_job": "yes",
        "suitable": None,
        "on": "02/03/2026",
        "contract": "handshake",
        "salary": 1,
    }
    with pytest.raises(Invalid) as invalid:
        office.desk().start_placement(body=body, meta=office.key())

    assert fields(invalid) == {
        "person_id": ["required"],
        "new_job": ["not_a_flag"],
        "suitable": ["required"],
        "on": ["not_a_date"],
        "contract": ["not_in_vocabulary"],
        "salary": ["unknown_field"],
    }


def test_what_lies_in_the_future_is_refused(office: Office) -> None:
    for attempt in (office.service, office.placement):
        with pytest.raises(Invalid) as invalid:
            attempt(on="2026-04-01")
        assert fields(invalid) == {"on": ["in_future"]}
    assert office.published() == []


@pytest.mark.parametrize("name", ["employer", "vacancy", "referral"])
def test_a_placement_refers_to_what_is_known(office: Office, name: str) -> None:
    with pytest.raises(Invalid) as invalid:
        office.placement(**{f"{name}_id": "nobody"})

    assert fields(invalid) == {f"{name}_id": [f"unknown_{name}"]}


def test_a_voided_employer_takes_nobody(office: Office) -> None:
    employer_id = office.employer()
    office.desk().void_record(
        kind="employers",
        record_id=employer_id,
        body={"reason_code": "duplicate"},
        meta=office.key(),
    )

    with pytest.raises(Invalid) as invalid:
        office.placement(kind="employer", employer_id=employer_id)
    assert fields(invalid) == {"employer_id": ["unknown_employer"]}


def test_a_service_at_a_fair_has_the_fairs_mode_unless_it_says_otherwise(office: Office) -> None:
    fair = {"on": "2026-03-15", "mode": "mobile"}
    fair_id = office.desk().register_job_fair(body=fair, meta=office.key())["id"]
    office.service(service="job_fair", job_fair_id=fair_id)
    office.service(service="job_fair", job_fair_id=fair_id, mode="online")

    assert [event.data["mode"] for event in office.published()] == ["mobile", "online"]


def test_another_version_than_the_one_seen_is_a_conflict(office: Office) -> None:
    placement_id = office.placement()["id"]
    body = {"suitable": False}
    first = office.desk().amend_record(
        kind="placements", record_id=placement_id, body=body, meta=office.key(if_match=1)
    )
    assert first["version"] == 2

    with pytest.raises(Conflict, match="version_moved"):
        office.desk().amend_record(
            kind="placements",
            record_id=placement_id,
            body={"suitable": True},
            meta=office.key(if_match=1),
        )


def test_the_stages_of_a_placement(office: Office) -> None:
    job = {"kind": "employer", "employer_id": office.employer(), "contract": "indefinite"}
    placement_id = office.placement(on="2025-12-01", **job)["id"]
    insurance, centre = office.desk("social_insurance"), office.desk()
    confirmed = insurance.confirm_placement(
        placement_id=placement_id, body={"on": "2026-01-15"}, meta=office.key()
    )
    checked = centre.check_retention(
        placement_id=placement_id,
        body={"months": 3, "still_employed": True, "on": "2026-02-20"},
        meta=office.key(),
    )
    granted = insurance.grant_contribution_support(
        placement_id=placement_id, body={"amount": 500_000, "on": "2026-03-01"}, meta=office.key()
    )
    ended = centre.end_placement(
        placement_id=placement_id,
        body={"on": "2026-03-20", "reason_code": "contract_ended"},
        meta=office.key(),
    )

    assert [codes(each) for each in (confirmed, checked, granted, ended)] == [
        [],
        ["checked_early"],
        [],
        [],
    ]
    (shown,) = centre.list_placements(person_id="p1")["items"]
    assert (shown["id"], shown["version"], shown["confirmed_on"]) == (placement_id, 4, "2026-01-15")
    assert shown["end"] == {"on": "2026-03-20", "reason_code": "contract_ended"}
    assert shown["checks"] == [{"months": 3, "still_employed": True, "on": "2026-02-20"}]


@pytest.mark.parametrize("months", [0, 4, 24])
def test_retention_is_looked_at_after_three_six_and_twelve_months(
    office: Office, months: int
) -> None:
    placement_id = office.placement()["id"]
    with pytest.raises(Invalid) as invalid:
        office.desk().check_retention(
            placement_id=placement_id,
            body={"months": months, "still_employed": True, "on": "2026-03-09"},
            meta=office.key(),
        )
    assert fields(invalid) == {"months": ["not_in_vocabulary"]}


def test_a_reason_is_a_code_and_never_a_text(office: Office) -> None:
    placement_id = office.placement()["id"]
    with pytest.raises(Invalid) as invalid:
        office.desk().end_placement(
            placement_id=placement_id,
            body={"on": "2026-03-09", "reason_code": "Bà Lan cãi nhau"},
            meta=office.key(),
        )
    assert fields(invalid) == {"reason_code": ["not_in_vocabulary"]}


def test_social_insurance_corrects_what_it_recorded_and_nothing_else(office: Office) -> None:
    placement_id = office.placement()["id"]
    insurance = office.desk("social_insurance")
    insurance.confirm_placement(
        placement_id=placement_id, body={"on": "2026-03-09"}, meta=office.key()
    )
    insurance.amend_record(
        kind="placements",
        record_id=placement_id,
        body={"confirmed_on": "2026-03-10"},
        meta=office.key(),
    )
    assert (office.last().name, office.last().data["on"]) == ("placement_confirmed", "2026-03-10")

    with pytest.raises(Invalid) as invalid:
        insurance.amend_record(
            kind="placements",
            record_id=placement_id,
            body={"confirmed_on": "2026-03-10", "suitable": False},
            meta=office.key(),
        )
    assert fields(invalid) == {"suitable": ["unknown_field"]}


def test_an_amendment_clears_what_may_be_empty(office: Office) -> None:
    placement_id = office.placement(kind="employer", employer_id=office.employer())["id"]

    def amend(**changes: Any) -> dict[str, Any]:
        return office.desk().amend_record(
            kind="placements", record_id=placement_id, body=changes, meta=office.key()
        )

    assert codes(amend(employer_id=None)) == ["employer_missing"]
    with pytest.raises(Invalid) as invalid:
        amend(contract=None)
    assert fields(invalid) == {"contract": ["null"]}
    with pytest.raises(Invalid) as invalid:
        amend(person_id="p2")
    assert fields(invalid) == {"person_id": ["unknown_field"]}


def test_a_voided_record_leaves_the_lists_and_keeps_its_history(office: Office) -> None:
    kept, gone = office.service()["id"], office.service(on="2026-03-03")["id"]
    receipt = office.desk().void_record(
        kind="services",
        record_id=gone,
        body={"reason_code": "duplicate", "note": "ghi hai lần"},
        meta=office.key(),
    )

    assert receipt["version"] == 2
    assert [each["id"] for each in office.desk().list_services()["items"]] == [kept]
    assert [each["record_id"] for each in office.desk().journey(person_id="p1")["items"]] == [kept]
    history = office.desk().record_history(kind="services", record_id=gone)
    assert [each["events"][0]["event"] for each in history["items"]] == [
        "ServiceGiven",
        "ServiceVoided",
    ]
    assert history["items"][1]["reason"] == "duplicate"
    assert history["items"][1]["actor"] == "job_centre:u1"
    with pytest.raises(Refused, match="voided"):
        office.desk().void_record(
            kind="services", record_id=gone, body={"reason_code": "other"}, meta=office.key()
        )


@pytest.mark.parametrize("kind", ["services", "placements", "employers", "vacancies", "job_fairs"])
def test_what_does_not_exist_cannot_be_corrected(office: Office, kind: str) -> None:
    attempts: tuple[Callable[[], object], ...] = (
        lambda: office.desk().amend_record(
            kind=kind, record_id="nothing", body={}, meta=office.key()
        ),
        lambda: office.desk().void_record(
            kind=kind, record_id="nothing", body={"reason_code": "other"}, meta=office.key()
        ),
        lambda: office.desk().record_history(kind=kind, record_id="nothing"),
    )
    for attempt in attempts:
        with pytest.raises(NotFound) as missing:
            attempt()
        assert (missing.value.code, missing.value.fact) == ("not_found", {"record": kind})


def test_a_kind_that_is_not_kept_here_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk().amend_record(kind="loans", record_id="x", body={}, meta=office.key())
    with pytest.raises(NotFound):
        office.desk().record_history(kind="person", record_id="x")


class LostRace(MemoryLog):
    """The next commit finds that somebody else was first."""

    lost = False

    def commit(
        self, commits: Sequence[Commit], documents: Sequence[Document], session: Any = None
    ) -> None:
        if self.lost:
            self.lost = False
            raise StreamMoved(commits[0].stream)
        super().commit(commits, documents, session)


def test_an_amendment_that_lost_a_race_is_decided_again(office: Office) -> None:
    log = LostRace()
    office.runtime.ledger = Ledger(log)
    placement_id = office.placement()["id"]
    ending = {"on": "2026-03-09", "reason_code": "resigned"}
    office.desk().end_placement(placement_id=placement_id, body=ending, meta=office.key())
    log.lost = True
    office.desk().amend_record(
        kind="placements",
        record_id=placement_id,
        body={"ended_on": "2026-03-10", "suitable": False},
        meta=office.key(),
    )

    assert not log.lost
    started, ended = office.published()[-2:]
    assert (started.data["suitable"], ended.data["on"]) == (False, "2026-03-10")


def test_the_labour_market_can_be_corrected(office: Office) -> None:
    employer_id = office.employer()
    vacancy_id = office.vacancy(employer_id=employer_id)
    fair = office.desk().register_job_fair(body={"on": "2026-04-15"}, meta=office.key())
    for kind, record_id, change in (
        ("employers", employer_id, {"barrier_free": True}),
        ("vacancies", vacancy_id, {"closes_on": "2026-03-30"}),
        ("job_fairs", fair["id"], {"mode": "thematic"}),
    ):
        office.desk().amend_record(kind=kind, record_id=record_id, body=change, meta=office.key())

    (employer,) = office.desk().list_employers()["items"]
    (vacancy,) = office.desk().list_vacancies(employer_id=employer_id)["items"]
    (session,) = office.desk().list_job_fairs()["items"]
    assert employer["barrier_free"] is True
    assert (vacancy["closes_on"], vacancy["open"], vacancy["filled"]) == ("2026-03-30", False, 0)
    assert (session["mode"], session["on"]) == ("thematic", "2026-04-15")


def test_a_mistyped_amount_is_published_again(office: Office) -> None:
    insurance, placement_id = office.desk("social_insurance"), office.placement()["id"]
    support_id = insurance.grant_contribution_support(
        placement_id=placement_id, body={"amount": 5_000_000, "on": "2026-03-09"}, meta=office.key()
    )["id"]
    insurance.amend_record(
        kind="contribution_supports",
        record_id=support_id,
        body={"amount": 500_000},
        meta=office.key(),
    )

    amounts = [event.data["amount"] for event in office.published() if "amount" in event.data]
    assert amounts == [5_000_000, 500_000]


def test_employers_are_listed_by_name(office: Office) -> None:
    for name in ("Xưởng may", "An Phát", "hợp tác xã"):
        office.employer(name=name)

    names = [each["name"] for each in office.desk().list_employers()["items"]]
    assert names == ["An Phát", "hợp tác xã", "Xưởng may"]


def test_lists_are_paged_newest_first(office: Office) -> None:
    for on in ("2026-03-02", "2026-03-05", "2026-03-03"):
        office.service(on=on)
    page = office.desk().list_services(page=2, page_size=2)

    assert page["total"] == 3
    assert [each["on"] for each in page["items"]] == ["2026-03-02"]
    first = office.desk().list_services(person_id="p1", page_size=2)
    assert (first["total"], [each["on"] for each in first["items"]]) == (
        3,
        ["2026-03-05", "2026-03-03"],
    )
    for bad in ({"page": 0}, {"page_size": 0}, {"page_size": 1001}):
        with pytest.raises(Invalid):
            office.desk().list_services(**bad)  # type: ignore[arg-type]


def test_referrals_wait_until_they_are_answered(office: Office) -> None:
    office.told("person_referred")
    (waiting,) = office.desk().list_referrals(status="received")["items"]
    assert (waiting["id"], waiting["person_id"], waiting["kind"]) == ("0f3a", "7c21", "job")

    receipt = office.desk().answer_referral(
        referral_id="0f3a", body={"answer": "accepted"}, meta=office.key()
    )
    assert receipt == {"id": "0f3a", "version": 2, "warnings": []}
    assert office.last().data == {
        "referral_id": "0f3a",
        "person_id": "7c21",
        "answer": "accepted",
        "on": "2026-03-31",
        "commune": "09931",
    }
    assert office.desk().list_referrals(status="received")["total"] == 0
    assert office.desk().list_referrals()["items"][0]["status"] == "accepted"
    with pytest.raises(Invalid):
        office.desk().list_referrals(status="lost")


def test_a_cancelled_referral_takes_no_answer(office: Office) -> None:
    office.told("person_referred")
    office.told("referral_cancelled")

    with pytest.raises(Refused, match="referral_cancelled"):
        office.desk().answer_referral(
            referral_id="0f3a", body={"answer": "accepted"}, meta=office.key()
        )


def test_a_referred_person_is_offered_what_is_within_reach(office: Office) -> None:
    office.told("person_referred")
    driving = office.vacancy(occupation="driving", accommodates=["wheelchair"], village="v1")
    sewing = office.vacancy(occupation="May_cong_nghiep", accommodates=["wheelchair"])
    stairs = office.vacancy(occupation="may_cong_nghiep")
    office.vacancy(closes_on="2026-03-30", accommodates=["wheelchair"])
    answer = office.desk().matches(person_id="7c21")

    assert [each["vacancy_id"] for each in answer["items"]] == [sewing, driving, stairs]
    assert (answer["total"], answer["known"]) == (3, True)
    assert answer["items"][0]["reasons"] == [
        {"code": "access_met", "needs": ["wheelchair"]},
        {"code": "occupation_wanted", "needs": []},
        {"code": "same_commune", "needs": []},
    ]
    assert answer["items"][2]["reasons"][0] == {"code": "access_missing", "needs": ["wheelchair"]}


def test_a_place_is_taken_by_a_placement_and_free_again_after_its_end(office: Office) -> None:
    vacancy_id = office.vacancy()
    assert office.desk().matches(person_id="p9")["total"] == 1
    placement_id = office.placement(vacancy_id=vacancy_id)["id"]
    assert office.desk().matches(person_id="p9")["total"] == 0

    office.desk().end_placement(
        placement_id=placement_id,
        body={"on": "2026-03-09", "reason_code": "resigned"},
        meta=office.key(),
    )
    answer = office.desk().matches(person_id="p9")
    assert (answer["total"], answer["known"]) == (1, False)


def test_an_undone_merge_parts_their_ways_again(office: Office) -> None:
    office.service(person_id="7c21")
    office.told("person_referred")
    office.told("person_merged")
    office.told("record_voided", record_kind="merges", person_id="7c21", into="91be")
    after = office.service(person_id="7c21", on="2026-03-20")

    assert codes(after) == []
    assert office.last().data["person_id"] == "7c21"
    assert office.desk().journey(person_id="91be")["items"] == []
    assert office.desk().matches(person_id="91be")["known"] is False
    assert office.desk().matches(person_id="7c21")["known"] is True


def test_new_facts_of_a_merged_duplicate_go_to_the_survivor(office: Office) -> None:
    before = office.service(person_id="7c21")
    office.told("person_referred")
    office.told("person_merged")
    after = office.service(person_id="7c21", on="2026-03-20")

    assert codes(before) == []
    assert codes(after) == ["person_merged"]
    assert office.last().data["person_id"] == "91be"
    for each in ("7c21", "91be"):
        steps = office.desk().journey(person_id=each)["items"]
        assert [step["event"] for step in steps] == [
            "referral_received",
            "service_given",
            "service_given",
        ]
        assert office.desk().list_services(person_id=each)["total"] == 2
        assert office.desk().matches(person_id=each)["known"] is True


def test_nothing_new_is_recorded_of_an_erased_person(office: Office) -> None:
    service_id = office.service(person_id="7c21")["id"]
    office.told("person_erased")

    with pytest.raises(Refused, match="person_erased"):
        office.service(person_id="7c21")
    assert office.desk().matches(person_id="7c21")["known"] is False
    assert [step["record_id"] for step in office.desk().journey(person_id="7c21")["items"]] == [
        service_id
    ]


def test_a_journey_tells_everything_in_the_order_of_days(office: Office) -> None:
    office.told("person_referred", person_id="p1")
    office.desk().answer_referral(
        referral_id="0f3a", body={"answer": "accepted", "on": "2026-03-03"}, meta=office.key()
    )
    placement_id = office.placement(on="2026-03-10")["id"]
    office.service(on="2026-03-05", service="introduction")
    office.desk("social_insurance").grant_contribution_support(
        placement_id=placement_id, body={"amount": 1, "on": "2026-03-21"}, meta=office.key()
    )
    office.desk("social_insurance").confirm_placement(
        placement_id=placement_id, body={"on": "2026-03-20"}, meta=office.key()
    )

    items = office.desk().journey(person_id="p1")["items"]
    assert [(step["on"], step["event"], step["record_kind"]) for step in items] == [
        ("2026-03-02", "referral_received", "referrals"),
        ("2026-03-03", "referral_answered", "referrals"),
        ("2026-03-05", "service_given", "services"),
        ("2026-03-10", "placement_started", "placements"),
        ("2026-03-20", "placement_confirmed", "placements"),
        ("2026-03-21", "contribution_support_granted", "contribution_supports"),
    ]


def test_current_states_can_be_rebuilt_from_the_log(office: Office) -> None:
    from placement.aggregates import PERSON, RECORDS

    office.told("person_referred", person_id="p1")
    office.told("person_merged", person_id="p1", into="p0")
    placement_id = office.placement()["id"]
    for kind, record_id, change in (
        ("placements", placement_id, {"suitable": False}),
        ("services", office.service()["id"], {"topic": "start_up"}),
        ("vacancies", office.vacancy(), {"headcount": 3}),
    ):
        office.desk().amend_record(kind=kind, record_id=record_id, body=change, meta=office.key())
    office.desk().void_record(
        kind="placements",
        record_id=placement_id,
        body={"reason_code": "did_not_happen"},
        meta=office.key(),
    )

    log = office.runtime.ledger.log
    aggregates = {each.kind: each for each in (*RECORDS.values(), PERSON)}
    streams: dict[str, list[dict[str, Any]]] = {}
    for commit in log.commits():
        streams.setdefault(commit.stream, []).extend(commit.events)
    assert len(streams) == len(log.documents) == 7
    for (kind, record_id), document in log.documents.items():
        aggregate = aggregates[kind]
        rebuilt = aggregate.replay(streams[aggregate.stream(record_id)])
        assert aggregate.dump(rebuilt) == document.record.body
        assert dict(aggregate.fields(rebuilt)) == dict(document.fields)
