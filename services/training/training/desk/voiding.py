"""Records that never were: voided for a reason, kept in the log, gone from every figure."""

from __future__ import annotations

from collections.abc import Callable

from chassis.clock import to_iso
from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from training import publishing
from training.desk.part import Json, Part, corrects
from training.domain import enrolling, occupation, support, training_class
from training.domain.vocabulary import VoidReason
from training.records import CLASS, ENROLMENT, KINDS, OCCUPATION, SUPPORT
from training.schemas import BODIES

__all__ = ["Voiding"]

Void = Callable[[Unit, str, VoidReason, str | None], None]


class Voiding(Part):
    def void_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Json:
        """Kinds: occupations, classes, enrolments, supports. Raises ``voided``, ``in_use``."""
        self.call.require(*corrects(kind))
        void: Void | None = {
            "occupations": self._void_occupation,
            "classes": self._void_class,
            "enrolments": self._void_enrolment,
            "supports": self._void_support,
        }.get(kind)
        if void is None:
            raise NotFound("not_found", {"record": "kind"})
        values = BODIES["void"].read(body)
        reason: VoidReason = values["reason_code"]
        intent = self.call.intent(meta, kind, record_id, body, reason=reason)

        def work(unit: Unit) -> Json:
            void(unit, record_id, reason, values.get("note"))
            return self.receipt(unit, KINDS[kind], record_id, ())

        return self.run(intent, work)

    def record_history(self, kind: str, record_id: str) -> Json:
        """``{"items": [{version, recorded_at, occurred_on, actor, reason, events}], "total"}``."""
        self.call.require("school", "commune_officer")
        aggregate = KINDS.get(kind)
        record = None if aggregate is None else self.ledger.log.load(aggregate.kind, record_id)
        if aggregate is None or record is None:
            raise NotFound("not_found", {"record": kind if aggregate else "kind"})
        state = aggregate.load(record.body)
        if self.call.caller.role == "school":
            self.refuse_others(getattr(state, "school", self.call.caller.agency))
        elif not self.here(getattr(state, "commune", self.call.caller.commune)):
            raise NotFound("not_found", {"record": kind})
        commits = self.ledger.log.history(aggregate.stream(record_id))
        items = [
            {
                "version": each.version,
                "recorded_at": to_iso(each.recorded_at),
                "occurred_on": each.occurred_on.isoformat() if each.occurred_on else None,
                "actor": each.actor,
                "reason": each.reason,
                "events": list(each.events),
            }
            for each in commits
        ]
        return {"items": items, "total": len(items)}

    def _void_occupation(self, unit: Unit, code: str, reason: VoidReason, note: str | None) -> None:
        before = self.own(unit, OCCUPATION, code)
        in_use = self.store.count(CLASS, {"occupation": code}, most=1) > 0
        unit.save(OCCUPATION, code, occupation.void(before, reason, note, in_use=in_use))

    def _void_class(self, unit: Unit, class_id: str, reason: VoidReason, note: str | None) -> None:
        before = self.own(unit, CLASS, class_id)
        learners = self.store.find(ENROLMENT, {"class_id": class_id})
        in_use = any(not row.state.voided for row in learners)
        events = training_class.void(before, reason, note, in_use=in_use)
        unit.save(CLASS, class_id, events, publishing.of_class(before, reason))

    def _void_enrolment(
        self, unit: Unit, record_id: str, reason: VoidReason, note: str | None
    ) -> None:
        before = self.own(unit, ENROLMENT, record_id)
        events = enrolling.void(before, reason, note)
        unit.save(ENROLMENT, record_id, events, publishing.of_enrolment(before, reason))

    def _void_support(
        self, unit: Unit, record_id: str, reason: VoidReason, note: str | None
    ) -> None:
        before = self.own_support(unit, record_id)
        events = support.void(before, reason, note)
        unit.save(SUPPORT, record_id, events, publishing.of_support(before, reason))
