"""Looking behind the services: has every commit become an event, and every event an effect?"""

from __future__ import annotations

from typing import Any

from chassis.waiting import until
from pymongo import MongoClient

from .system import System

OWNERS = ("registry", "training", "placement", "credit", "indicators")


def database(system: System, service: str) -> Any:
    return MongoClient(system.status["databases"][service]).get_default_database()


def positions(system: System) -> dict[str, int]:
    """The last position given in each feed of every owner."""
    found: dict[str, int] = {}
    for owner in OWNERS:
        for row in database(system, owner)["feeds"].find():
            found[row["_id"]] = row.get("last", 0)
    return found


def watermarks(system: System, consumer: str) -> dict[str, int]:
    rows = database(system, consumer)["watermarks"].find()
    return {row["_id"]: row["position"] for row in rows}


def waiting(system: System) -> int:
    """Commits without their positions."""
    return sum(
        database(system, owner)["commits"].count_documents({"pending": {"$gt": 0}})
        for owner in OWNERS
    )


def is_settled(system: System) -> bool:
    if waiting(system):
        return False
    last = positions(system)
    return all(
        mark >= last.get(feed, 0)
        for consumer in OWNERS
        for feed, mark in watermarks(system, consumer).items()
    )


def settle(system: System, seconds: float = 60) -> None:
    """Wait until everything accepted has reached everyone it concerns."""
    system.look()
    until(lambda: is_settled(system), seconds, "commits to become effects")


def verify(system: System) -> None:
    """When all is settled, recomputing from the stored facts finds no difference."""
    settle(system)
    done = system.command("verify", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
