"""Households: registered, their poverty reviewed, found again."""

from __future__ import annotations

from typing import Any

from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import publishing, schemas
from registry.domain import households, person_rules
from registry.domain.intervals import Interval
from registry.domain.people import Poverty
from registry.domain.text import fold
from registry.identities import stored
from registry.land import reached
from registry.office import OFFICER, DeskPart, receipt, warning
from registry.registering import village_doubts
from registry.views import household_view
from registry.words import Words

__all__ = ["HouseholdDesk"]

Json = dict[str, Any]


def _poverty(rows: list[Json]) -> tuple[Poverty, ...]:
    return tuple(
        Poverty(status=row["status"], time=Interval(start=row["start"], end=row["end"]))
        for row in sorted(rows, key=lambda row: row["start"])
    )


class HouseholdDesk(DeskPart):
    def register_household(self, body: Json, meta: Meta) -> Json:
        """A household of the caller's commune; another one of that code only warns."""
        self.call.require(OFFICER)
        commune = self.commune()
        read = schemas.HOUSEHOLD.read(body)
        household_id = self.call.new_id(meta, "household")

        def work(unit: Unit) -> Json:
            words = Words(unit, self.office.records)
            events = households.register(
                household_id,
                code=read["code"],
                commune=commune,
                village=words.village(commune, read["village"]),
                poverty=_poverty(read["poverty"]),
                today=unit.intent.today,
            )
            unit.save(self.office.records.household, household_id, events)
            words.save()
            doubts = self._code_doubts(read["code"], household_id) + village_doubts(words)
            return receipt(household_id, 1, doubts)

        return self.run(meta, work, "register_household", body)

    def _code_doubts(self, code: str, household_id: str) -> list[Json]:
        same = self.office.finder.find("household", {"code_key": fold(code)}, limit=2)
        others = [each.id for each in same if each.id != household_id]
        return [warning("duplicate_household_code", "code", household_id=o) for o in others]

    def amend_household(self, household_id: str, body: Json, meta: Meta) -> Json:
        """Code, village, or the whole poverty history as it is now known.

        Every member's own stream takes the new poverty in the same transaction.
        """
        self.call.require(OFFICER)
        read = schemas.AMEND_HOUSEHOLD.read(body)

        def work(unit: Unit) -> Json:
            records = self.office.records
            household = self._loaded(unit, household_id)
            words = Words(unit, records)
            village = read.get("village")
            poverty = _poverty(read["poverty"]) if "poverty" in read else household.poverty
            events = households.amend(
                household,
                code=read.get("code", household.code),
                village=words.village(household.commune, village) if village else household.village,
                poverty=poverty,
                today=unit.intent.today,
            )
            after = unit.save(records.household, household_id, events)
            if (after.village, after.poverty) != (household.village, household.poverty):
                self._tell_members(unit, after)
            words.save()
            version = unit.version(records.household, household_id)
            return receipt(household_id, version, village_doubts(words))

        return self.run(meta, work, "amend_household", household_id, body)

    def _tell_members(self, unit: Unit, household: households.Household) -> None:
        today = unit.intent.today
        for person_id in households.members_since(household):
            person = unit.load(self.office.records.person, person_id)
            if person is None:
                continue
            unit.save(
                self.office.records.person,
                person_id,
                person_rules.copy_household(person, household),
                lambda state: [publishing.person_profiled(state, today)],
            )

    def _loaded(self, unit: Unit, household_id: str) -> households.Household:
        household = unit.load(self.office.records.household, household_id)
        if household is None:
            raise NotFound("no_such_household")
        return household

    def get_household(self, household_id: str) -> Json:
        """With its land recoveries, and who holds the group by each (``held_by``)."""
        self.call.require(OFFICER)
        record = self.office.ledger.log.load("household", household_id)
        if record is None:
            raise NotFound("no_such_household")
        household = self.office.records.household.load(record.body)
        view = household_view(household, record.version)
        for shown, each in zip(view["land"], household.land, strict=True):
            shown["held_by"] = reached(stored(self.office), household, each)
        return view

    def list_households(
        self,
        village: str | None = None,
        page: int = 1,
        page_size: int = 50,
        code: str | None = None,
    ) -> Json:
        """By code; ``village`` is a village of the caller's commune, ``code`` a whole code."""
        self.call.require(OFFICER)
        where = {"village_term": f"v:{self.village_id(self.commune(), village)}"} if village else {}
        if code:
            where["code_key"] = fold(code)
        return self.listed(
            self.office.records.household,
            where,
            sort=("code_key", 1),
            page=page,
            page_size=page_size,
            view=household_view,
        )
