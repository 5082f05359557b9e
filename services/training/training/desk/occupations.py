"""Occupations: defined by hand, or by the first class that teaches one."""

from __future__ import annotations

from chassis.commands import Unit
from chassis.runtime import Meta

from training.desk.part import Json, Part
from training.domain import occupation
from training.domain.answers import Remark
from training.records import OCCUPATION
from training.schemas import BODIES

__all__ = ["Occupations"]


class Occupations(Part):
    def define_occupation(self, body: Json, meta: Meta) -> Json:
        """A receipt whose ``id`` is the code. Raises ``occupation_exists``."""
        self.call.require("school")
        values = BODIES["define_occupation"].read(body)
        asked = values.pop("code", None)
        details = occupation.Details(**values)

        def work(unit: Unit) -> Json:
            alike = self._by_name(occupation.name_key(details.name))
            code, present = self.find_occupation(unit, asked or details.name)
            events = occupation.define(present, code, details)
            unit.save(OCCUPATION, code, events)
            told = [] if alike is None else [_listed_as(alike)]
            return self.receipt(unit, OCCUPATION, code, told)

        return self.run(self.call.intent(meta, body), work)

    def find_occupation(self, unit: Unit, text: str) -> tuple[str, occupation.Occupation | None]:
        """The code for a code or a name, and the occupation where it is listed."""
        return occupation.find_code(text, lambda each: unit.load(OCCUPATION, each), self._by_name)

    def named(self, unit: Unit, text: str) -> tuple[str, list[occupation.OccupationEvent]]:
        """The code of what a class teaches, and what lists it if nothing did yet."""
        code, present = self.find_occupation(unit, text)
        if present is not None:
            return code, []
        return code, occupation.define(None, code, occupation.Details(name=text))

    def _by_name(self, key: str) -> occupation.Occupation | None:
        found = self.store.find(OCCUPATION, {"name": key})
        return found[0].state if found else None


def _listed_as(alike: occupation.Occupation) -> Remark:
    return Remark(code="name_listed", field="name", fact={"occupation": alike.id})
