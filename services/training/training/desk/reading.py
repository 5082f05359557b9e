"""What may be read, by whom: classes by everybody, persons by their school and the commune."""

from __future__ import annotations

from collections import Counter
from datetime import date

from chassis.errors import Invalid, NotFound
from chassis.paging import pages
from chassis.store import Row

from training import publishing
from training.desk.part import Json, Part
from training.domain.training_class import TrainingClass
from training.plan import yearly_plan
from training.policies import rule_view
from training.records import CLASS, ENROLMENT, OCCUPATION, REFERRAL, SUPPORT
from training.views import class_view, enrolment_view, occupation_view

__all__ = ["Reading"]


class Reading(Part):
    def list_occupations(self, page: int, page_size: int) -> Json:
        rows, total = self.store.page(OCCUPATION, {"listed": True}, **pages(page, page_size))
        return {"items": [occupation_view(row) for row in rows], "total": total}

    def list_classes(self, year: int | None, page: int, page_size: int) -> Json:
        """Newest first, of the year they start in where one is given; counts, no persons."""
        where = {"listed": True, **({} if year is None else {"year": year})}
        rows, total = self.store.page(CLASS, {**self.within(), **where}, **pages(page, page_size))
        learners = self._learners(rows)
        return {
            "items": [class_view(row, learners[row.state.id]) for row in rows],
            "total": total,
        }

    def get_class(self, class_id: str) -> Json:
        row = self._row(class_id)
        return class_view(row, self._learners([row])[class_id])

    def list_enrolments(
        self, class_id: str | None, person_id: str | None, page: int, page_size: int
    ) -> Json:
        """Of one class or of one person (merged duplicates included); exactly one is named."""
        self.call.require("school", "commune_officer")
        if (class_id is None) == (person_id is None):
            raise Invalid.of(class_id="required")
        if class_id is not None:
            if self.call.caller.role == "school":
                self.refuse_others(self._row(class_id).state.school)
            where: dict[str, str | list[str]] = {"class_id": class_id}
        else:
            where = {"person_id": self.identities(str(person_id))}
        rows, total = self.store.page(
            ENROLMENT, {**where, **self._bounds()}, **pages(page, page_size)
        )
        return {"items": [enrolment_view(row) for row in rows], "total": total}

    def journey(self, person_id: str) -> Json:
        """This service's facts about the person, oldest first; voided records left out.

        ``{"items": [{on, event, record_kind, record_id, data}], "total"}``.
        """
        self.call.require("school", "commune_officer")
        ids = self.identities(person_id)
        where = {"person_id": ids, **self._bounds()}
        items = [
            *publishing.told_of_referrals(
                row.state
                for row in self.store.find(REFERRAL, {"person_id": ids})
                if self.here(row.state.details.commune)
            ),
            *publishing.told_of_enrolments(r.state for r in self.store.find(ENROLMENT, where)),
            *publishing.told_of_supports(r.state for r in self.store.find(SUPPORT, where)),
        ]
        items.sort(key=lambda item: str(item["on"]))
        return {"items": items, "total": len(items)}

    def training_plan(self, year: int) -> Json:
        """The year's classes, demand and money, counted; see :func:`training.plan.yearly_plan`."""
        self.call.require("school", "commune_officer", "commune_leader", "city_viewer")
        classes = self.store.find(CLASS, {"listed": True, "year": year, **self.within()})
        ids = [row.state.id for row in classes]
        return yearly_plan(
            year,
            classes=[row.state for row in classes],
            enrolments=[r.state for r in self.store.find(ENROLMENT, {"class_id": ids})],
            referrals=[r.state for r in self.store.find(REFERRAL, {"year": year, **self.within()})],
            supports=[r.state for r in self.store.find(SUPPORT, {"year": year, **self.within()})],
        )

    def training_policies(self, on: str) -> Json:
        """The dated rules in force that day, each with its legal basis and status."""
        try:
            day = date.fromisoformat(on)
        except (TypeError, ValueError):
            raise Invalid.of(on="not_a_date") from None
        rules = [rule_view(rule) for rule in self.policies.on(day)]
        return {"items": rules, "total": len(rules)}

    def _bounds(self) -> dict[str, str]:
        """A school reads its own learners, an officer those of the commune."""
        if self.call.caller.role == "school":
            return {"school": self.call.caller.agency}
        return self.within()

    def _row(self, class_id: str) -> Row[TrainingClass]:
        record = self.ledger.log.load(CLASS.kind, class_id)
        if record is None:
            raise NotFound("not_found", {"record": CLASS.kind})
        return Row(version=record.version, state=CLASS.load(record.body))

    def _learners(self, rows: list[Row[TrainingClass]]) -> Counter[str]:
        ids = [row.state.id for row in rows]
        found = self.store.find(ENROLMENT, {"place_in": ids}) if ids else []
        return Counter(row.state.class_id for row in found)
