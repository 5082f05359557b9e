"""The training service's entrypoints. Writes take ``body`` and ``meta``, lists ``page``."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Meta
from chassis.service import Application, ChassisService, rpc

from training.desk import build
from training.handlers import HANDLERS
from training.records import INDEXES

__all__ = ["TrainingService"]

Json = dict[str, Any]


class TrainingService(ChassisService):
    name = "training"
    desk = Application(build, handlers=HANDLERS, indexes=INDEXES)

    @rpc
    def define_occupation(self, body: Json, meta: Meta) -> Any:
        return self.desk.define_occupation(body, meta)

    @rpc
    def list_occupations(self, page: int = 1, page_size: int = 100) -> Any:
        return self.desk.list_occupations(page, page_size)

    @rpc
    def open_class(self, body: Json, meta: Meta) -> Any:
        return self.desk.open_class(body, meta)

    @rpc
    def list_classes(self, year: int | None = None, page: int = 1, page_size: int = 100) -> Any:
        return self.desk.list_classes(year, page, page_size)

    @rpc
    def get_class(self, class_id: str) -> Any:
        return self.desk.get_class(class_id)

    @rpc
    def enrol(self, class_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.enrol(class_id, body, meta)

    @rpc
    def list_enrolments(
        self,
        class_id: str | None = None,
        person_id: str | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Any:
        return self.desk.list_enrolments(class_id, person_id, page, page_size)

    @rpc
    def complete_enrolment(self, enrolment_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.complete_enrolment(enrolment_id, body, meta)

    @rpc
    def withdraw_enrolment(self, enrolment_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.withdraw_enrolment(enrolment_id, body, meta)

    @rpc
    def certify_enrolment(self, enrolment_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.certify_enrolment(enrolment_id, body, meta)

    @rpc
    def record_support_paid(self, enrolment_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.record_support_paid(enrolment_id, body, meta)

    @rpc
    def list_referrals(self, status: str | None = None, page: int = 1, page_size: int = 100) -> Any:
        return self.desk.list_referrals(status, page, page_size)

    @rpc
    def answer_referral(self, referral_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.answer_referral(referral_id, body, meta)

    @rpc
    def training_plan(self, year: int) -> Any:
        return self.desk.training_plan(year)

    @rpc
    def training_policies(self, on: str) -> Any:
        return self.desk.training_policies(on)

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
