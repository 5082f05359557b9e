"""Placements: started, confirmed by social insurance, looked after, ended, supported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.commands import Unit
from chassis.paging import check_page
from chassis.runtime import Meta

from placement import publishing, schemas
from placement.aggregates import EMPLOYER, PLACEMENT, REFERRAL, SUPPORT, VACANCY
from placement.desk.clerk import JOB_CENTRE, READERS, SOCIAL_INSURANCE, Clerk, Json, receipt
from placement.desk.lists import cut, shown
from placement.desk.showing import placement_shown
from placement.domain import employer, placed, placing, support
from placement.domain.rules import present

__all__ = ["Placing"]

LINKS = (
    (EMPLOYER, "employer_id"),
    (VACANCY, "vacancy_id"),
    (REFERRAL, "referral_id"),
)


class Placing(Clerk):
    def start_placement(self, *, body: Any, meta: Meta) -> Json:
        self.call.require(JOB_CENTRE)
        fields = schemas.PLACEMENT.read(body)
        placement_id = self.call.new_id(meta, "placement")

        def work(unit: Unit) -> Json:
            known, person_id, advice = self.known_as(unit, fields["person_id"])
            found = self.linked(unit, fields) | {
                "person_id": person_id,
                "commune": self.commune_of(fields, known),
            }
            terms = placed.Terms(**fields | found)
            events = placing.start(placement_id, terms, today=unit.intent.today)
            unit.save(PLACEMENT, placement_id, events, publishing.placement_started)
            return receipt(unit, PLACEMENT, placement_id, [*advice, *placing.advise_start(terms)])

        return self.carry_out(meta, ("start_placement", body), work, on=fields["on"])

    def confirm_placement(self, *, placement_id: str, body: Any, meta: Meta) -> Json:
        self.call.require(SOCIAL_INSURANCE)
        fields = schemas.CONFIRM.read(body)

        def work(unit: Unit) -> Json:
            known = self.own_placement(unit, placement_id)
            events = placing.confirm(known, fields["on"], today=unit.intent.today)
            unit.save(PLACEMENT, placement_id, events, publishing.placement_confirmed)
            return receipt(unit, PLACEMENT, placement_id)

        return self.carry_out(
            meta, ("confirm_placement", placement_id, body), work, on=fields["on"]
        )

    def end_placement(self, *, placement_id: str, body: Any, meta: Meta) -> Json:
        self.call.require(JOB_CENTRE)
        fields = schemas.END.read(body)
        ending = placed.End(**fields)

        def work(unit: Unit) -> Json:
            known = self.own_placement(unit, placement_id)
            events = placing.end(known, ending, today=unit.intent.today)
            unit.save(PLACEMENT, placement_id, events, publishing.placement_ended)
            return receipt(unit, PLACEMENT, placement_id, placing.advise_end(ending))

        return self.carry_out(meta, ("end_placement", placement_id, body), work, on=ending.on)

    def check_retention(self, *, placement_id: str, body: Any, meta: Meta) -> Json:
        self.call.require(JOB_CENTRE)
        check = placed.Check(**schemas.CHECK.read(body))

        def work(unit: Unit) -> Json:
            known = self.own_placement(unit, placement_id)
            events = placing.check_retention(known, check, today=unit.intent.today)
            after = unit.save(
                PLACEMENT,
                placement_id,
                events,
                lambda state: publishing.retention_checked(state, check.months),
            )
            return receipt(unit, PLACEMENT, placement_id, placing.advise_check(after, check))

        return self.carry_out(meta, ("check_retention", placement_id, body), work, on=check.on)

    def grant_contribution_support(self, *, placement_id: str, body: Any, meta: Meta) -> Json:
        """The receipt's id is the support's own; it is amended and voided under it."""
        self.call.require(SOCIAL_INSURANCE)
        fields = schemas.SUPPORT.read(body)
        support_id = self.call.new_id(meta, "support", placement_id)

        def work(unit: Unit) -> Json:
            known = self.own_placement(unit, placement_id)
            events = support.grant(support_id, known, today=unit.intent.today, **fields)
            unit.save(SUPPORT, support_id, events, publishing.support_granted)
            return receipt(unit, SUPPORT, support_id, support.advise(known))

        request = ("grant_contribution_support", placement_id, body)
        return self.carry_out(meta, request, work, on=fields["on"])

    def list_placements(
        self, *, person_id: str | None = None, page: int = 1, page_size: int = 50
    ) -> Json:
        self.call.require(*READERS)
        check_page(page, page_size)
        if person_id is not None:
            found = self.of_person("placement", person_id)
            rows, total = cut(found, page, page_size), len(found)
        else:
            rows, total = self.store.page("placement", self.bound, page=page, page_size=page_size)
        return {"items": shown(PLACEMENT, rows, placement_shown), "total": total}

    def linked(self, unit: Unit, fields: Mapping[str, Any]) -> Json:
        """What follows from the records the fields name: the kind of the employer.

        Refuses those that do not stand.
        """
        found = {name: self.refer(unit, kind, fields, name) for kind, name in LINKS}
        if "employer_id" not in fields:
            return {}
        hiring: employer.Employer | None = found["employer_id"]
        return {"employer_kind": None if hiring is None else hiring.profile.kind}

    def own_placement(self, unit: Unit, placement_id: str) -> placed.Placement:
        """A placement the caller may write to. Refuses one that is not there."""
        known = present(unit.load(PLACEMENT, placement_id), "placements")
        self.within(known.terms.commune)
        return known
