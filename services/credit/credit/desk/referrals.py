"""Persons the commune sends, and the answer."""

from __future__ import annotations

from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.paging import pages
from chassis.runtime import Meta

from credit import publishing
from credit.desk.part import Json, Part
from credit.domain import referral
from credit.domain.answers import of_code
from credit.domain.vocabulary import DECLINE_REASONS
from credit.records import PERSON, REFERRAL
from credit.schemas import BODIES
from credit.views import referral_view

__all__ = ["Referrals"]


class Referrals(Part):
    def list_referrals(self, status: str | None, page: int, page_size: int) -> Json:
        """``{"items", "total"}``, newest first; status waiting, accepted, declined, cancelled."""
        self.call.require("bank", "commune_officer")
        where = {**self.within(), **({} if status is None else {"status": status})}
        rows, total = self.store.page(REFERRAL, where, **pages(page, page_size))
        ids = sorted({row.state.details.person_id for row in rows})
        known = self.store.find(PERSON, {"person_id": ids}) if ids else []
        profiles = {each.state.id: each.state.profile for each in known}
        items = [referral_view(row, profiles.get(row.state.details.person_id)) for row in rows]
        return {"items": items, "total": total}

    def answer_referral(self, referral_id: str, body: Json, meta: Meta) -> Json:
        """Accepted or declined; a later answer replaces it. Raises ``cancelled``."""
        self.call.require("bank")
        values = BODIES["answer_referral"].read(body)
        reason_code = values.get("reason_code")
        intent = self.call.intent(meta, referral_id, body, on=values.get("on"))

        def work(unit: Unit) -> Json:
            before = unit.load(REFERRAL, referral_id)
            if before is None:
                raise NotFound("not_found", {"record": REFERRAL.kind})
            events = referral.answer(
                before,
                values["answer"],
                reason_code=reason_code,
                on=values.get("on") or intent.today,
                today=intent.today,
            )
            commune = self.commune_of(before.details.commune)
            messages = publishing.of_referral(before, commune)
            unit.save(REFERRAL, referral_id, events, messages)
            told = of_code(reason_code, DECLINE_REASONS, "reason_code")
            return self.receipt(unit, REFERRAL, referral_id, told)

        return self.run(intent, work)
