"""How commits and the events of feeds lie in MongoDB: documents made, and read back."""

from __future__ import annotations

from datetime import date

import msgspec

from chassis.log import Commit, FeedEvent, Json, Message, Pending

__all__ = ["commit_of", "commit_row", "feed_event_of", "feed_row", "pending_of"]


def commit_row(commit: Commit) -> Json:
    """``pending``: since when it waits for its positions, ms since 1970."""
    row: Json = {
        "_id": commit.id,
        "stream": commit.stream,
        "version": commit.version,
        "command_id": commit.command_id,
        "fingerprint": commit.fingerprint,
        "actor": commit.actor,
        "occurred_on": commit.occurred_on.isoformat() if commit.occurred_on else None,
        "recorded_at": commit.recorded_at,
        "correlation_id": commit.correlation_id,
        "events": list(commit.events),
        "receipt": commit.receipt,
        "reason": commit.reason,
    }
    if commit.messages:
        row["pending"] = int(commit.recorded_at.timestamp() * 1000)
        row["messages"] = [msgspec.to_builtins(message) for message in commit.messages]
    return row


def commit_of(row: Json) -> Commit:
    return Commit(
        stream=row["stream"],
        version=row["version"],
        command_id=row["command_id"],
        fingerprint=row["fingerprint"],
        actor=row["actor"],
        occurred_on=date.fromisoformat(row["occurred_on"]) if row["occurred_on"] else None,
        recorded_at=row["recorded_at"],
        correlation_id=row["correlation_id"],
        events=row["events"],
        receipt=row["receipt"],
        reason=row["reason"],
    )


def pending_of(row: Json) -> Pending:
    return Pending(
        commit_id=row["_id"],
        recorded_at=row["recorded_at"],
        correlation_id=row["correlation_id"],
        messages=[msgspec.convert(message, Message) for message in row["messages"]],
    )


def feed_row(event: FeedEvent) -> Json:
    return {
        "_id": f"{event.feed}/{event.position}",
        "feed": event.feed,
        "position": event.position,
        "name": event.name,
        "version": event.version,
        "recorded_at": event.recorded_at,
        "body": event.body,
    }


def feed_event_of(row: Json) -> FeedEvent:
    return FeedEvent(
        feed=row["feed"],
        position=row["position"],
        name=row["name"],
        version=row["version"],
        recorded_at=row["recorded_at"],
        body=row["body"],
    )
