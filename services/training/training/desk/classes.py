"""Classes are opened by the school that teaches them."""

from __future__ import annotations

from dataclasses import replace

from chassis.commands import Unit
from chassis.runtime import Meta

from training import publishing
from training.desk.occupations import Occupations
from training.desk.part import Json
from training.domain import training_class
from training.records import CLASS, OCCUPATION
from training.schemas import BODIES

__all__ = ["Classes"]


class Classes(Occupations):
    def open_class(self, body: Json, meta: Meta) -> Json:
        """A class, and its occupation where that is not listed yet."""
        self.call.require("school")
        values = BODIES["open_class"].read(body)
        commune = self.commune_of(values.pop("commune", None))
        details = training_class.ClassDetails(**values)
        class_id = self.call.new_id(meta, "class")
        intent = self.call.intent(meta, body)

        def work(unit: Unit) -> Json:
            code, new = self.named(unit, details.occupation)
            taught = replace(details, occupation=code)
            events = training_class.open_class(
                class_id, school=self.call.caller.agency, commune=commune, details=taught
            )
            unit.save(CLASS, class_id, events, publishing.of_class(None))
            if new:
                unit.save(OCCUPATION, code, new)
            return self.receipt(unit, CLASS, class_id, self.policies.class_remarks(taught))

        return self.run(intent, work)
