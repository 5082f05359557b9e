"""Employers, vacancies and job fairs: the labour market as the job centre knows it."""

from __future__ import annotations

from typing import Any

from chassis.commands import Unit
from chassis.paging import check_page
from chassis.runtime import Meta

from placement import schemas
from placement.aggregates import EMPLOYER, JOB_FAIR, VACANCY
from placement.desk.clerk import JOB_CENTRE, READERS, Clerk, Json, receipt
from placement.desk.lists import shown
from placement.desk.showing import employer_shown, job_fair_shown, vacancy_shown
from placement.domain import employer, job_fair, vacancy

__all__ = ["Market"]

# Village heads, the Front and schools tell people what there is; nothing here is about a person.
WHO_MAY_LOOK = (*READERS, "village_head", "front", "school")


class Market(Clerk):
    def register_employer(self, *, body: Any, meta: Meta) -> Json:
        self.call.require(JOB_CENTRE)
        fields = schemas.EMPLOYER.read(body)
        profile = employer.EmployerProfile(**fields | {"commune": self.commune_of(fields)})
        employer_id = self.call.new_id(meta, "employer")

        def work(unit: Unit) -> Json:
            unit.save(EMPLOYER, employer_id, employer.register(employer_id, profile))
            return receipt(unit, EMPLOYER, employer_id)

        return self.carry_out(meta, ("register_employer", body), work)

    def register_vacancy(self, *, body: Any, meta: Meta) -> Json:
        """``opens_on`` is today where it is not given."""
        self.call.require(JOB_CENTRE)
        fields = schemas.VACANCY.read(body)
        vacancy_id = self.call.new_id(meta, "vacancy")

        def work(unit: Unit) -> Json:
            self.refer(unit, EMPLOYER, fields, "employer_id")
            opened = {"opens_on": unit.intent.today} | fields
            offer = vacancy.Offer(**opened | {"commune": self.commune_of(fields)})
            events = vacancy.register(vacancy_id, offer, today=unit.intent.today)
            unit.save(VACANCY, vacancy_id, events)
            return receipt(unit, VACANCY, vacancy_id)

        return self.carry_out(meta, ("register_vacancy", body), work, on=fields.get("opens_on"))

    def register_job_fair(self, *, body: Any, meta: Meta) -> Json:
        self.call.require(JOB_CENTRE)
        fields = schemas.JOB_FAIR.read(body)
        session = job_fair.Session(**fields | {"commune": self.commune_of(fields)})
        job_fair_id = self.call.new_id(meta, "job_fair")

        def work(unit: Unit) -> Json:
            unit.save(JOB_FAIR, job_fair_id, job_fair.register(job_fair_id, session))
            return receipt(unit, JOB_FAIR, job_fair_id)

        return self.carry_out(meta, ("register_job_fair", body), work)

    def list_employers(self, *, page: int = 1, page_size: int = 50) -> Json:
        self.call.require(*WHO_MAY_LOOK)
        check_page(page, page_size)
        rows, total = self.store.page("employer", {}, page=page, page_size=page_size, falling=False)
        return {"items": shown(EMPLOYER, rows, employer_shown), "total": total}

    def list_vacancies(
        self, *, employer_id: str | None = None, page: int = 1, page_size: int = 50
    ) -> Json:
        """Newest first, closed ones among them: ``open`` says whether they are."""
        self.call.require(*WHO_MAY_LOOK)
        check_page(page, page_size)
        where = {} if employer_id is None else {"employer_id": employer_id}
        rows, total = self.store.page("vacancy", where, page=page, page_size=page_size)
        filled = self.store.filled(row.id for row in rows)
        today = self.call.clock.today()
        items = shown(
            VACANCY,
            rows,
            lambda state: vacancy_shown(state, filled.get(state.vacancy_id, 0), today),
        )
        return {"items": items, "total": total}

    def list_job_fairs(self, *, page: int = 1, page_size: int = 50) -> Json:
        self.call.require(*WHO_MAY_LOOK)
        check_page(page, page_size)
        rows, total = self.store.page("job_fair", {}, page=page, page_size=page_size)
        return {"items": shown(JOB_FAIR, rows, job_fair_shown), "total": total}
