"""Whatever is killed under load, every accepted command is counted exactly once."""

from __future__ import annotations

import time

import pytest
from chassis.waiting import until

from ..support.proof import database, settle, verify
from ..support.system import Desks, System
from .load import Load

PROCESSES = (
    "registry",
    "training",
    "placement",
    "credit",
    "indicators",
    "indicators-consumer",
    "gateway",
    "broker",
    "database",
)
BACK_WITHIN = 30.0
"""Seconds a command may wait: the broker's start, and a call whose answer was lost with it."""


def new_jobs(desks: Desks) -> int:
    return int(desks["commune_leader"].get("/indicators/new_jobs", span="2027")["value"])


@pytest.mark.parametrize("process", PROCESSES)
def test_killed_under_load_nothing_is_lost_or_doubled(
    process: str, system: System, desks: Desks
) -> None:
    settle(system)
    before = new_jobs(desks)
    old = system.pid(process)
    with Load(desks) as load:
        until(lambda: len(load.placed) >= 10, 60, "the load to run")
        killed_at = time.monotonic()
        system.kill(process)
        seen = len(load.placed)
        until(lambda: len(load.placed) >= seen + 20, 60, "commands to be accepted again")
        back = time.monotonic() - killed_at
    assert not load.failures
    until(lambda: system.look()["processes"][process]["pid"] not in (None, old), 30, process)
    settle(system)
    assert max(load.gaps) < BACK_WITHIN, f"a command waited {max(load.gaps):.1f} s"
    assert new_jobs(desks) - before == len(load.placed), f"back after {back:.1f} s"
    commits = database(system, "placement")["commits"]
    for placement_id in load.placed.values():
        found = list(
            commits.find({"_id": {"$in": [f"placement-{placement_id}/{v}" for v in (1, 2)]}})
        )
        assert [row["version"] for row in found] == [1]


def test_after_all_that_recomputing_finds_no_difference(system: System) -> None:
    verify(system)


def test_a_deleted_queue_costs_nothing(system: System, desks: Desks) -> None:
    """The consumer declares it again and reads what it missed from the owner."""
    from kombu import Connection

    settle(system)
    before = new_jobs(desks)
    with Load(desks, threads=1) as load:
        until(lambda: len(load.placed) >= 3, 60, "the load to run")
        with Connection(system.status["broker"]) as connection:
            connection.default_channel.queue_delete("indicators--placement")
        seen = len(load.placed)
        until(lambda: len(load.placed) >= seen + 3, 60, "the load to go on")
    settle(system)
    assert new_jobs(desks) - before == len(load.placed)


def test_a_stop_and_a_start_keep_all_data(system: System, desks: Desks) -> None:
    settle(system)
    before = new_jobs(desks)
    system.down()
    system.up()
    settle(system)
    assert new_jobs(desks) == before, "sign-ins survive, and so do figures"
