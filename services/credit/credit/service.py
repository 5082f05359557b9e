"""The credit service's entrypoints. Writes take ``body`` and ``meta``, lists ``page``."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Meta
from chassis.service import Application, ChassisService, rpc

from credit.desk import build
from credit.handlers import HANDLERS
from credit.records import INDEXES

__all__ = ["CreditService"]

Json = dict[str, Any]


class CreditService(ChassisService):
    name = "credit"
    desk = Application(build, handlers=HANDLERS, indexes=INDEXES)

    @rpc
    def loan_products(self, on: str) -> Any:
        return self.desk.loan_products(on)

    @rpc
    def open_loan(self, body: Json, meta: Meta) -> Any:
        return self.desk.open_loan(body, meta)

    @rpc
    def list_loans(
        self,
        status: str | None = None,
        person_id: str | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Any:
        return self.desk.list_loans(status, person_id, page, page_size)

    @rpc
    def get_loan(self, loan_id: str) -> Any:
        return self.desk.get_loan(loan_id)

    @rpc
    def assess_loan(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.assess_loan(loan_id, body, meta)

    @rpc
    def submit_loan(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.submit_loan(loan_id, body, meta)

    @rpc
    def approve_loan(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.approve_loan(loan_id, body, meta)

    @rpc
    def decline_loan(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.decline_loan(loan_id, body, meta)

    @rpc
    def disburse_loan(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.disburse_loan(loan_id, body, meta)

    @rpc
    def check_loan_use(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.check_loan_use(loan_id, body, meta)

    @rpc
    def withdraw_loan(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.withdraw_loan(loan_id, body, meta)

    @rpc
    def close_loan(self, loan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.close_loan(loan_id, body, meta)

    @rpc
    def form_savings_group(self, body: Json, meta: Meta) -> Any:
        return self.desk.form_savings_group(body, meta)

    @rpc
    def list_savings_groups(self, page: int = 1, page_size: int = 100) -> Any:
        return self.desk.list_savings_groups(page, page_size)

    @rpc
    def allocate_capital(self, body: Json, meta: Meta) -> Any:
        return self.desk.allocate_capital(body, meta)

    @rpc
    def list_capital_allocations(
        self, year: int | None = None, page: int = 1, page_size: int = 100
    ) -> Any:
        return self.desk.list_capital_allocations(year, page, page_size)

    @rpc
    def list_referrals(self, status: str | None = None, page: int = 1, page_size: int = 100) -> Any:
        return self.desk.list_referrals(status, page, page_size)

    @rpc
    def answer_referral(self, referral_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.answer_referral(referral_id, body, meta)

    @rpc
    def journey(self, person_id: str) -> Any:
        return self.desk.journey(person_id)

    @rpc
    def amend_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.amend_record(kind, record_id, body, meta)

    @rpc
    def void_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.void_record(kind, record_id, body, meta)

    @rpc
    def record_history(self, kind: str, record_id: str) -> Any:
        return self.desk.record_history(kind, record_id)
