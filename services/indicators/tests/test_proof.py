"""Verify and audit: the stored figures are what the facts come to, or it is found."""

from __future__ import annotations

from datetime import date

import pytest
from chassis.errors import Conflict, Forbidden, Transient
from chassis.handling import InvalidEvents
from indicators.auditing import Audit
from indicators.domain.shelves import Shelves
from indicators.ledger import blocks, lines_of, sheets
from indicators.pausing import paused
from indicators.recording import Recording

from .office import Office, person
from .proven_facts import FACTS


def test_what_was_applied_verifies(office: Office) -> None:
    office.learn(*FACTS, size=2)
    found = office.desk(role="ops").verify()
    assert found["difference"] == 0
    assert found["states"] == 4  # three persons, one household
    assert found["entries"] > 10


@pytest.mark.parametrize("fault", ["cell", "ledger line", "state", "tally", "shelf"])
def test_a_planted_fault_is_found(office: Office, fault: str) -> None:
    office.learn(*FACTS)
    if fault == "cell":
        office.db["cells_1"].update_one(
            {"_id": "2026/village"}, {"$inc": {"new_jobs.value.01.v1": 1}}
        )
    elif fault == "ledger line":
        sheet = office.db["entries_1"].find_one({"k": "rural_trainees.value"})
        assert sheet is not None
        (fewer,) = sheets("1", blocks(list(lines_of(sheet))[1:]), ())
        office.db["entries_1"].update_one({"_id": sheet["_id"]}, {"$set": {"l": fewer["l"]}})
    elif fault == "tally":
        office.db["tallies_1"].update_one(
            {"_id": "rural_trainees.value/2026-02"}, {"$inc": {"7": 1}}, upsert=True
        )
    elif fault == "shelf":
        office.db["places_1"].delete_one({"k": "rural_trainees.value"})
    else:
        office.db["people"].delete_one({"_id": "p1"})
    assert office.verified() > 0


@pytest.mark.parametrize(
    ("collection", "label"),
    [
        ("entries_1", {"m": "2027-01"}),
        ("entries_1", {"k": ["rural_trainees.value"]}),
        ("entries_1", {"q": 7}),
        ("places_1", {"s": [1_023]}),
    ],
    ids=["month", "keys", "period", "shelf"],
)
def test_a_label_that_hides_what_is_there_is_found_and_mended(
    office: Office, collection: str, label: dict[str, object]
) -> None:
    """No sum of all lines tells it: lists and the unfinished month are read by these."""
    office.learn(*FACTS)
    keys = {"$nin": ["rural_trainees.value", ["rural_trainees.value"]]}
    row = office.db[collection].find_one({"k": keys})
    assert row is not None
    office.db[collection].update_one({"_id": row["_id"]}, {"$set": label})
    desk = office.desk(role="ops")
    found = desk.verify()
    assert found["difference"] > 0
    named = found["details"]["named"]
    assert named
    assert all(each.startswith(("sheet ", "place of ")) for each in named)
    assert desk.rebuild(True)["switched"]
    assert office.verified() == 0


def test_verify_names_the_cell_and_the_unit_that_differ(office: Office) -> None:
    office.learn(*FACTS)
    office.db["cells_1"].update_one({"_id": "2026/total"}, {"$inc": {"rural_trainees.value.02": 3}})
    sheet = office.db["entries_1"].find_one({"k": "rural_trainees.value", "m": "2026-02"})
    assert sheet is not None
    fewer = [each for each in lines_of(sheet) if each.entry.k != "rural_trainees.value"]
    (changed,) = sheets("1", blocks(fewer), ())
    office.db["entries_1"].replace_one({"_id": sheet["_id"]}, {**changed, "_id": sheet["_id"]})
    told = office.desk(role="ops").verify()["details"]
    assert "cell 2026/total rural_trainees.value.02: 4, recomputed 1" in told["named"]
    assert told["units"] == ["p1"]


def test_the_same_batch_again_changes_nothing(office: Office) -> None:
    events = office.learn(*FACTS)
    lines = office.db["entries_1"].count_documents({})
    office.take(events)
    assert office.db["entries_1"].count_documents({}) == lines
    assert office.verified() == 0


def test_nothing_is_applied_while_figures_are_compared(office: Office) -> None:
    events = office.feeds.publish([])
    with paused(office.db, office.transactions):
        with pytest.raises(Transient, match="paused"):
            office.learn(person("p1"))
        with pytest.raises(Conflict, match="at_work"):
            office.desk(role="ops").verify()
    assert events == []
    office.learn(person("p2"))
    assert office.verified() == 0


def test_an_unreadable_event_spoils_nothing(office: Office) -> None:
    whole = {"enrolment_id": "e1", "person_id": "p1", "level": "college", "on": "2026-02-01"}
    good = office.feeds.publish([("training", "enrolment_started", whole)])
    bad = office.feeds.publish([("training", "enrolment_started", {"enrolment_id": "e2"})])
    unknown = office.feeds.publish([("training", "weather_told", {})])
    with pytest.raises(InvalidEvents) as caught:
        office.take([*good, *bad, *unknown])
    assert list(caught.value.reasons) == ["training/2"]
    assert "person_id" in caught.value.reasons["training/2"]
    assert office.db["people"].count_documents({}) == 0


def test_the_audit_goes_round_and_finds_a_page_that_disagrees(office: Office) -> None:
    office.learn(*FACTS)
    audit = Audit(office.store, office.plan, size=2)
    assert {audit.look() for _ in range(90)} == {0}
    office.db["people"].update_one({"_id": "p1"}, {"$inc": {"h": 1}})
    assert max(audit.look() for _ in range(4)) == 1
    office.db["people"].update_one({"_id": "p1"}, {"$inc": {"h": -1}})
    assert audit.look() == 0


@pytest.mark.parametrize(
    ("collection", "row", "path"),
    [
        ("cells_1", "2026/village", "rural_trainees.value.02.v1"),
        ("cells_1", "2026-02/day", "rural_trainees.value.11"),
        ("tallies_1", "rural_trainees.value/2026-02", "7"),
        ("households", "h1", "h"),
    ],
)
def test_the_audit_finds_a_sum_that_disagrees(
    office: Office, collection: str, row: str, path: str
) -> None:
    office.apply._recording = Recording(office.store, Shelves(), size=3)
    office.learn(*FACTS)
    audit = Audit(office.store, office.plan)
    office.db[collection].update_one({"_id": row}, {"$inc": {path: 1}})
    assert max(audit.look() for _ in range(90)) == 1
    office.db[collection].update_one({"_id": row}, {"$inc": {path: -1}})
    assert audit.look() == 0


def test_verify_is_for_operators(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.desk(date(2026, 3, 1), role="commune_leader").verify()
