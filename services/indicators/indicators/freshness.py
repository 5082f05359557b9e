"""Fresh to: the last position applied from every source, and who has gone silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chassis.clock import to_iso
from chassis.mongo import Db

from indicators.domain.plan import Plan, Source, Text

__all__ = ["fresh_to", "freshness", "silent_among", "watched"]

UNNAMED_DAYS = 14
"""Of a source the plan file does not name: our choice, two working weeks."""


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


def watched(
    fresh: dict[str, dict[str, Any]], plan: Plan, now: datetime
) -> dict[str, dict[str, Any]]:
    """Each feed also with ``owner`` {vi, en}, ``silent_after_days`` and ``silent``: its last fact
    is older than the plan file allows. Never heard of is silent too.
    """
    found = {}
    for feed, each in fresh.items():
        source = plan.sources.get(feed) or Source(
            owner=Text(vi=feed, en=feed), silent_after_days=UNNAMED_DAYS
        )
        quiet_since = to_iso(now - timedelta(days=source.silent_after_days))
        found[feed] = {
            **each,
            "owner": {"vi": source.owner.vi, "en": source.owner.en},
            "silent_after_days": source.silent_after_days,
            "silent": each["time"] is None or each["time"] < quiet_since,
        }
    return found


def silent_among(fresh: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The silent sources, to be named on a figure: ``[{feed, owner, time, silent_after_days}]``."""
    named = ("owner", "time", "silent_after_days")
    return [
        {"feed": feed, **{name: each[name] for name in named}}
        for feed, each in fresh.items()
        if each.get("silent")
    ]


def freshness(
    db: Db, feeds: Sequence[str], plan: Plan, now: datetime
) -> dict[str, dict[str, dict[str, Any]]]:
    """``{"feeds": {feed: {position, time, parked, owner, silent_after_days, silent}}}``."""
    return {"feeds": watched(fresh_to(db, feeds), plan, now)}
