"""The stored facts are what the owners' logs tell, or it is found and mended."""

from __future__ import annotations

import pytest
from chassis.log import MOST_EVENTS
from indicators.documents import person_document
from indicators.domain.book import PersonPage
from indicators.progress import Progress
from indicators.proving_logs import Logs
from indicators.shadow import Shadow

from .office import Office, person, service
from .proven_facts import LEARNT, SURVEY


def test_the_states_are_what_the_owners_logs_tell(office: Office) -> None:
    office.learn(*LEARNT, size=2)
    office.take(office.feeds.publish([SURVEY]))
    found = office.desk(role="ops").verify(from_logs=True)
    assert (found["difference"], found["events"]) == (0, len(office.feeds.published))
    assert office.desk(role="ops").work_progress()["what"] == ""


def test_a_log_longer_than_an_owner_tells_at_once_is_read(office: Office) -> None:
    told = [service(f"s{number}", "2026-03-01") for number in range(MOST_EVENTS + 200)]
    office.learn(person("p1"), *told)
    desk = office.desk(role="ops")
    found = desk.verify(from_logs=True)
    assert (found["difference"], found["events"]) == (0, len(office.feeds.published))
    assert desk.rebuild(False, from_logs=True)["events"] == found["events"]


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
