"""Rounds of door-to-door visits: who was reached, who was not, in the plan's days."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Forbidden, NotFound, Refused

from .given import Registry, caller

ROUND = "2026-1"


def planned(registry: Registry, village: str = "Thôn 1", **more: Any) -> str:
    body = {"round": ROUND, "village": village, "from": "2026-03-01", "to": "2026-04-01"} | more
    return str(registry.desk().plan_visits(body, registry.meta())["id"])


def visit(registry: Registry, person_id: str, **more: Any) -> str:
    body = {
        "person_id": person_id, "channel": "door_to_door", "topic": "training_policy",
        "on": "2026-03-10",
    }  # fmt: skip
    return str(registry.desk().record_outreach(body | more, registry.meta())["id"])


def coverage(registry: Registry) -> dict[str, tuple[int, int]]:
    items = registry.desk().outreach_coverage(ROUND)["items"]
    return {each["village"]: (each["reached"], each["people"]) for each in items}


def test_coverage_is_who_was_visited_in_the_plans_days(either: Registry) -> None:
    one = either.person(full_name="Lê Thị An")
    either.person(full_name="Lê Thị Bé")
    either.person(full_name="Lê Văn Cả", village="Thôn 2")
    plan_id = planned(either)
    planned(either, "Thôn 2")
    visit(either, one)
    visit(either, one, on="2026-03-12")
    assert coverage(either) == {"Thôn 1": (1, 2), "Thôn 2": (0, 1)}
    missed = either.desk().not_reached(plan_id)
    assert [each["full_name"] for each in missed["items"]] == ["Lê Thị Bé"]


@pytest.mark.parametrize(
    "more", [{"on": "2026-04-01"}, {"on": "2026-02-28"}, {"channel": "meeting"}, {"reached": 0}]
)
def test_other_days_channels_and_closed_doors_do_not_count(
    registry: Registry, more: dict[str, Any]
) -> None:
    person_id = registry.person()
    planned(registry)
    visit(registry, person_id, **more)
    assert coverage(registry) == {"Thôn 1": (0, 1)}


def test_a_voided_visit_was_none(registry: Registry) -> None:
    person_id = registry.person()
    planned(registry)
    outreach_id = visit(registry, person_id)
    registry.desk().void_record(
        "outreach", outreach_id, {"reason_code": "entered_by_mistake"}, registry.meta()
    )
    assert coverage(registry) == {"Thôn 1": (0, 1)}


def test_households_are_reached_through_any_member(registry: Registry) -> None:
    household = registry.household()
    one = registry.person(full_name="Lê Thị An", household_id=household)
    registry.person(full_name="Lê Thị Bé", household_id=household)
    planned(registry)
    visit(registry, one)
    (item,) = registry.desk().outreach_coverage(ROUND)["items"]
    assert (item["households"], item["households_reached"]) == (1, 1)


def test_coverage_reads_the_visits_of_the_rounds_days_alone(either: Registry) -> None:
    person_id = either.person()
    planned(either)
    for on in ("2025-03-10", "2026-02-28", "2026-03-10", "2026-03-31", "2026-04-01", "2026-09-01"):
        visit(either, person_id, on=on)
    read: list[Any] = []
    finder = either.office.finder
    find = finder.find

    def counted(kind: str, *args: Any, **kwargs: Any) -> list[Any]:
        found = find(kind, *args, **kwargs)
        read.extend(found if kind == "outreach" else [])
        return found

    finder.find = counted  # type: ignore[method-assign]
    assert coverage(either) == {"Thôn 1": (1, 1)}
    assert len(read) == 2


def test_a_visit_to_a_duplicate_reached_the_person(either: Registry) -> None:
    survivor, duplicate = either.person(), either.person(full_name="Đào Thị Được Em")
    planned(either)
    visit(either, duplicate)
    either.desk().merge_person(duplicate, {"into": survivor}, either.meta())
    assert coverage(either) == {"Thôn 1": (1, 1)}


def test_a_plan_of_the_same_village_and_round_is_that_plan_amended(either: Registry) -> None:
    first = planned(either)
    assert planned(either, "thôn 1", to="2026-05-01") == first
    (item,) = either.desk().outreach_coverage(ROUND)["items"]
    assert item["to"] == "2026-05-01"
    assert either.desk().list_rounds()["items"] == [{"round": ROUND, "from": "2026-03-01"}]


def test_a_cancelled_plan_is_not_in_the_round(registry: Registry) -> None:
    plan_id = planned(registry)
    registry.desk().cancel_visits(plan_id, {"reason_code": "did_not_happen"}, registry.meta())
    assert registry.desk().outreach_coverage(ROUND)["total"] == 0
    with pytest.raises(Refused, match="voided"):
        planned(registry, to="2026-06-01")


def test_a_village_head_sees_the_own_village(registry: Registry) -> None:
    plan_id = planned(registry)
    planned(registry, "Thôn 2")
    head = registry.desk(caller("village_head", village="Thôn 2"))
    assert [each["village"] for each in head.outreach_coverage(ROUND)["items"]] == ["Thôn 2"]
    with pytest.raises(Forbidden):
        head.not_reached(plan_id)
    with pytest.raises(Forbidden):
        head.plan_visits({}, registry.meta())
    with pytest.raises(NotFound):
        registry.desk().not_reached("0" * 32)


def test_a_list_for_paper_goes_house_by_house_and_is_logged(either: Registry) -> None:
    home = either.household(code="H1")
    together = [
        either.person(full_name=name, household_id=home) for name in ("Lê Thị Yến", "Lê Văn An")
    ]
    alone = either.person(full_name="Đỗ Thị Bình", phone="0912345678")
    plan_id = planned(either)
    told = either.desk().visit_list(plan_id)
    assert [each["id"] for each in told["items"]] == [together[1], together[0], alone]
    assert [each["house"] for each in told["items"]] == [1, 1, 0]
    assert told["items"][-1]["phone"] == "0912345678"
    (look,) = [e for e in either.desk().list_accesses(alone)["items"] if e["what"] == "visit_list"]
    assert look["purpose"] == "call"


def test_an_invitation_carries_no_phone_and_the_front_takes_no_list(registry: Registry) -> None:
    registry.person(phone="0912345678")
    plan_id = planned(registry)
    (line,) = registry.desk().visit_list(plan_id, "invitation")["items"]
    assert "phone" not in line
    with pytest.raises(Forbidden):
        registry.desk(caller("front")).visit_list(plan_id)


def test_a_head_prints_the_own_village_alone(registry: Registry) -> None:
    registry.person(village="Thôn 2")
    plan_id = planned(registry, "Thôn 2")
    with pytest.raises(Forbidden):
        registry.desk(caller("village_head", village="Thôn 1")).visit_list(plan_id)
    head = registry.desk(caller("village_head", village="Thôn 2"))
    assert head.visit_list(plan_id)["total"] == 1


def test_a_rounds_plans_stand_in_the_order_of_their_villages(either: Registry) -> None:
    in_order = ["Thôn Dâu", "Thôn Đào", "Xóm 2", "Xóm 10"]
    for day, each in enumerate(reversed(in_order), start=1):
        planned(either, each, **{"from": f"2026-03-0{day}"})
    assert list(coverage(either)) == in_order
