"""One person's way through the job centre, in the order of days."""

from __future__ import annotations

from collections.abc import Iterator

from chassis.log import Message

from placement import publishing
from placement.aggregates import PLACEMENT, REFERRAL, SERVICE, SUPPORT
from placement.desk.clerk import READERS, Clerk, Json
from placement.domain.placed import Placement
from placement.domain.referral import Referral

__all__ = ["Journey"]


class Journey(Clerk):
    def journey(self, *, person_id: str) -> Json:
        """``{"items": [{"on", "event", "record_kind", "record_id", "data"}], "total"}``

        ``event`` and ``data`` are those of the published event, ``referral_received`` apart.
        Voided records are not part of anybody's way.
        """
        self.call.require(*READERS)
        steps = sorted(self._steps(person_id), key=lambda step: str(step["on"]))
        return {"items": steps, "total": len(steps)}

    def _steps(self, person_id: str) -> Iterator[Json]:
        for row in self.of_person("referral", person_id):
            asked = REFERRAL.load(row.body)
            yield _received(asked)
            for message in publishing.referral_answered(asked):
                yield _step("referrals", row.id, message)
        for row in self.of_person("service", person_id):
            for message in publishing.service_given(SERVICE.load(row.body)):
                yield _step("services", row.id, message)
        for row in self.of_person("placement", person_id):
            for message in _way(PLACEMENT.load(row.body)):
                yield _step("placements", row.id, message)
        for row in self.of_person("support", person_id):
            for message in publishing.support_granted(SUPPORT.load(row.body)):
                yield _step("contribution_supports", row.id, message)


def _way(placement: Placement) -> Iterator[Message]:
    yield from publishing.placement_started(placement)
    yield from publishing.placement_confirmed(placement)
    for check in placement.checks:
        yield from publishing.retention_checked(placement, check.months)
    yield from publishing.placement_ended(placement)


def _received(referral: Referral) -> Json:
    asked = referral.asked
    return {
        "on": asked.on.isoformat(),
        "event": "referral_received",
        "record_kind": "referrals",
        "record_id": referral.referral_id,
        "data": {"kind": asked.kind, "status": referral.status},
    }


def _step(record_kind: str, record_id: str, message: Message) -> Json:
    return {
        "on": message.data["on"],
        "event": message.name,
        "record_kind": record_kind,
        "record_id": record_id,
        "data": message.data,
    }
