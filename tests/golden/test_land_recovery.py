"""A household's land is recovered, through HTTP, real services and broker, to the figures.

Nobody of this test's household is of any other group: what a figure counts of them, it counts by
the decision. Other cases may have told of the same spans: differences are looked at.
"""

from __future__ import annotations

import secrets

import pytest

from ..support.proof import settle, verify
from ..support.system import Client, Desks, System
from .feed import Fact, Feeder

VILLAGE = f"Thôn {secrets.token_hex(4)}"
DECISION = {"number": "45/QĐ-UBND", "on": "2026-06-15", "land": "agricultural", "area": 360}
BORN = {"before": "1990-03-03", "after": "1991-04-04", "child": "2012-06-16", "never": "1985-05-05"}
"""The child completes fifteen years after the decision; whoever is ``never`` lives elsewhere."""
FACTS: list[Fact] = [
    *(
        {
            "type": "person", "id": name, "birth_date": birth_date, "gender": "female",
            "village": VILLAGE, "household": "elsewhere" if name == "never" else "home",
            "groups": [],
        }
        for name, birth_date in BORN.items()
    ),
    *(
        {"type": "enrolment", "id": f"e-{name}", "person": name, "level": "elementary", "on": on}
        for name, on in (
            ("before", "2026-06-14"),
            ("after", "2026-06-15"),
            ("child", "2026-06-20"),
            ("never", "2026-06-20"),
        )
    ),
    {
        "type": "service", "id": "s1", "person": "after", "service": "counselling",
        "on": "2026-07-20",
    },
]  # fmt: skip

INTRODUCED, SERVED = "short_course_introductions", "employment_service_access"
ASKED = {
    "introduced in June": (INTRODUCED, "2026-06", "value"),
    "introduced in the year": (INTRODUCED, "2026", "value"),
    "priority in May": (SERVED, "2026-05", "den"),
    "priority in June": (SERVED, "2026-06", "den"),
    "served in June": (SERVED, "2026-06", "num"),
    "served in July": (SERVED, "2026-07", "num"),
}
RECOVERED = {
    "introduced in June": 1,  # the day before the decision does not count
    "introduced in the year": 1,
    "priority in May": 0,
    "priority in June": 2,  # neither the child nor who lives elsewhere
    "served in June": 0,
    "served in July": 1,
}
NOTHING = dict.fromkeys(ASKED, 0)


def figures(leader: Client) -> dict[str, int]:
    return {
        name: leader.get(f"/indicators/{code}", span=span)[part]
        for name, (code, span, part) in ASKED.items()
    }


def since(before: dict[str, int], leader: Client) -> dict[str, int]:
    return {name: value - before[name] for name, value in figures(leader).items()}


def held(officer: Client, person_id: str) -> list[tuple[str, str]]:
    groups = officer.get(f"/people/{person_id}")["groups"]
    return [(each["code"], each["from"]) for each in groups]


@pytest.fixture(scope="module")
def feeder(system: System, desks: Desks) -> Feeder:
    return Feeder.fed(system, desks, FACTS)


def test_a_recovery_of_land_counts_the_household_from_its_day_and_a_void_takes_it_back(
    system: System, desks: Desks, feeder: Feeder
) -> None:
    officer, leader = desks["commune_officer"], desks["commune_leader"]
    before = figures(leader)
    at = f"/households/{feeder.id('home')}/land-recoveries"

    recovery_id = officer.post(at, DECISION)["recovery_id"]
    settle(system)
    (told,) = officer.get(f"/households/{feeder.id('home')}")["land"]
    members = {feeder.id("before"), feeder.id("after")}
    assert (told["recovery_id"], set(told["held_by"])) == (recovery_id, members)
    for name in BORN:
        expected = [("land_recovered", "2026-06-15")] if feeder.id(name) in members else []
        assert held(officer, feeder.id(name)) == expected
    assert since(before, leader) == RECOVERED

    officer.post(f"{at}/{recovery_id}/void", {"reason_code": "entered_by_mistake"})
    settle(system)
    assert [held(officer, feeder.id(name)) for name in BORN] == [[]] * len(BORN)
    assert since(before, leader) == NOTHING


def test_figures_follow_when_the_day_of_a_recovery_is_put_right(
    system: System, desks: Desks, feeder: Feeder
) -> None:
    officer, leader = desks["commune_officer"], desks["commune_leader"]
    before = figures(leader)
    at = f"/households/{feeder.id('home')}/land-recoveries"
    recovery_id = officer.post(at, DECISION | {"number": "46/QĐ-UBND"})["recovery_id"]
    answer = officer.send("PATCH", f"{at}/{recovery_id}", {"on": "2026-05-31"})
    assert answer.status_code == 200, answer.text
    settle(system)
    assert since(before, leader) == RECOVERED | {
        "introduced in June": 2, "introduced in the year": 2, "priority in May": 2,
    }  # fmt: skip
    officer.post(f"{at}/{recovery_id}/void", {"reason_code": "entered_by_mistake"})
    settle(system)
    assert since(before, leader) == NOTHING


def test_the_ledger_agrees_with_the_facts_after_recoveries_of_land(
    system: System, feeder: Feeder
) -> None:
    verify(system)
