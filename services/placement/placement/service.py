"""The RPC entrypoints of the placement service. Rules stand in ``domain``, steps in ``desk``."""

from __future__ import annotations

from typing import Any

from chassis.service import Application, ChassisService, rpc

from placement.desk import build
from placement.handlers import HANDLERS
from placement.store import INDEXES

__all__ = ["PlacementService"]


class PlacementService(ChassisService):
    name = "placement"
    desk = Application(build, handlers=HANDLERS, indexes=INDEXES)

    @rpc
    def register_employer(self, body: Any, meta: Any) -> Any:
        return self.desk.register_employer(body=body, meta=meta)

    @rpc
    def list_employers(self, page: int = 1, page_size: int = 50) -> Any:
        return self.desk.list_employers(page=page, page_size=page_size)

    @rpc
    def register_vacancy(self, body: Any, meta: Any) -> Any:
        return self.desk.register_vacancy(body=body, meta=meta)

    @rpc
    def list_vacancies(
        self, employer_id: str | None = None, page: int = 1, page_size: int = 50
    ) -> Any:
        return self.desk.list_vacancies(employer_id=employer_id, page=page, page_size=page_size)

    @rpc
    def register_job_fair(self, body: Any, meta: Any) -> Any:
        return self.desk.register_job_fair(body=body, meta=meta)

    @rpc
    def list_job_fairs(self, page: int = 1, page_size: int = 50) -> Any:
        return self.desk.list_job_fairs(page=page, page_size=page_size)

    @rpc
    def give_service(self, body: Any, meta: Any) -> Any:
        return self.desk.give_service(body=body, meta=meta)

    @rpc
    def list_services(
        self, person_id: str | None = None, page: int = 1, page_size: int = 50
    ) -> Any:
        return self.desk.list_services(person_id=person_id, page=page, page_size=page_size)

    @rpc
    def start_placement(self, body: Any, meta: Any) -> Any:
        return self.desk.start_placement(body=body, meta=meta)

    @rpc
    def confirm_placement(self, placement_id: str, body: Any, meta: Any) -> Any:
        return self.desk.confirm_placement(placement_id=placement_id, body=body, meta=meta)

    @rpc
    def end_placement(self, placement_id: str, body: Any, meta: Any) -> Any:
        return self.desk.end_placement(placement_id=placement_id, body=body, meta=meta)

    @rpc
    def check_retention(self, placement_id: str, body: Any, meta: Any) -> Any:
        return self.desk.check_retention(placement_id=placement_id, body=body, meta=meta)

    @rpc
    def grant_contribution_support(self, placement_id: str, body: Any, meta: Any) -> Any:
        return self.desk.grant_contribution_support(placement_id=placement_id, body=body, meta=meta)

    @rpc
    def list_placements(
        self, person_id: str | None = None, page: int = 1, page_size: int = 50
    ) -> Any:
        return self.desk.list_placements(person_id=person_id, page=page, page_size=page_size)

    @rpc
    def list_referrals(self, status: str | None = None, page: int = 1, page_size: int = 50) -> Any:
        return self.desk.list_referrals(status=status, page=page, page_size=page_size)

    @rpc
    def answer_referral(self, referral_id: str, body: Any, meta: Any) -> Any:
        return self.desk.answer_referral(referral_id=referral_id, body=body, meta=meta)

    @rpc
    def matches(self, person_id: str, page: int = 1, page_size: int = 50) -> Any:
        return self.desk.matches(person_id=person_id, page=page, page_size=page_size)

    @rpc
    def journey(self, person_id: str) -> Any:
        return self.desk.journey(person_id=person_id)

    @rpc
    def amend_record(self, kind: str, record_id: str, body: Any, meta: Any) -> Any:
        return self.desk.amend_record(kind=kind, record_id=record_id, body=body, meta=meta)

    @rpc
    def void_record(self, kind: str, record_id: str, body: Any, meta: Any) -> Any:
        return self.desk.void_record(kind=kind, record_id=record_id, body=body, meta=meta)

    @rpc
    def record_history(self, kind: str, record_id: str) -> Any:
        return self.desk.record_history(kind=kind, record_id=record_id)
