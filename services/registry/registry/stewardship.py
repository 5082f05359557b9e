"""More entrypoints of the registry: what keeps the records right and the persons' rights."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Meta
from chassis.service import rpc

__all__ = ["Stewardship"]

Json = dict[str, Any]


class Stewardship:
    """Mixed into the service."""

    desk: Any

    @rpc
    def erase_person(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.erase_person(person_id, body, meta)

    @rpc
    def person_history(self, person_id: str, purpose: str = "") -> Any:
        return self.desk.person_history(person_id, purpose)

    @rpc
    def export_person(self, person_id: str) -> Any:
        return self.desk.export_person(person_id)

    @rpc
    def compare_people(self, person_id: str, other_id: str) -> Any:
        return self.desk.compare_people(person_id, other_id)

    @rpc
    def record_land_recovery(self, household_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.record_land_recovery(household_id, body, meta)

    @rpc
    def amend_land_recovery(
        self, household_id: str, recovery_id: str, body: Json, meta: Meta
    ) -> Any:
        return self.desk.amend_land_recovery(household_id, recovery_id, body, meta)

    @rpc
    def void_land_recovery(
        self, household_id: str, recovery_id: str, body: Json, meta: Meta
    ) -> Any:
        return self.desk.void_land_recovery(household_id, recovery_id, body, meta)

    # -- evidence and ages ------------------------------------------------------------------

    @rpc
    def list_expiring(
        self, within_days: int = 60, purpose: str = "", page: int = 1, page_size: int = 50
    ) -> Any:
        return self.desk.list_expiring(within_days, purpose, page, page_size)

    @rpc
    def list_group_policies(self) -> Any:
        return self.desk.list_group_policies()

    @rpc
    def list_tasks(self, status: str = "open", page: int = 1, page_size: int = 50) -> Any:
        return self.desk.list_tasks(status, page, page_size)

    @rpc
    def decide_task(self, task_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.decide_task(task_id, body, meta)

    # -- the data-subject desk ----------------------------------------------------------------

    @rpc
    def data_subject(self, person_id: str) -> Any:
        return self.desk.data_subject(person_id)

    @rpc
    def receive_request(self, body: Json, meta: Meta) -> Any:
        return self.desk.receive_request(body, meta)

    @rpc
    def answer_request(self, request_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.answer_request(request_id, body, meta)

    @rpc
    def extend_request(self, request_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.extend_request(request_id, body, meta)

    @rpc
    def complete_request(self, request_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.complete_request(request_id, body, meta)

    @rpc
    def list_requests(
        self,
        status: str = "open",
        person_id: str | None = None,
        page: int = 1,
        page_size: int = 50,
    ) -> Any:
        return self.desk.list_requests(status, person_id, page, page_size)

    @rpc
    def record_consent(self, body: Json, meta: Meta) -> Any:
        return self.desk.record_consent(body, meta)

    @rpc
    def withdraw_consent(self, consent_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.withdraw_consent(consent_id, body, meta)

    @rpc
    def list_consents(self, person_id: str) -> Any:
        return self.desk.list_consents(person_id)

    @rpc
    def restrict_processing(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.restrict_processing(person_id, body, meta)

    @rpc
    def lift_restriction(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.lift_restriction(person_id, body, meta)

    @rpc
    def list_retention(self) -> Any:
        return self.desk.list_retention()

    @rpc
    def record_breach(self, body: Json, meta: Meta) -> Any:
        return self.desk.record_breach(body, meta)

    @rpc
    def report_breach(self, breach_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.report_breach(breach_id, body, meta)

    @rpc
    def list_breaches(self, page: int = 1, page_size: int = 50) -> Any:
        return self.desk.list_breaches(page, page_size)
