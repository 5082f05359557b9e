"""Occupations: defined by hand, or by the first class that teaches one."""

from __future__ import annotations

from chassis.commands import Unit
from chassis.runtime import Meta

from training.desk.part import Json, Part
from training.domain import occupation
from training.records import OCCUPATION
from training.schemas import BODIES

__all__ = ["Occupations", "named"]


class Occupations(Part):
    def define_occupation(self, body: Json, meta: Meta) -> Json:
        """A receipt whose ``id`` is the code. Raises ``occupation_exists``."""
        self.call.require("school")
        values = BODIES["define_occupation"].read(body)
        asked = values.pop("code", None)
        details = occupation.Details(**values)

        def work(unit: Unit) -> Json:
            code, present = occupation.find_code(
                asked or details.name, lambda each: unit.load(OCCUPATION, each)
            )
            events = occupation.define(present, code, details)
            unit.save(OCCUPATION, code, events)
            return self.receipt(unit, OCCUPATION, code, ())

        return self.run(self.call.intent(meta, body), work)


def named(unit: Unit, text: str) -> tuple[str, list[occupation.OccupationEvent]]:
    """The code of an occupation named by code or name, and what lists it if nothing did yet."""
    code, present = occupation.find_code(text, lambda each: unit.load(OCCUPATION, each))
    if present is not None:
        return code, []
    return code, occupation.define(None, code, occupation.Details(name=text))
