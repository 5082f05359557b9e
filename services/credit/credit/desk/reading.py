"""What may be read, by whom. Credit is a sensitive compartment (facts.md, section 8, item 10):
loans are the bank's own; the commune sees stages without product or amount."""

from __future__ import annotations

from datetime import date

from chassis.errors import Invalid, NotFound
from chassis.paging import pages
from chassis.store import Row

from credit import publishing
from credit.desk.part import Json, Part
from credit.products import terms_view
from credit.records import ALLOCATION, GROUP, LOAN, REFERRAL
from credit.views import allocation_view, group_view, loan_view

__all__ = ["Reading"]


class Reading(Part):
    def loan_products(self, on: str) -> Json:
        """The terms in force that day, central and city capital; for every caller."""
        try:
            day = date.fromisoformat(on)
        except (TypeError, ValueError):
            raise Invalid.of(on="not_a_date") from None
        terms = [terms_view(each) for each in self.products.on(day)]
        return {"items": terms, "total": len(terms)}

    def list_loans(
        self, status: str | None, person_id: str | None, page: int, page_size: int
    ) -> Json:
        """Newest need first, voided ones only when asked for; of one person with duplicates."""
        self.call.require("bank")
        self.sensitive()
        span = pages(page, page_size)
        if person_id is not None:
            rows = [
                row
                for row in self.store.find(LOAN, {"person_id": self.identities(person_id)})
                if self.here(row.state.commune)
                and (row.state.status == status if status else not row.state.voided)
            ]
            first = (page - 1) * page_size
            shown = rows[::-1][first : first + page_size]
            return {"items": [loan_view(row) for row in shown], "total": len(rows)}
        where: dict[str, str | bool] = {"listed": True} if status is None else {"status": status}
        found, total = self.store.page(LOAN, {**self.within(), **where}, **span)
        return {"items": [loan_view(row) for row in found], "total": total}

    def get_loan(self, loan_id: str) -> Json:
        self.call.require("bank")
        self.sensitive()
        record = self.ledger.log.load(LOAN.kind, loan_id)
        state = None if record is None else LOAN.load(record.body)
        if record is None or state is None or not self.here(state.commune):
            raise NotFound("not_found", {"record": LOAN.kind})
        return loan_view(Row(version=record.version, state=state))

    def list_savings_groups(self, page: int, page_size: int) -> Json:
        self.call.require("bank", "commune_officer", "commune_leader", "front")
        rows, total = self.store.page(
            GROUP, {**self.within(), "listed": True}, **pages(page, page_size)
        )
        return {"items": [group_view(row) for row in rows], "total": total}

    def list_capital_allocations(self, year: int | None, page: int, page_size: int) -> Json:
        self.call.require("bank", "commune_officer", "commune_leader", "city_viewer")
        where = {"listed": True, **({} if year is None else {"year": year})}
        rows, total = self.store.page(
            ALLOCATION, {**self.within(), **where}, **pages(page, page_size)
        )
        return {"items": [allocation_view(row) for row in rows], "total": total}

    def journey(self, person_id: str) -> Json:
        """This service's facts about the person, oldest first; voided records left out.

        ``{"items": [{on, event, record_kind, record_id, data}], "total"}``, no amounts.
        """
        self.call.require("bank", "commune_officer")
        self.sensitive()
        where = {"person_id": self.identities(person_id)}
        loans = [row.state for row in self.store.find(LOAN, where)]
        referrals = [row.state for row in self.store.find(REFERRAL, where)]
        items = [
            *publishing.told_of_referrals(r for r in referrals if self.here(r.details.commune)),
            *publishing.told_of_loans(each for each in loans if self.here(each.commune)),
        ]
        items.sort(key=lambda item: str(item["on"]))
        return {"items": items, "total": len(items)}
