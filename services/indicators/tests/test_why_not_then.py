"""Why somebody was not counted, as it was known at a past moment: what the ledger knew exactly,
what the facts that are kept lack, and what is not kept any more.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Transient
from chassis.mongo import Db, Transactions
from indicators.domain.facts import (
    Enrolment,
    Merged,
    PersonState,
    Profile,
    RegistryFacts,
    TrainingFacts,
)
from indicators.domain.known_then import heard, known_then, positions
from indicators.plan_file import default_plan
from indicators.rebuilding import rebuild

from .office import Office, codes, enrolment, noon, person, service
from .test_everything_at_once import narrower

MARCH, APRIL, MAY = "2026-03-15", "2026-04-15", "2026-05-15"
TRAINEES, ACCESS = "rural_trainees", "employment_service_access"


def why(office: Office, code: str, as_of: str | None = None, **more: Any) -> dict[str, Any]:
    asked = {"person_id": "p1", "span": "2026", "as_of": as_of} | more
    return office.desk(date(2026, 9, 1)).why_not(code, **asked)


def test_a_fact_told_late_was_lacking_before_and_nothing_is_lost_of_it(office: Office) -> None:
    office.learn(person("p1"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon(APRIL))
    then, now = why(office, TRAINEES, MARCH), why(office, TRAINEES)
    assert (then["counted"], codes(then["missing"], "condition")) == (
        {"value": False}, ["no_record"],
    )  # fmt: skip
    assert (then["not_kept"], then["unasked"], then["heard"]) == ([], [], True)
    assert (now["counted"], now["missing"]) == ({"value": True}, [])
    assert "not_kept" not in now
    assert why(office, TRAINEES, APRIL)["counted"] == {"value": True}


def test_what_was_corrected_since_is_said_not_to_be_kept(office: Office) -> None:
    office.learn(person("p1"), enrolment("e1", "2027-02-10"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon(APRIL))
    then = why(office, TRAINEES, MARCH)
    assert then["counted"] == {"value": False}
    (row,) = then["not_kept"]
    assert (row["record"], row["table"], row["why"]) == ("e1", "enrolments", "corrected")
    assert row["event"] == "training/2"


def test_a_record_told_again_that_changed_no_figure_leaves_it_open(office: Office) -> None:
    """No line of the ledger tells whether it had been told before."""
    office.learn(person("p1", "poor_household"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon(APRIL))
    then = why(office, TRAINEES, MARCH)
    assert codes(then["missing"], "condition") == ["no_record"]
    assert codes(then["not_kept"], "why") == ["unclear"]
    assert codes(why(office, TRAINEES)["missing"], "condition") == ["not_in_group"]


def test_who_was_counted_by_a_record_voided_since_was_counted(office: Office) -> None:
    office.learn(person("p1"), enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    office.learn(enrolment("e1", "2026-02-10", voided=True), at=noon(APRIL))
    then = why(office, TRAINEES, MARCH)
    assert (then["counted"], then["missing"]) == ({"value": True}, [])
    assert "voided" in codes(then["not_kept"], "why")
    assert codes(why(office, TRAINEES)["missing"], "condition") == ["no_record"]


def test_a_later_day_is_no_loss_and_a_later_profile_is_told(office: Office) -> None:
    office.learn(person("p1"), at=noon("2026-02-01"))
    office.learn(service("s1", "2026-04-01"), person("p1", "rural", "disabled"), at=noon(APRIL))
    then = why(office, ACCESS, MARCH)
    assert then["counted"] == {"den": True, "num": False}
    assert codes(then["missing"], "condition") == ["no_record"]
    assert then["not_kept"] == [
        {"record": "profile", "table": "profile", "event": "registry.indicators/2",
         "why": "profile"}
    ]  # fmt: skip


def test_two_records_merged_since_were_two(office: Office) -> None:
    office.learn(person("p1"), person("p2"), enrolment("e1", "2026-02-10", "p2"),
                 at=noon("2026-02-11"))  # fmt: skip
    office.learn({"type": "merge", "from": "p1", "into": "p2", "on": "2026-04-01"}, at=noon(APRIL))
    then, now = why(office, TRAINEES, MARCH), why(office, TRAINEES)
    assert (then["counted_as"], then["counted"]) == ("p1", {"value": False})
    assert "merged" in codes(then["not_kept"], "why")
    assert (now["counted_as"], now["counted"]) == ("p2", {"value": True})
    assert why(office, TRAINEES, APRIL)["counted_as"] == "p2"


def test_of_somebody_nobody_had_heard_of_it_says_so(office: Office) -> None:
    office.learn(person("p0"), at=noon("2026-02-01"))
    office.learn(person("p1"), enrolment("e1", "2026-02-10"), at=noon(APRIL))
    then = why(office, TRAINEES, MARCH)
    assert (then["heard"], then["counted"]) == (False, {"value": False})
    assert why(office, TRAINEES, MAY)["heard"]
    with pytest.raises(NotFound):
        why(office, TRAINEES, MARCH, person_id="p9")


def test_the_day_valued_is_asked_apart_from_the_moment_known(office: Office) -> None:
    office.learn(person("p1"), service("s1", "2026-03-05"), at=noon("2026-03-06"))
    assert why(office, ACCESS, on="2026-03-04")["counted"] == {"den": True, "num": False}
    assert why(office, ACCESS, on="2026-03-05")["counted"] == {"den": True, "num": True}
    found = why(office, ACCESS, MARCH, on="2026-03-04")
    assert (found["valued_on"], found["counted"]["num"]) == ("2026-03-04", False)
    with pytest.raises(Invalid):
        why(office, ACCESS, "soon")
    with pytest.raises(Forbidden):
        office.desk(role="bank").why_not(ACCESS, "p1", "2026", as_of=MARCH)


def test_where_an_owner_is_away_what_it_told_stays_open(office: Office) -> None:
    """Whether e1 was told by then only its owner could say: no line is near."""
    office.learn(person("p1", "poor_household"), enrolment("e1", "2026-02-10"),
                 at=noon("2026-02-11"))  # fmt: skip
    office.learn(enrolment("e9", "2026-02-10", "p9"), at=noon(APRIL))
    assert codes(why(office, TRAINEES, MARCH)["missing"], "condition") == ["not_in_group"]

    def away(feed: str, position: int, limit: int) -> list[bytes]:
        raise Transient("owner_failed", {"feed": feed})

    office.parts.logs._read = away
    then = why(office, TRAINEES, MARCH)
    assert then["unasked"] == ["training"]
    assert then["counted"] == {"value": False}
    assert codes(then["not_kept"], "why") == ["unclear"]


def test_of_a_signed_figure_it_is_what_was_signed(office: Office) -> None:
    office.learn(person("p1"), enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    signed_at = "2026-03-31T05:00:00+00:00"
    office.learn(person("p2"), enrolment("e2", "2026-02-12", "p2"), at=noon(APRIL))
    desk = office.desk(date(2026, 9, 1))
    known = desk.figure_people(TRAINEES, "2026-Q1", None, 1, 9, as_of=signed_at)
    assert codes(known["items"], "person_id") == ["p1"]
    for who, counted in (("p1", True), ("p2", False)):
        found = desk.why_not(TRAINEES, who, "2026-Q1", signed_at)
        assert found["counted"] == {"value": counted}, who


def test_under_a_former_plan_file_it_is_that_files_answer(db: Db) -> None:
    office = Office(db, Transactions(db, "test"), default_plan())
    office.learn(person("p1"), enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    assert rebuild(office.store, narrower(office.plan), office.transactions).switched
    later = Office(db, office.transactions, narrower(office.plan))
    assert why(later, TRAINEES)["counted"] == {"value": False}
    then = why(later, TRAINEES, MARCH)
    assert (then["counted"], then["missing"]) == ({"value": True}, [])
    assert why(later, TRAINEES, "2026-02-10")["counted"] == {"value": False}


def test_all_figures_of_then_are_what_each_says_of_itself(office: Office) -> None:
    office.learn(person("p1"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), service("s1", "2026-02-10"), at=noon(APRIL))
    desk = office.desk(date(2026, 9, 1))
    told = desk.why_not_all("p1", "2026", MARCH)
    assert told["heard"]
    for each in told["items"]:
        alone = desk.why_not(each["code"], "p1", "2026", MARCH)
        names = ("counted", "missing", "not_kept")
        assert {name: each[name] for name in names} == {name: alone[name] for name in names}
    assert not any(each["counted"].get("num") for each in told["items"])


# -- pure ---------------------------------------------------------------------------------


def test_the_facts_of_then_are_those_told_by_then() -> None:
    state = PersonState(
        registry=RegistryFacts(profile=Profile(pos=3), merged=Merged(pos=9, into="p2")),
        training=TrainingFacts(
            enrolments={
                "e1": Enrolment(pos=4, on="2026-01-05", level="elementary"),
                "e2": Enrolment(pos=6, on="2026-02-05", level="elementary"),
            },
            voided={"e0": 2, "e3": 7},
        ),
    )
    assert positions(state)["training"] == {4, 6, 2, 7}
    assert positions(state)["registry.indicators"] == {3, 9}
    kept, since = known_then(state, {"training": 5, "registry.indicators": 2})
    assert list(kept.training.enrolments) == ["e1"]
    assert kept.training.voided == {"e0": 2}
    assert kept.registry.merged is None
    assert kept.registry.profile == state.registry.profile
    assert {(each.table, each.record, each.event) for each in since} == {
        ("enrolments", "e2", "training/6"), ("voided", "e3", "training/7"),
        ("profile", "profile", "registry.indicators/3"),
        ("merged", "merged", "registry.indicators/9"),
    }  # fmt: skip
    assert heard(state, {"training": 2})
    assert not heard(state, {"training": 1})
    assert known_then(state, {"training": 7, "registry.indicators": 9}) == (state, [])
