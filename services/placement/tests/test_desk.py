"""The desk at work: receipts, warnings, keys, what is refused, the stages of a placement."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Conflict, Invalid

from .answers import codes, fields
from .office import Office


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
