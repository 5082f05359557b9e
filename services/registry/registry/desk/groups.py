"""Evidenced groups: added with a paper, ended, corrected, voided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid, NotFound, Refused
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import person_rules
from registry.domain.groups import DERIVED
from registry.domain.intervals import Interval
from registry.domain.people import EVIDENCED, Evidence, Group, Person
from registry.domain.person_events import Event
from registry.office import OFFICER, DeskPart, receipt, warning

__all__ = ["GroupDesk"]

Json = dict[str, Any]


class GroupDesk(DeskPart):
    def add_group(self, person_id: str, body: Json, meta: Meta) -> Json:
        """One more membership; derived groups are never typed in."""
        self.call.require(OFFICER)
        read = schemas.GROUP.read(body)
        if read["code"] in DERIVED:
            raise Refused("derived_group", {"field": "code"})
        if read["code"] not in EVIDENCED:
            raise Invalid.of(code="not_in_vocabulary")
        group = Group(
            group_id=self.call.new_id(meta, "group"),
            code=read["code"],
            time=Interval(start=read["start"], end=read["end"]),
            evidence=Evidence(**read["evidence"]),
        )

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, person_id)
            events = person_rules.add_group(person, group, today=unit.intent.today)
            warnings = [warning(code) for code in person_rules.group_doubts(person, group)]
            return self._saved(unit, person, events, group.group_id, warnings)

        return self.run(meta, work, "add_group", person_id, body, on=group.time.start)

    def amend_group(self, person_id: str, group_id: str, body: Json, meta: Meta) -> Json:
        """Other dates (``to`` ends it) or another paper; ``reason``, ``reason_note``: why."""
        self.call.require(OFFICER)
        read = schemas.AMEND_GROUP.read(body)

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, person_id)
            present = next((g for g in person.groups if g.group_id == group_id), None)
            if present is None:
                raise NotFound("no_such_group")
            note, code = read["reason_note"], read["reason"]
            self.because(unit, note, person_id, record_id=person_id, code=code)
            group = replace(present, **_amended(present, read))
            events = person_rules.amend_group(person, group, today=unit.intent.today)
            warnings = [warning(code) for code in person_rules.group_doubts(person, group)]
            return self._saved(unit, person, events, group_id, warnings)

        return self.run(meta, work, "amend_group", person_id, group_id, body)

    def void_group(self, person_id: str, group_id: str, body: Json, meta: Meta) -> Json:
        """It never was."""
        self.call.require(OFFICER)
        read = schemas.VOID.read(body)

        def work(unit: Unit) -> Json:
            person = self.loaded_person(unit, person_id)
            self.because(unit, read["note"], person_id, record_id=person_id)
            events = person_rules.void_group(person, group_id, read["reason_code"])
            return self._saved(unit, person, events, group_id, [])

        return self.run(meta, work, "void_group", person_id, group_id, body)

    def _saved(
        self, unit: Unit, person: Person, events: list[Event], group_id: str, warnings: list[Json]
    ) -> Json:
        today = unit.intent.today
        unit.save(
            self.office.records.person,
            person.person_id,
            events,
            lambda state: [publishing.person_profiled(state, today)],
        )
        version = unit.version(self.office.records.person, person.person_id)
        return receipt(person.person_id, version, warnings, group_id=group_id)


def _amended(group: Group, read: Json) -> Json:
    start: date = read.get("start", group.time.start)
    end: date | None = read.get("end", group.time.end)
    if end is not None and end <= start:
        raise Invalid.of(to="not_after_from")
    evidence = Evidence(**read["evidence"]) if "evidence" in read else group.evidence
    return {"time": Interval(start=start, end=end), "evidence": evidence}
