"""Records are amended and voided by whoever recorded them; whoever lost a race decides again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from chassis.commands import Ledger
from chassis.errors import Invalid, NotFound, Refused
from chassis.log import Commit, Document, StreamMoved
from chassis.memory_log import MemoryLog

from .answers import codes, fields
from .office import Office


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
