"""What a batch comes to: what is applied, what is parked, and where the marks then stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from chassis.envelope import Event
from chassis.inbox import Mark, Parked
from chassis.lining_up import Arrived

__all__ = ["Blocked", "Outcome", "all_applied", "outcome"]

Blocked = Mapping[tuple[str, str], str]
"""By feed and subject the parked event that later ones of the subject wait for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``taken`` is how many of the batch's events it is about: it may end at the limit."""

    apply: list[Event]
    park: list[Parked]
    after: dict[str, Mark]
    taken: int


def all_applied(events: Sequence[Arrived], marks: Mapping[str, Mark]) -> Outcome:
    """All of them, where nothing is set aside."""
    apply = [event for event, _ in events]
    last = {event.feed: event for event in apply}
    after = {feed: _moved(marks[feed], event) for feed, event in last.items()}
    return Outcome(apply=apply, park=[], after=after, taken=len(apply))


def outcome(
    events: Sequence[Arrived],
    marks: Mapping[str, Mark],
    blocked: Blocked,
    reasons: Mapping[str, str],
    most_invalid: int,
) -> Outcome:
    """Parked are the events with ``reasons``, by id, and whatever stands behind a parked one of
    its subject. It ends with the last of ``most_invalid`` invalid ones in a row.
    """
    if not reasons and not blocked:
        return all_applied(events, marks)
    after: dict[str, Mark] = {}
    waiting = dict(blocked)
    apply: list[Event] = []
    park: list[Parked] = []
    taken = 0
    for event, body in events:
        taken += 1
        mark = after.get(event.feed) or marks[event.feed]
        behind = waiting.get((event.feed, event.subject))
        if behind is None and event.id not in reasons:
            apply.append(event)
            after[event.feed] = _moved(mark, event)
            continue
        waiting.setdefault((event.feed, event.subject), event.id)
        park.append(_parked(event, body, f"behind {behind}" if behind else reasons[event.id]))
        run = mark.invalid_run + (0 if behind else 1)
        after[event.feed] = replace(
            mark,
            position=event.position,
            time=event.time,
            parked=mark.parked + 1,
            invalid_run=run,
        )
        if run >= most_invalid:
            break
    return Outcome(apply=apply, park=park, after=after, taken=taken)


def _moved(mark: Mark, event: Event) -> Mark:
    """The mark once the event is applied."""
    return replace(mark, position=event.position, time=event.time, invalid_run=0)


def _parked(event: Event, body: bytes, reason: str) -> Parked:
    return Parked(
        feed=event.feed,
        position=event.position,
        subject=event.subject,
        name=event.type,
        reason=reason,
        parked_at=datetime.now(UTC),
        body=body,
    )
