"""Land recovered from a household: recorded, corrected, voided, with all its members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from chassis.commands import Unit
from chassis.errors import NotFound
from chassis.runtime import Meta

from registry import schemas
from registry.domain import households, land
from registry.domain.households import Household
from registry.domain.land import LandRecovery
from registry.domain.people import Evidence
from registry.land import reached, recovery_id_of, settle, undecided
from registry.land_schemas import AMEND_LAND_RECOVERY, LAND_RECOVERY
from registry.office import OFFICER, DeskPart, receipt, warning

__all__ = ["LandDesk"]

Json = dict[str, Any]
Decide = Callable[[Household], tuple[str, list[land.Event]]]


class LandDesk(DeskPart):
    def record_land_recovery(self, household_id: str, body: Json, meta: Meta) -> Json:
        """A decision about the household's land. Its members who lived there on that day and
        were old enough hold the group by it; answers ``recovery_id``."""
        self.call.require(OFFICER)
        read = LAND_RECOVERY.read(body)

        def decide(household: Household) -> tuple[str, list[land.Event]]:
            recovery = LandRecovery(
                recovery_id=recovery_id_of(household, read["number"]),
                on=read["on"],
                paper=_paper(Evidence(document=land.DOCUMENT), read),
                land=read["land"],
                area=read["area"],
                included=tuple(dict.fromkeys(read["include"])),
                left_out=tuple(dict.fromkeys(read["leave_out"])),
            )
            events = land.record(household.land, recovery, today=self.call.clock.today())
            return recovery.recovery_id, events

        return self._carried_out("record_land_recovery", household_id, body, meta, decide, read)

    def amend_land_recovery(
        self, household_id: str, recovery_id: str, body: Json, meta: Meta
    ) -> Json:
        """Another day, paper, area, or whom it reaches; ``reason``, ``reason_note``: why."""
        self.call.require(OFFICER)
        read = AMEND_LAND_RECOVERY.read(body)

        def decide(household: Household) -> tuple[str, list[land.Event]]:
            present = _present(household, recovery_id)
            changes: Json = {name: read[name] for name in ("on", "land", "area") if name in read}
            for name, field in (("include", "included"), ("leave_out", "left_out")):
                if name in read:
                    changes[field] = tuple(dict.fromkeys(read[name]))
            recovery = replace(present, paper=_paper(present.paper, read), **changes)
            events = land.amend(household.land, recovery, today=self.call.clock.today())
            return recovery_id, events

        return self._carried_out(
            "amend_land_recovery", household_id, {**body, "of": recovery_id}, meta, decide, read
        )

    def void_land_recovery(
        self, household_id: str, recovery_id: str, body: Json, meta: Meta
    ) -> Json:
        """It never was: nobody of the household holds the group by it."""
        self.call.require(OFFICER)
        read = schemas.VOID.read(body)

        def decide(household: Household) -> tuple[str, list[land.Event]]:
            return recovery_id, land.void(household.land, recovery_id, read["reason_code"])

        said = {"reason_note": read["note"]}
        return self._carried_out(
            "void_land_recovery", household_id, {**body, "of": recovery_id}, meta, decide, said
        )

    def _carried_out(
        self, name: str, household_id: str, body: Json, meta: Meta, decide: Decide, said: Json
    ) -> Json:
        """Household and members in one transaction; the words are about all of them."""
        records = self.office.records

        def work(unit: Unit) -> Json:
            household = unit.load(records.household, household_id)
            if household is None:
                raise NotFound("no_such_household")
            for each in (*said.get("include", ()), *said.get("leave_out", ())):
                self.loaded_person(unit, each)
            recovery_id, events = decide(household)
            self.because(
                unit,
                said.get("reason_note"),
                *households.members_since(household),
                record_id=household_id,
                code=said.get("reason", ""),
            )
            after = unit.save(records.household, household_id, events)
            settle(unit, self.office, after)
            warnings = self._doubts(unit, after, _present(after, recovery_id))
            version = unit.version(records.household, household_id)
            return receipt(household_id, version, warnings, recovery_id=recovery_id)

        return self.run(meta, work, name, household_id, body)

    def _doubts(self, unit: Unit, household: Household, recovery: LandRecovery) -> list[Json]:
        """Warnings: whose age nobody can tell, nobody reached, a paper without its issuer."""
        if recovery.voided is not None:
            return []
        found = [
            warning("age_not_decidable", "birth_date", person_id=each)
            for each in undecided(unit, self.office, household, recovery)
        ]
        if not reached(lambda i: unit.load(self.office.records.person, i), household, recovery):
            found.append(warning("land_recovery_reaches_nobody"))
        if recovery.paper.issued_by is None:
            found.append(warning("evidence_incomplete"))
        return found


def _present(household: Household, recovery_id: str) -> LandRecovery:
    for each in household.land:
        if each.recovery_id == recovery_id:
            return each
    raise NotFound("no_such_land_recovery")


def _paper(paper: Evidence, read: Json) -> Evidence:
    names: Sequence[str] = ("number", "issued_by", "verified_by")
    return replace(paper, **{name: read[name] for name in names if name in read})
