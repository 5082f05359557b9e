"""Referrals from the registry, and what could be offered to the person."""

from __future__ import annotations

from typing import Any

from chassis.commands import Unit
from chassis.errors import Invalid
from chassis.paging import check_page
from chassis.runtime import Meta

from placement import publishing, schemas
from placement.aggregates import REFERRAL, VACANCY
from placement.desk.clerk import COMMUNE_OFFICER, JOB_CENTRE, Clerk, Json, receipt
from placement.desk.lists import shown
from placement.desk.showing import match_shown, referral_shown
from placement.domain import matching, referral
from placement.domain.person import Profile
from placement.domain.rules import present

__all__ = ["Referring"]

STATUSES = ("received", "accepted", "declined", "cancelled")


class Referring(Clerk):
    def list_referrals(
        self, *, status: str | None = None, page: int = 1, page_size: int = 50
    ) -> Json:
        """``person_id`` is the one the registry referred, also after it was merged."""
        self.call.require(JOB_CENTRE, COMMUNE_OFFICER)
        check_page(page, page_size)
        if status is not None and status not in STATUSES:
            raise Invalid.of(status="not_in_vocabulary")
        where = self.bound | ({} if status is None else {"status": status})
        rows, total = self.store.page("referral", where, page=page, page_size=page_size)
        return {"items": shown(REFERRAL, rows, referral_shown), "total": total}

    def answer_referral(self, *, referral_id: str, body: Any, meta: Meta) -> Json:
        """``on`` is today where it is not given. A later answer replaces the earlier."""
        self.call.require(JOB_CENTRE)
        fields = schemas.ANSWER.read(body)

        def work(unit: Unit) -> Json:
            known = present(unit.load(REFERRAL, referral_id), "referrals")
            self.within(known.asked.commune)
            reply = referral.Reply(
                answer=fields["answer"],
                on=fields.get("on") or unit.intent.today,
                commune=known.asked.commune or self.commune_of(fields),
                reason_code=fields.get("reason_code"),
            )
            events = referral.answer(known, reply, today=unit.intent.today)
            unit.save(REFERRAL, referral_id, events, publishing.referral_answered)
            return receipt(unit, REFERRAL, referral_id, referral.advise_answer(reply))

        return self.carry_out(
            meta, ("answer_referral", referral_id, body), work, on=fields.get("on")
        )

    def matches(self, *, person_id: str, page: int = 1, page_size: int = 50) -> Json:
        """Open vacancies, best first, each with its reasons.

        ``known`` is false for a person never referred here: then nothing but the order of
        closing tells the vacancies apart.
        """
        self.call.require(JOB_CENTRE, COMMUNE_OFFICER)
        check_page(page, page_size)
        profile = self.profile_of(person_id)
        today = self.call.clock.today()
        vacancies = [VACANCY.load(row.body) for row in self.store.open_vacancies(today)]
        filled = self.store.filled(each.vacancy_id for each in vacancies)
        ranked = matching.rank(profile or Profile(), vacancies, filled, on=today)
        shown_ones = ranked[(page - 1) * page_size : page * page_size]
        return {
            "items": [match_shown(each) for each in shown_ones],
            "total": len(ranked),
            "known": profile is not None,
        }
