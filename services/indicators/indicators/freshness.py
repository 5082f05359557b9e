"""Fresh to: the last position applied from every source, and who has gone silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chassis.clock import to_iso
from chassis.mongo import Db

__all__ = ["SILENT_AFTER", "fresh_to", "freshness"]

SILENT_AFTER = timedelta(days=14)
"""A source is called silent when its last fact is older: our choice, two working weeks."""


def fresh_to(db: Db, feeds: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By feed: ``position`` and ``time`` (recorded, UTC) of the last event applied."""
    rows = {row["_id"]: row for row in db["watermarks"].find({"_id": {"$in": list(feeds)}})}
    found: dict[str, dict[str, Any]] = {}
    for feed in feeds:
        row = rows.get(feed)
        time = row.get("time") if row else None
        found[feed] = {
            "position": row["position"] if row else 0,
            "time": to_iso(time) if time else None,
            "parked": row.get("parked", 0) if row else 0,
        }
    return found


def freshness(db: Db, feeds: Sequence[str], now: datetime) -> dict[str, dict[str, dict[str, Any]]]:
    """``{"feeds": {feed: {position, time, parked, silent}}}``; never heard of is silent too."""
    found = fresh_to(db, feeds)
    quiet_since = to_iso(now - SILENT_AFTER)
    for each in found.values():
        each["silent"] = each["time"] is None or each["time"] < quiet_since
    return {"feeds": found}
