"""Evidence that runs out, ages nobody can tell: work lists an officer decides on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chassis.errors import Forbidden, Invalid, NotFound
from hypothesis import given
from hypothesis import strategies as st
from registry.domain.age_tasks import LIMITS, open_until
from registry.domain.birth_date import BirthDate, completes
from registry.domain.expiry import months_later
from registry.domain.people import EVIDENCED
from registry.group_policies import group_policies

from .given import TODAY, Registry, caller


def group(registry: Registry, person_id: str, code: str, start: str, end: str | None) -> None:
    body = {"code": code, "from": start, "to": end, "evidence": {"document": "Giấy xác nhận"}}
    registry.desk().add_group(person_id, body, registry.meta())


def test_what_ends_soon_or_ended_lately_is_listed_the_earliest_first(either: Registry) -> None:
    one, other = either.person(), either.person(full_name="Lê An")
    group(either, one, "land_recovered", "2025-01-01", "2027-01-10")
    group(either, other, "unemployment_insurance", "2026-05-01", "2026-11-01")
    group(either, other, "priority_youth", "2026-05-01", "2028-11-01")
    group(either, other, "land_recovered", "2020-01-01", "2026-01-01")
    found = either.desk().list_expiring(within_days=60)["items"]
    assert [(e["code"], e["ends_on"], e["days_left"]) for e in found] == [
        ("unemployment_insurance", "2026-11-01", -22),
        ("land_recovered", "2027-01-10", 48),
    ]
    assert found[0]["person"]["full_name"] == "Lê An"
    assert either.desk().list_expiring(within_days=30)["total"] == 1


def test_where_the_paper_names_no_end_the_policy_does(registry: Registry) -> None:
    person_id = registry.person()
    group(registry, person_id, "unemployment_insurance", "2026-01-05", None)
    group(registry, person_id, "disabled", "2026-01-05", None)
    (line,) = registry.desk().list_expiring(within_days=60)["items"]
    assert (line["ends_on"], line["by_rule"]) == ("2027-01-05", True)
    assert "điều 39" in line["basis"]
    assert "unemployment_insurance" in registry.desk().get_person(person_id)["groups_today"]


def test_sensitive_evidence_is_listed_for_a_purpose_and_logged(registry: Registry) -> None:
    person_id = registry.person()
    group(registry, person_id, "ex_prisoner", "2026-01-01", "2026-12-01")
    silent = registry.desk().list_expiring()
    assert (silent["items"], silent["withheld"]) == ([], 1)
    assert registry.desk().list_accesses(person_id)["total"] == 0
    asked = registry.desk().list_expiring(purpose="support")
    assert [each["code"] for each in asked["items"]] == ["ex_prisoner"]
    (look,) = registry.desk().list_accesses(person_id)["items"]
    assert look["compartments"] == ["ex_prisoner"]


def test_a_year_is_the_longest_look_and_only_officers_look(registry: Registry) -> None:
    with pytest.raises(Invalid):
        registry.desk().list_expiring(within_days=400)
    with pytest.raises(Forbidden):
        registry.desk(caller("village_head", "Thôn 1")).list_expiring()


def test_every_evidenced_group_has_a_policy_with_its_basis() -> None:
    assert set(group_policies()) == set(EVIDENCED)
    for policies in group_policies().values():
        assert all(each.basis and each.evidence for each in policies)


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)), st.integers(-600, 600))
def test_months_later_is_that_many_months_later(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


# -- ages ---------------------------------------------------------------------------------


def test_who_turns_sixty_this_year_on_an_unknown_day_is_a_task(either: Registry) -> None:
    unsure = either.person(birth_date="1966")
    either.person(full_name="Lê An", birth_date="1966-12-24")
    either.person(full_name="Lê Ba", birth_date="1965")
    month = either.person(full_name="Lê Tư", birth_date="1966-11")
    found = either.desk().list_tasks()["items"]
    assert [(e["person"]["id"], e["rule"], e["until"]) for e in found] == [
        (month, "elderly_60", "2026-11-30"),
        (unsure, "elderly_60", "2026-12-31"),
    ]


def test_the_officer_s_decision_is_kept_with_its_reason(either: Registry) -> None:
    either.person(birth_date="1966")
    (task,) = either.desk().list_tasks()["items"]
    body = {"decision": "yes", "reason": "giấy khai sinh gốc: tháng 5"}
    either.desk().decide_task(task["id"], body, either.meta())
    assert either.desk().list_tasks()["total"] == 0
    (kept,) = either.desk().list_tasks(status="decided")["items"]
    assert (kept["decision"], kept["reason"], kept["on"]) == (
        "yes",
        "giấy khai sinh gốc: tháng 5",
        "2026-11-23",
    )


def test_a_better_birth_date_ends_the_task_by_itself(registry: Registry) -> None:
    person_id = registry.person(birth_date="1966")
    registry.desk().amend_person(person_id, {"birth_date": "1966-05-02"}, registry.meta())
    assert registry.desk().list_tasks()["total"] == 0


def test_a_decision_needs_a_reason_and_a_task(registry: Registry) -> None:
    person_id = registry.person(birth_date="1966")
    (task,) = registry.desk().list_tasks()["items"]
    with pytest.raises(Invalid):
        registry.desk().decide_task(task["id"], {"decision": "yes"}, registry.meta())
    body = {"decision": "yes", "reason": "x"}
    for wrong in ("x", f"elderly_99-2026-{person_id}", "elderly_60-2026-nobody"):
        with pytest.raises(NotFound):
            registry.desk().decide_task(wrong, body, registry.meta())
    with pytest.raises(Invalid):
        registry.desk().list_tasks(status="lost")


BIRTHS = st.builds(
    lambda year, month: BirthDate(year=year, month=month),
    st.integers(1930, 2015),
    st.none() | st.integers(1, 12),
)


@given(BIRTHS, st.sampled_from(sorted(LIMITS)))
def test_a_task_is_open_exactly_while_nobody_can_tell(birth: BirthDate, rule: str) -> None:
    until = open_until(birth, rule, TODAY)
    assert (until is not None) == (completes(birth, LIMITS[rule], TODAY) is None)
    if until is not None:
        assert until > TODAY
        assert completes(birth, LIMITS[rule], until) is True
        assert TODAY.year - LIMITS[rule] - birth.year in (0, 1)
