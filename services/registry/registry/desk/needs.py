"""Needs: recorded by officers, village heads and the Front; withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import needs, person_rules
from registry.domain.needs import Need, NeedTerms
from registry.office import FRONT, OFFICER, VILLAGE_HEAD, DeskPart, receipt, warning
from registry.views import plain
from registry.words import Words

__all__ = ["NeedDesk", "need_view"]

Json = dict[str, Any]


def need_view(need: Need, version: int) -> Json:
    return {
        "id": need.need_id,
        "version": version,
        "person_id": need.person_id,
        "kind": need.terms.kind,
        "able_to_work": need.terms.able_to_work,
        "level": need.terms.level,
        "form": need.terms.form,
        "occupation": need.terms.occupation,
        "on": need.terms.on.isoformat(),
        "withdrawn_on": plain(need.withdrawn_on),
        "voided": need.voided,
    }


class NeedDesk(DeskPart):
    def record_need(self, person_id: str, body: Json, meta: Meta) -> Json:
        """A need from its date on, whenever it is typed in."""
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        read = schemas.NEED.read(body)
        need_id = self.call.new_id(meta, "need")

        def work(unit: Unit) -> Json:
            person = person_rules.standing(self.loaded_person(unit, person_id))
            self.require_home(person)
            words = Words(unit, self.office.records)
            commune = person.home().commune
            terms = _known_occupation(words, commune, NeedTerms(**read))
            events = needs.record(
                need_id, person_id, terms, commune=commune, today=unit.intent.today
            )
            unit.save(self.office.records.need, need_id, events, publishing.need_recorded)
            words.save()
            gone = person.left is not None and person.left.on <= terms.on
            return receipt(need_id, 1, [warning("left_before", "on")] if gone else [])

        return self.run(meta, work, "record_need", person_id, body, on=read["on"])

    def withdraw_need(self, need_id: str, body: Json, meta: Meta) -> Json:
        """It counts until that day."""
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        on = schemas.WITHDRAW.read(body)["on"]

        def work(unit: Unit) -> Json:
            need = self._need(unit, need_id)
            events = needs.withdraw(need, on, today=unit.intent.today)
            unit.save(self.office.records.need, need_id, events, publishing.need_withdrawn)
            return receipt(need_id, unit.version(self.office.records.need, need_id), [])

        return self.run(meta, work, "withdraw_need", need_id, body, on=on)

    def _need(self, unit: Unit, need_id: str) -> Need:
        need = unit.load(self.office.records.need, need_id)
        if need is None:
            raise NotFound("no_such_need")
        self.require_home(self.loaded_person(unit, need.person_id))
        return need

    def amend_need(self, unit: Unit, need_id: str, body: Json) -> list[Json]:
        """A step of ``amend_record``."""
        read = schemas.AMEND_NEED.read(body)
        need = self._need(unit, need_id)
        words = Words(unit, self.office.records)
        terms = _known_occupation(words, need.commune, replace(need.terms, **read))
        events = needs.amend(need, terms, today=unit.intent.today)
        unit.save(self.office.records.need, need_id, events, publishing.need_recorded)
        words.save()
        return []

    def void_need(self, unit: Unit, need_id: str, reason_code: str) -> None:
        """A step of ``void_record``."""
        need = self._need(unit, need_id)
        today = unit.intent.today
        message = publishing.record_voided(
            "needs",
            need_id,
            person_id=need.person_id,
            reason_code=reason_code,
            commune=need.commune,
            on=today,
        )
        unit.save(self.office.records.need, need_id, needs.void(need, reason_code), [message])

    def list_needs(self, person_id: str) -> Json:
        """A person's needs, oldest first, voided ones included and marked."""
        self.call.require(OFFICER, VILLAGE_HEAD, FRONT)
        record = self.office.ledger.log.load("person", person_id)
        if record is None:
            raise NotFound("no_such_person")
        self.require_home(self.office.records.person.load(record.body))
        found = self.office.finder.find("need", {"person_id": person_id}, sort=[("on", 1)])
        items = [need_view(self.office.records.need.load(f.body), f.version) for f in found]
        return {"items": items, "total": len(items)}


def _known_occupation(words: Words, commune: str, terms: NeedTerms) -> NeedTerms:
    if terms.occupation is None:
        return terms
    return replace(terms, occupation=words.occupation(commune, terms.occupation))
