"""Counselling, introductions and job-fair sessions, given to a person."""

from __future__ import annotations

from typing import Any

from chassis.commands import Unit
from chassis.paging import check_page
from chassis.runtime import Meta

from placement import publishing, schemas
from placement.aggregates import JOB_FAIR, REFERRAL, SERVICE, VACANCY
from placement.desk.clerk import JOB_CENTRE, READERS, Clerk, Json, receipt
from placement.desk.lists import cut, shown
from placement.desk.showing import service_shown
from placement.domain import service_given

__all__ = ["Serving"]

LINKS = ((JOB_FAIR, "job_fair_id"), (VACANCY, "vacancy_id"), (REFERRAL, "referral_id"))


class Serving(Clerk):
    def give_service(self, *, body: Any, meta: Meta) -> Json:
        """A service at a registered job fair has that fair's mode where none is stated."""
        self.call.require(JOB_CENTRE)
        fields = schemas.SERVICE.read(body)
        service_id = self.call.new_id(meta, "service")

        def work(unit: Unit) -> Json:
            known, person_id, advice = self.known_as(unit, fields["person_id"])
            for aggregate, name in LINKS:
                self.refer(unit, aggregate, fields, name)
            facts = self._mode_of_the_fair(unit, fields) | fields
            contact = service_given.Contact(
                **facts | {"person_id": person_id, "commune": self.commune_of(fields, known)}
            )
            events = service_given.give(service_id, contact, today=unit.intent.today)
            unit.save(SERVICE, service_id, events, publishing.service_given)
            return receipt(unit, SERVICE, service_id, advice)

        return self.carry_out(meta, ("give_service", body), work, on=fields["on"])

    def _mode_of_the_fair(self, unit: Unit, fields: Json) -> Json:
        fair = self.refer(unit, JOB_FAIR, fields, "job_fair_id")
        return {} if fair is None else {"mode": fair.session.mode}

    def list_services(
        self, *, person_id: str | None = None, page: int = 1, page_size: int = 50
    ) -> Json:
        self.call.require(*READERS)
        check_page(page, page_size)
        if person_id is not None:
            found = self.of_person("service", person_id)
            rows, total = cut(found, page, page_size), len(found)
        else:
            rows, total = self.store.page("service", self.bound, page=page, page_size=page_size)
        return {"items": shown(SERVICE, rows, service_shown), "total": total}
