"""What the job centre's events change of a person."""

from __future__ import annotations

from chassis.envelope import Event
from chassis.handling import read

from indicators.domain.facts import Check, Placement, Service
from indicators.touching import Touched, put
from indicators.wire import PlacementStarted, RetentionChecked, ServiceGiven

__all__ = ["placement_started", "retention_checked", "service_given"]


def service_given(event: Event) -> Touched:
    body = read(event, ServiceGiven)
    fact = Service(
        pos=event.position,
        on=body.on.isoformat(),
        service=body.service,
        mode=body.mode,
        topic=body.topic,
    )
    return put(event, body.person_id, "services", body.service_id, fact)


def placement_started(event: Event) -> Touched:
    body = read(event, PlacementStarted)
    fact = Placement(
        pos=event.position,
        on=body.on.isoformat(),
        kind=body.kind,
        new_job=body.new_job is True,
        suitable=body.suitable is True,
        employer_kind=body.employer_kind,
        mentored=body.mentored is True,
    )
    return put(event, body.person_id, "placements", body.placement_id, fact)


def retention_checked(event: Event) -> Touched | None:
    body = read(event, RetentionChecked)
    if body.months not in (3, 6, 12):
        return None
    fact = Check(pos=event.position, on=body.on.isoformat(), still_employed=body.still_employed)
    return put(event, body.person_id, f"checks_{body.months}", body.placement_id, fact)
