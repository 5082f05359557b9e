"""Villages merged and renamed, through HTTP, real services and broker, to the figures by village.

The villages are this test's own: who is counted under them is nobody else's.
"""

from __future__ import annotations

import pytest
from chassis.waiting import until

from ..privacy.traces import logs, metrics
from ..support.proof import settle, verify
from ..support.system import Client, Desks, System
from .feed import Feeder

ONE, OTHER, MERGED = "Thôn Hợp 1", "Thôn Hợp 2", "Thôn Hợp Nhất"
OLD, NEW = "Thôn Gọi Cũ", "Thôn Gọi Mới"
DECISION = {"number": "12/NQ-HĐND", "issued_by": "HĐND xã", "issued_on": "2026-06-15"}
FACTS = [
    *(
        {
            "type": "person", "id": name, "birth_date": "1990-03-03", "gender": "female",
            "village": village, "groups": [{"code": "rural", "from": "2026-01-01", "to": None}],
        }
        for name, village in (("p1", ONE), ("p2", ONE), ("p3", OTHER), ("p4", OLD), ("p5", OLD))
    ),
    *(
        {"type": "enrolment", "id": f"e{person}", "person": person, "level": "college", "on": on}
        for person, on in (
            ("p1", "2026-03-10"),  # before the day
            ("p2", "2026-09-10"),  # after it
            ("p3", "2026-06-30"),  # the day before
            ("p4", "2026-03-10"),
            ("p5", "2026-09-10"),
        )
    ),
]  # fmt: skip


def by_village(leader: Client) -> dict[str, int]:
    """Rural trainees of 2026 in the villages of this test."""
    found = leader.get("/indicators/rural_trainees", span="2026", by="village")["breakdown"]
    names = {ONE, OTHER, MERGED, OLD, NEW}
    return {each["key"]: each["value"] for each in found if each["key"] in names and each["value"]}


def changed(system: System, officer: Client, kind: str, villages: list[str], into: str) -> str:
    """Decided, and everybody there."""
    body = {
        "kind": kind, "villages": villages, "into": into, "on": "2026-07-01",
        "decision": DECISION, "reason": "Sắp xếp thôn",
    }  # fmt: skip
    change_id = str(officer.post("/village-changes", body)["id"])
    reached(system, officer, change_id, "done")
    return change_id


def reached(system: System, officer: Client, change_id: str, status: str) -> None:
    at = f"/village-changes/{change_id}"
    until(lambda: officer.get(at)["status"] == status, 40, f"a change of villages {status}")
    settle(system)


@pytest.fixture(scope="module")
def feeder(system: System, desks: Desks) -> Feeder:
    return Feeder.fed(system, desks, FACTS)


def test_figures_by_village_follow_a_merger_from_its_day_and_a_new_name_for_all_time(
    system: System, desks: Desks, feeder: Feeder
) -> None:
    officer, leader = desks["commune_officer"], desks["commune_leader"]
    head = system.add_user("village_head", village=ONE)
    before = {ONE: 2, OTHER: 1, OLD: 2}
    total = leader.get("/indicators/rural_trainees", span="2026")["value"]
    assert by_village(leader) == before

    merger = changed(system, officer, "merge", [ONE, OTHER], MERGED)
    renaming = changed(system, officer, "rename", [OLD], NEW)
    assert by_village(leader) == {ONE: 1, OTHER: 1, MERGED: 1, NEW: 2}
    assert leader.get("/indicators/rural_trainees", span="2026")["value"] == total

    # whoever heads one of them sees what it became, and nobody of another village
    assert head.get(f"/people/{feeder.id('p3')}")["village"] == MERGED
    assert head.send("GET", f"/people/{feeder.id('p4')}").status_code == 403
    listed = {each["name"]: each["former_names"] for each in officer.get("/villages")["villages"]}
    assert set(listed[MERGED]) == {ONE, OTHER}
    assert ONE not in listed
    found = officer.send("POST", "/people/search", {"q": "", "village": OLD}).json()["people"]
    assert {each["id"] for each in found} == {feeder.id("p4"), feeder.id("p5")}

    for change_id in (renaming, merger):
        officer.post(f"/village-changes/{change_id}/void", {"reason": "Nhập nhầm"})
        reached(system, officer, change_id, "voided")
    assert by_village(leader) == before
    assert head.send("GET", f"/people/{feeder.id('p3')}").status_code == 403


def test_the_ledger_agrees_with_the_facts_after_changes_of_villages(
    system: System, feeder: Feeder
) -> None:
    verify(system)


def test_no_name_of_a_village_stands_in_a_log_line_or_a_label(
    system: System, feeder: Feeder
) -> None:
    system.look()
    for where, text in (*logs(system), *metrics(system)):
        for name in (ONE, OTHER, MERGED, OLD, NEW, "12/NQ-HĐND"):
            assert name not in text, where
