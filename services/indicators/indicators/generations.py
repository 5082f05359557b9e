"""Generations of ledger and cells: each counts one plan; building, comparing, switching."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chassis.mongo import Db
from pymongo.errors import DuplicateKeyError

from indicators.domain.plan import Plan
from indicators.ledger import PLACE_INDEXES, SHEET_INDEXES
from indicators.store import (
    cells_name,
    entries_name,
    periods_name,
    places_name,
    tallies_name,
)

__all__ = ["BEGINNING", "collections_of", "counted", "drop", "prepare", "prepare_collections"]

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def prepare(db: Db, plan: Plan) -> None:
    """Make the first generation where there is none. Safe to repeat, and from two processes."""
    head = db["head"].find_one({"_id": "head"})
    if head is not None:
        if head["plan"] == plan.digest:
            _keep_edition(db, head["generation"], plan)
        return
    prepare_collections(db, 1)
    generation = counted(1, plan, BEGINNING)
    head = {"_id": "head", "generation": 1, "plan": plan.digest, "batch": 0}
    for collection, document in (("generations", generation), ("head", head)):
        try:
            db[collection].insert_one(document)
        except DuplicateKeyError:
            continue  # the other process was first


def counted(number: int, plan: Plan, since: datetime) -> dict[str, Any]:
    """A generation's document: the plan file it counts is kept whole, with the communes it tells
    apart and their files.
    """
    return {
        "_id": number,
        "plan": plan.digest,
        "version": plan.version,
        "since": since,
        "text": plan.text,
        "communes": sorted(plan.communes),
        "editions": [_edition(plan, since)],
    }


def _edition(plan: Plan, since: datetime) -> dict[str, Any]:
    files = {commune: own.text for commune, own in sorted(plan.communes.items())}
    return {"since": since, "files": files}


def _keep_edition(db: Db, number: int, plan: Plan) -> None:
    """The communes' files from now on, where they are others: what they say is no matter of
    counting, but their targets are those of their time.
    """
    row = db["generations"].find_one({"_id": number}) or {}
    kept = row.get("editions") or []
    new = _edition(plan, datetime.now(UTC) if kept else row.get("since", BEGINNING))
    if not kept or kept[-1]["files"] != new["files"]:
        db["generations"].update_one({"_id": number}, {"$set": {"editions": [*kept, new]}})


def collections_of(number: int) -> tuple[str, ...]:
    """What a generation is made of."""
    named = (entries_name, cells_name, tallies_name, places_name, periods_name)
    return tuple(name(number) for name in named)


def drop(db: Db, number: int) -> None:
    """Forget a generation that was not put to use."""
    for name in collections_of(number):
        db.drop_collection(name)


def prepare_collections(db: Db, number: int) -> None:
    """Ledger and cells of a generation, with their indexes."""
    for name in (*collections_of(number), "people", "households", "surveys"):
        if name not in db.list_collection_names():
            db.create_collection(name)
    for name, indexes in (
        (entries_name(number), SHEET_INDEXES),
        (places_name(number), PLACE_INDEXES),
    ):
        for fields in indexes:
            db[name].create_index([(field, 1) for field in fields])
    db[periods_name(number)].create_index("s")
