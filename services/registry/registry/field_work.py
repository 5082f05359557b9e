"""More entrypoints of the registry: needs, referrals, outreach, visits, feedback, surveys."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Meta
from chassis.service import rpc

__all__ = ["FieldWork"]

Json = dict[str, Any]


class FieldWork:
    """Mixed into the service."""

    desk: Any

    @rpc
    def record_need(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.record_need(person_id, body, meta)

    @rpc
    def withdraw_need(self, need_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.withdraw_need(need_id, body, meta)

    @rpc
    def list_needs(self, person_id: str) -> Any:
        return self.desk.list_needs(person_id)

    @rpc
    def make_referral(self, body: Json, meta: Meta) -> Any:
        return self.desk.make_referral(body, meta)

    @rpc
    def list_referrals(
        self,
        to: str | None = None,
        status: str | None = None,
        page: int = 1,
        page_size: int = 50,
        overdue: bool = False,
    ) -> Any:
        return self.desk.list_referrals(to, status, page, page_size, overdue)

    @rpc
    def record_outreach(self, body: Json, meta: Meta) -> Any:
        return self.desk.record_outreach(body, meta)

    @rpc
    def record_feedback(self, body: Json, meta: Meta) -> Any:
        return self.desk.record_feedback(body, meta)

    @rpc
    def answer_feedback(self, feedback_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.answer_feedback(feedback_id, body, meta)

    @rpc
    def list_feedback(
        self,
        page: int = 1,
        page_size: int = 50,
        status: str | None = None,
        naming: str | None = None,
    ) -> Any:
        return self.desk.list_feedback(page, page_size, status, naming)

    @rpc
    def needs_summary(self, year: int, by: str = "village") -> Any:
        return self.desk.needs_summary(year, by)

    @rpc
    def plan_visits(self, body: Json, meta: Meta) -> Any:
        return self.desk.plan_visits(body, meta)

    @rpc
    def cancel_visits(self, plan_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.cancel_visits(plan_id, body, meta)

    @rpc
    def outreach_coverage(self, round: str) -> Any:
        return self.desk.outreach_coverage(round)

    @rpc
    def list_rounds(self) -> Any:
        return self.desk.list_rounds()

    @rpc
    def not_reached(self, plan_id: str, page: int = 1, page_size: int = 50) -> Any:
        return self.desk.not_reached(plan_id, page, page_size)

    @rpc
    def visit_list(self, plan_id: str, layout: str = "call") -> Any:
        return self.desk.visit_list(plan_id, layout)

    @rpc
    def list_labour_surveys(self, page: int = 1, page_size: int = 50) -> Any:
        return self.desk.list_labour_surveys(page, page_size)

    @rpc
    def record_labour_survey(self, body: Json, meta: Meta) -> Any:
        return self.desk.record_labour_survey(body, meta)
