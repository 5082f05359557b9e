"""What the desk lists: employers, records, referrals that wait, places that are free."""

from __future__ import annotations

import pytest
from chassis.errors import Invalid, Refused

from .office import Office


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
