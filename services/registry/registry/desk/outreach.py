"""Outreach, by officers, village heads and the Front."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import outreach, person_rules
from registry.domain.outreach import Outreach, OutreachTerms
from registry.office import FRONT, OFFICER, VILLAGE_HEAD, DeskPart, receipt
from registry.registering import village_doubts
from registry.words import Words

__all__ = ["OutreachDesk"]

Json = dict[str, Any]


class OutreachDesk(DeskPart):
    def record_outreach(self, body: Json, meta: Meta) -> Json:
        """To one person, a village, or the commune. ``reached`` defaults to the one person."""
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        read = schemas.OUTREACH.read(body)
        read.setdefault("reached", 1 if read["person_id"] else 0)
        outreach_id = self.call.new_id(meta, "outreach")

        def work(unit: Unit) -> Json:
            words = Words(unit, self.office.records)
            commune, terms = self._addressed(unit, words, OutreachTerms(**read))
            events = outreach.record(outreach_id, terms, commune=commune, today=unit.intent.today)
            unit.save(
                self.office.records.outreach,
                outreach_id,
                events,
                lambda state: [publishing.outreach_recorded(state)],
            )
            words.save()
            return receipt(outreach_id, 1, village_doubts(words))

        return self.run(meta, work, "record_outreach", body, on=read["on"])

    def _addressed(
        self, unit: Unit, words: Words, terms: OutreachTerms
    ) -> tuple[str, OutreachTerms]:
        """The commune it belongs to; the village as the list writes it. Checks the scope."""
        if terms.person_id is not None:
            person = person_rules.standing(self.loaded_person(unit, terms.person_id))
            self.require_home(person)
            commune = person.home().commune
        else:
            commune = self.commune()
            self.require_village(commune, terms.village)
        if terms.village is not None:
            terms = replace(terms, village=words.village(commune, terms.village))
        return commune, terms

    def _outreach(self, unit: Unit, outreach_id: str) -> Outreach:
        record = unit.load(self.office.records.outreach, outreach_id)
        if record is None:
            raise NotFound("no_such_outreach")
        if record.terms.person_id is not None:
            self.require_home(self.loaded_person(unit, record.terms.person_id))
        else:
            self.require_village(record.commune, record.terms.village, record.terms.on)
        return record

    def amend_outreach(self, unit: Unit, outreach_id: str, body: Json) -> list[Json]:
        """A step of ``amend_record``."""
        read = schemas.AMEND_OUTREACH.read(body)
        record = self._outreach(unit, outreach_id)
        words = Words(unit, self.office.records)
        _, terms = self._addressed(unit, words, replace(record.terms, **read))
        unit.save(
            self.office.records.outreach,
            outreach_id,
            outreach.amend(record, terms, today=unit.intent.today),
            lambda state: [publishing.outreach_recorded(state)],
        )
        words.save()
        return []

    def void_outreach(self, unit: Unit, outreach_id: str, reason_code: str) -> None:
        """A step of ``void_record``."""
        record = self._outreach(unit, outreach_id)
        message = publishing.record_voided(
            "outreach",
            outreach_id,
            person_id=record.terms.person_id,
            reason_code=reason_code,
            commune=record.commune,
            on=unit.intent.today,
        )
        events = outreach.void(record, reason_code)
        unit.save(self.office.records.outreach, outreach_id, events, [message])
