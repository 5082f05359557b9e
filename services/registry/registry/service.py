"""The registry's entrypoints. Rules stand elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from chassis.runtime import Call, Meta, Runtime, loop, turning
from chassis.service import Application, ChassisService, rpc

from registry.build import Opened, open_office
from registry.desk import Desk
from registry.desk.erasing import finish_erasures
from registry.field_work import FieldWork
from registry.handlers import make_apply
from registry.indexes import INDEXES
from registry.stewardship import Stewardship
from registry.village_entrypoints import Villages

__all__ = ["RegistryService"]

Json = dict[str, Any]


class RegistryApplication(Application):
    """The chassis' application, with the importer beside it."""

    def __init__(self) -> None:
        super().__init__(
            self._open,
            apply=make_apply(lambda _runtime: self.opened.office),
            indexes=INDEXES,
            live=lambda _runtime: turning(self.opened.importer, time.monotonic),
        )
        self.opened: Opened

    def _open(self, runtime: Runtime) -> Callable[[Call], Desk]:
        self.opened = open_office(runtime)
        office = self.opened.office
        return lambda call: Desk(office, call)

    def start(self) -> None:
        super().start()
        finish_erasures(self.opened.office)
        self._loops.append(loop("importer", self.opened.importer.run))
        self._loops.append(loop("overdue", self.opened.overdue.run))
        if self.opened.census is not None:
            self._loops.append(loop("census", self.opened.census.run))

    def stop(self) -> None:
        """Finish the line in hand first: it needs the database that closes next."""
        self.opened.importer.stop()
        self.opened.overdue.stop()
        if self.opened.census is not None:
            self.opened.census.stop()
        super().stop()


class RegistryService(FieldWork, Stewardship, Villages, ChassisService):
    """People, households, groups, needs, referrals, outreach, feedback, surveys, lists."""

    name = "registry"
    desk = RegistryApplication()

    # -- people -----------------------------------------------------------------------

    @rpc
    def register_person(self, body: Json, meta: Meta) -> Any:
        return self.desk.register_person(body, meta)

    @rpc
    def amend_person(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.amend_person(person_id, body, meta)

    @rpc
    def get_person(self, person_id: str, purpose: str = "") -> Any:
        return self.desk.get_person(person_id, purpose)

    @rpc
    def search_people(
        self,
        q: str = "",
        village: str | None = None,
        group: str | None = None,
        page: int = 1,
        page_size: int = 50,
    ) -> Any:
        return self.desk.search_people(q, village, group, page, page_size)

    @rpc
    def names(self, person_ids: list[str], purpose: str = "") -> Any:
        return self.desk.names(person_ids, purpose)

    @rpc
    def journey(self, person_id: str) -> Any:
        return self.desk.journey(person_id)

    @rpc
    def list_accesses(self, person_id: str) -> Any:
        return self.desk.list_accesses(person_id)

    @rpc
    def record_person_left(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.record_person_left(person_id, body, meta)

    @rpc
    def add_group(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.add_group(person_id, body, meta)

    @rpc
    def amend_group(self, person_id: str, group_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.amend_group(person_id, group_id, body, meta)

    @rpc
    def void_group(self, person_id: str, group_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.void_group(person_id, group_id, body, meta)

    # -- duplicates -------------------------------------------------------------------

    @rpc
    def merge_person(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.merge_person(person_id, body, meta)

    @rpc
    def unmerge_person(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.unmerge_person(person_id, body, meta)

    @rpc
    def list_reviews(self, status: str = "open", page: int = 1, page_size: int = 50) -> Any:
        return self.desk.list_reviews(status, page, page_size)

    @rpc
    def decide_review(self, review_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.decide_review(review_id, body, meta)

    # -- households -------------------------------------------------------------------

    @rpc
    def register_household(self, body: Json, meta: Meta) -> Any:
        return self.desk.register_household(body, meta)

    @rpc
    def amend_household(self, household_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.amend_household(household_id, body, meta)

    @rpc
    def get_household(self, household_id: str) -> Any:
        return self.desk.get_household(household_id)

    @rpc
    def list_households(
        self,
        village: str | None = None,
        page: int = 1,
        page_size: int = 50,
        code: str | None = None,
    ) -> Any:
        return self.desk.list_households(village, page, page_size, code)

    # -- any record ---------------------------------------------------------------------

    @rpc
    def amend_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.amend_record(kind, record_id, body, meta)

    @rpc
    def void_record(self, kind: str, record_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.void_record(kind, record_id, body, meta)

    @rpc
    def record_history(self, kind: str, record_id: str) -> Any:
        return self.desk.record_history(kind, record_id)

    # -- lists ----------------------------------------------------------------------------

    @rpc
    def start_import(
        self,
        dry_run: bool,
        meta: Meta,
        filename: str = "",
        content_base64: str = "",
        as_of: str | None = None,
        mapping: Json | None = None,
        kind: str = "workers",
        of: str | None = None,
    ) -> Any:
        return self.desk.start_import(
            filename, content_base64, dry_run, as_of, meta, mapping, kind, of
        )

    @rpc
    def start_restricted_import(
        self,
        filename: str,
        content_base64: str,
        dry_run: bool,
        meta: Meta,
        purpose: str,
        as_of: str | None = None,
        mapping: Json | None = None,
        kind: str = "police",
        of: str | None = None,
    ) -> Any:
        return self.desk.start_restricted_import(
            filename, content_base64, dry_run, as_of, meta, purpose, mapping, kind, of
        )

    @rpc
    def get_import(self, import_id: str, with_rows: bool = True) -> Any:
        return self.desk.get_import(import_id, with_rows)

    @rpc
    def list_imports(self, page_size: int = 20) -> Any:
        return self.desk.list_imports(page_size)

    @rpc
    def propose_mapping(self, import_id: str) -> Any:
        return self.desk.propose_mapping(import_id)

    @rpc
    def list_import_rows(
        self,
        import_id: str,
        verdict: str | None = None,
        page: int = 1,
        page_size: int = 50,
        row: int | None = None,
    ) -> Any:
        return self.desk.list_import_rows(import_id, verdict, page, page_size, row)

    @rpc
    def correct_row(self, import_id: str, row: int, values: Json, meta: Meta) -> Any:
        return self.desk.correct_row(import_id, row, values, meta)

    @rpc
    def rejected_rows(self, import_id: str) -> Any:
        return self.desk.rejected_rows(import_id)

    @rpc
    def export_people(
        self,
        purpose: str,
        form: str = "xlsx",
        layout: str = "list",
        q: str = "",
        village: str | None = None,
        group: str | None = None,
        title: str = "",
    ) -> Any:
        return self.desk.export_people(purpose, form, layout, q, village, group, title)

    @rpc
    def list_template(self, kind: str) -> Any:
        return self.desk.list_template(kind)

    @rpc
    def list_occupations(self) -> Any:
        return self.desk.list_occupations()
