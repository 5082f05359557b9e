"""Verify, rebuild, audit: the stored figures are what the facts come to, or it is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from chassis.envelope import Unreadable
from chassis.errors import Conflict, Forbidden, Transient
from chassis.handling import InvalidEvents
from indicators.auditing import Audit
from indicators.documents import person_document
from indicators.domain.book import PersonPage
from indicators.domain.plan import Plan
from indicators.domain.shelves import Shelves
from indicators.ledger import blocks, lines_of, sheets
from indicators.pausing import paused
from indicators.plan_file import read_plan
from indicators.progress import Progress
from indicators.proving_logs import Logs
from indicators.rebuilding import rebuild
from indicators.recording import Recording
from indicators.shadow import Shadow
from msgspec import structs

from .office import Office, enrolment, noon, person, service

FACTS = (
    person("p1", "rural", "disabled", household="h1", birth_date="1950"),
    person("p2", household="h1"),
    person("p3"),
    enrolment("e1", "2026-02-10"),
    enrolment("e2", "2026-03-10", "p3"),
    service("s1", "2026-04-01", "p2", topic="training_policy"),
    {"type": "loan", "id": "l1", "person": "p2", "need_on": "2026-05-01", "eligible": True,
     "disbursed_on": "2026-06-01"},
    {"type": "merge", "from": "p3", "into": "p2", "on": "2026-07-01"},
)  # fmt: skip


SURVEY = (
    "registry.indicators",
    "labour_survey_recorded",
    {"survey_id": "s1", "as_of": "2026-06-30", "source_document": "1/BC", "labour_force": 10,
     "unemployed": 1, "trained": 7, "certified": 5},
)  # fmt: skip


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


def test_a_rebuild_of_good_figures_keeps_the_generation(office: Office) -> None:
    office.learn(*FACTS)
    found = office.desk(role="ops").rebuild(False)
    assert (found["difference"], found["switched"], found["generation"]) == (0, False, 1)


def test_a_rebuild_mends_what_was_damaged(office: Office) -> None:
    office.learn(*FACTS)
    office.db["cells_1"].delete_one({"_id": "2026/total"})
    assert office.desk(role="ops").rebuild(False)["switched"]
    assert office.verified() == 0
    assert office.figure("rural_trainees", "2026")["value"] == 2


def test_after_a_switch_the_past_is_answered_from_the_former_generation(office: Office) -> None:
    office.learn(person("p1"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon("2026-04-20"))
    found = office.desk(role="ops").rebuild(True)
    assert (found["generation"], found["switched"]) == (2, True)
    assert office.figure("rural_trainees", "2026-Q1")["value"] == 1
    assert office.figure("rural_trainees", "2026-Q1", as_of="2026-03-31")["value"] == 0
    (row,) = office.desk().figure_people("rural_trainees", "2026", None, 1, 10)["items"]
    assert row["event"] == "training/1"
    office.learn(enrolment("e1", "2026-02-10", voided=True))
    assert office.figure("rural_trainees", "2026")["value"] == 0
    assert office.verified() == 0


def test_a_changed_plan_becomes_a_new_generation(office: Office) -> None:
    office.learn(*FACTS)
    changed = without_the_young(office.plan)
    with pytest.raises(Transient, match="plan_changed"):
        other = Office(office.db, office.transactions, changed)
        other.feeds, other.marks = office.feeds, office.marks
        other.learn(person("p9"))
    assert rebuild(office.store, changed, office.transactions).switched
    office.marks = office.inbox.open(office.topology.consumes)
    later = Office(office.db, office.transactions, changed)
    later.feeds, later.marks = office.feeds, office.marks
    later.learn(person("p10"))
    assert later.verified() == 0


def without_the_young(plan: Plan) -> Plan:
    kept = tuple(each for each in plan.indicators if each.code != "youth_training_support")
    return replace(plan, indicators=kept, digest="another", version=2)


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


LEARNT = (
    *FACTS,
    {"type": "merge", "from": "p2", "into": "p4", "on": "2026-07-02"},
    enrolment("e9", "2026-02-10", "p9", voided=True),
)


def test_the_states_are_what_the_owners_logs_tell(office: Office) -> None:
    office.learn(*LEARNT, size=2)
    office.take(office.feeds.publish([SURVEY]))
    found = office.desk(role="ops").verify(from_logs=True)
    assert (found["difference"], found["events"]) == (0, len(office.feeds.published))
    assert office.desk(role="ops").work_progress()["what"] == ""


@pytest.mark.parametrize("fault", ["a fact lost", "a person lost", "a person invented", "survey"])
def test_what_the_logs_do_not_tell_is_found_and_mended(office: Office, fault: str) -> None:
    office.learn(*LEARNT)
    office.take(office.feeds.publish([SURVEY]))
    before = office.desk().figures("plan", None)["items"]
    people = office.db["people"]
    if fault == "a fact lost":
        empty = person_document("p2", PersonPage(cluster=("p4", "p2", "p3")))
        people.replace_one({"_id": "p2"}, {**empty, "h": 0})
    elif fault == "a person lost":
        people.delete_one({"_id": "p1"})
    elif fault == "a person invented":
        people.insert_one(person_document("p77", PersonPage(cluster=("p77",))))
    else:
        office.db["surveys"].delete_many({})
    desk = office.desk(role="ops")
    assert desk.verify(from_logs=True)["details"].items() >= {
        ("surveys_from_logs" if fault == "survey" else "states_from_logs", 1)
    }
    desk.rebuild(False, from_logs=True)
    assert desk.verify(from_logs=True)["difference"] == 0
    assert office.desk().figures("plan", None)["items"] == before


@pytest.mark.parametrize("processes", [1, 2])
def test_an_event_applied_after_all_while_the_logs_are_read_is_not_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    """Set aside when its page was read, retried by an operator before the last page was."""
    monkeypatch.setattr("indicators.proving_logs.WORTH_IT", 0)
    monkeypatch.setattr("indicators.proving_logs.cores", lambda: processes)
    office.learn(person("p1"))
    parked = office.park(service("s1", "2026-03-01"))
    desk = office.desk(role="ops")
    assert desk.verify(from_logs=True)["difference"] == 0
    read = Logs.shadow

    def shadow(logs: Logs, progress: Progress) -> tuple[Shadow, dict[str, int]]:
        found = read(logs, progress)
        office.retry(parked)
        return found

    monkeypatch.setattr(Logs, "shadow", shadow)
    assert desk.rebuild(False, from_logs=True)["mended"] == 0
    monkeypatch.undo()
    assert office.figure("employment_service_access", "plan")["num"] == 1
    assert desk.verify(from_logs=True)["difference"] == 0


def test_everything_is_built_anew_from_the_logs_alone(office: Office) -> None:
    office.learn(*LEARNT)
    before = office.desk().figures("plan", None)["items"]
    for name in ("people", "households", "entries_1", "places_1", "cells_1", "tallies_1"):
        office.db[name].delete_many({})
    found = office.desk(role="ops").rebuild(False, from_logs=True)
    assert found["switched"]
    assert found["events"] == len(office.feeds.published)
    assert office.desk(role="ops").verify(from_logs=True)["difference"] == 0
    assert office.desk().figures("plan", None)["items"] == before


def test_verify_is_for_operators(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.desk(date(2026, 3, 1), role="commune_leader").verify()


def test_a_changed_plan_file_shows_its_effect_before_it_is_put_to_use(office: Office) -> None:
    office.learn(*FACTS)
    desk = office.desk(date(2026, 9, 1), role="commune_leader")
    assert desk.preview_plan({"text": office.plan.text})["changes"] == []
    text = office.plan.text.replace("while_in: [rural]", "while_in: [ex_prisoner]", 1)
    text = text.replace("{rule: annual_average, value: 50}", "{rule: annual_average, value: 60}")
    found = desk.preview_plan({"text": text})
    assert found["changes"][0] == {
        "code": "rural_trainees", "span": "2026",
        "before": {"value": 2}, "after": {"value": 0},
    }  # fmt: skip
    assert ("new_jobs", {"target": 60.0}) in [
        (each["code"], each["after"]) for each in found["changes"]
    ]
    assert found["unversioned"] == ["plan", "rural_trainees"]  # a target is no definition
    raised = text.replace("version: 1", "version: 2")
    assert desk.preview_plan({"text": raised})["unversioned"] == []
    assert office.verified() == 0
    broken = desk.preview_plan({"text": text.replace("rule: needs_met", "rule: needs_mat", 1)})
    assert "must be one of first_fact_of_year" in broken["problems"][0]
    with pytest.raises(Forbidden):
        office.desk(role="school").preview_plan({"text": text})


def test_a_past_figure_stands_beside_the_target_and_definition_of_its_time(
    office: Office,
) -> None:
    office.learn(*FACTS)
    before = office.plan.text.replace("{rule: annual_average, value: 150}", "{rule: none}", 1)
    assert rebuild(office.store, read_plan(before), office.transactions).switched
    marked = office.store.generations()[-1].since
    raised = office.plan.text.replace("    version: 1", "    version: 2", 1)
    new = raised.replace("code: short_course_introductions", "code: introductions", 1)
    assert rebuild(office.store, read_plan(new), office.transactions).switched
    later = Office(office.db, office.transactions, read_plan(new))
    asked = marked.isoformat()
    now = later.figure("rural_trainees", "2026")
    then = later.figure("rural_trainees", "2026", as_of=asked)
    assert (now["definition_version"], now["target"]["value"]) == (2, 150)
    assert (then["definition_version"], then["target"]["value"]) == (1, None)
    told = later.desk().figures("2026", asked)["items"]
    assert told[1]["code"] == "short_course_introductions"
    assert later.figure("introductions", "2026", as_of=asked)["value"] == 0  # not counted yet
    assert (
        later.desk().figure_people("introductions", "2026", None, 1, 9, as_of=asked)["total"] == 0
    )


def test_every_plan_file_that_was_counted_is_kept(office: Office) -> None:
    office.learn(*FACTS)
    text = office.plan.text.replace("version: 1", "version: 2", 1)
    assert rebuild(office.store, read_plan(text), office.transactions).switched
    found = office.desk().plan_versions()["items"]
    assert [(each["version"], each["text"]) for each in found] == [(1, office.plan.text), (2, text)]


def test_what_is_known_of_a_survivor_by_a_duplicate_only_names_the_event_that_told_it(
    office: Office,
) -> None:
    told = office.learn(
        person("p1", "unemployment_insurance"),
        {"type": "merge", "from": "p1", "into": "p2", "on": "2026-07-01"},
    )
    office.desk(role="ops").rebuild(generation=True)
    (row,) = office.desk().figure_people("employment_service_access", "plan", "den", 1, 9)["items"]
    assert (row["person_id"], row["event"]) == ("p2", told[0].id)


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("from_logs", [False, True])
def test_counted_in_several_processes_it_comes_to_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch, processes: int, *, from_logs: bool
) -> None:
    monkeypatch.setattr("indicators.rebuilding.WORTH_IT", 0)
    monkeypatch.setattr("indicators.rebuilding.cores", lambda: processes)
    monkeypatch.setattr("indicators.proving_logs.WORTH_IT", 0)
    monkeypatch.setattr("indicators.proving_logs.cores", lambda: processes)
    monkeypatch.setattr("indicators.shadow.PAGE", 3)
    monkeypatch.setattr("indicators.counting.PAGE", 5)
    monkeypatch.setattr("indicators.counting.JOINS", 7)
    office.learn(*LEARNT)
    for number in range(20, 40):
        office.learn(*(each | {"id": f"{each['id']}-{number}"} for each in FACTS if "id" in each))
    if from_logs:
        office.db["people"].delete_many({"_id": {"$in": ["p1", "p2-30"]}})
        office.db["households"].delete_many({})
    found = office.desk(role="ops").rebuild(generation=True, from_logs=from_logs)
    assert (found["switched"], found["difference"]) == (True, 0)
    assert found["mended"] == (2 if from_logs else 0)
    assert office.verified() == 0


def test_an_event_nobody_could_have_applied_is_named_by_the_process_that_reads_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.proving_logs.WORTH_IT", 0)
    monkeypatch.setattr("indicators.proving_logs.cores", lambda: 2)
    office.learn(*FACTS)
    office.feeds.published[0] = structs.replace(office.feeds.published[0], data={"person_id": 3})
    with pytest.raises(Unreadable, match="person_id"):
        office.desk(role="ops").verify(from_logs=True)


def test_a_process_that_dies_while_it_counts_ends_the_rebuild_and_nothing_is_switched(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.rebuilding.WORTH_IT", 0)
    monkeypatch.setattr("indicators.rebuilding.cores", lambda: 2)
    monkeypatch.setattr("indicators.counting._serve", _ends_at_once)
    office.learn(*FACTS)
    before = office.desk().figures("plan", None)["items"]
    with pytest.raises(Transient):
        office.desk(role="ops").rebuild(generation=True)
    assert office.desk().figures("plan", None)["items"] == before
    monkeypatch.undo()
    assert office.desk(role="ops").rebuild(generation=True)["switched"]
    assert office.verified() == 0


def _ends_at_once(pipe: object, *given: object) -> None:
    """Instead of counting."""
