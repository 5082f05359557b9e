"""A rebuild and a changed plan: a new generation beside the old, whose past stays answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chassis.envelope import Unreadable
from chassis.errors import Transient
from indicators.domain.plan import Plan
from indicators.plan_file import read_plan
from indicators.rebuilding import rebuild
from msgspec import structs

from .office import Office, enrolment, noon, person
from .proven_facts import FACTS, LEARNT


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


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("from_logs", [False, True])
def test_counted_in_several_processes_it_comes_to_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch, processes: int, *, from_logs: bool
) -> None:
    monkeypatch.setattr("indicators.rebuilding.WORTH_IT", 0)
    monkeypatch.setattr("indicators.rebuilding.cores", lambda: processes)
    monkeypatch.setattr("indicators.proving_logs.WORTH_IT", 0)
    monkeypatch.setattr("indicators.proving_logs.cores", lambda: processes)
    monkeypatch.setattr("indicators.shadow.MOST_EVENTS", 3)
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
