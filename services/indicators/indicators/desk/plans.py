"""The plan file: what a changed one would make of the figures, and those that were counted."""

from __future__ import annotations

from chassis.clock import to_iso
from chassis.identity import SERVICE_ROLE

from indicators.desk.part import DeskPart, Json
from indicators.domain.plan import Plan
from indicators.plan_communes import inherits, with_commune, with_communes
from indicators.plan_file import read_plan
from indicators.plan_problems import PlanInvalid
from indicators.previewing import preview
from indicators.schemas import PreviewPlan

__all__ = ["PlansDesk"]


class PlansDesk(DeskPart):
    def preview_plan(self, body: Json) -> Json:
        """What a changed plan would make of this year's figures and the plan's: ``{"problems":
        [{file, path, vi, en}]}``, or without any the answer of :func:`previewing.preview`.
        Nothing is stored.

        ``{"text", "name"?, "communes"?: [{"name", "text"}]}``: a whole plan file with the files
        of its communes, or the file of one commune, which ``inherits`` and is read under the plan
        that is counted.
        """
        self._call.require("commune_leader", "ops", SERVICE_ROLE)
        asked = PreviewPlan().read(body)
        try:
            changed, only = self._changed(asked)
        except PlanInvalid as error:
            return {"problems": [each.told() for each in error.problems]}
        return {"problems": [], **preview(self._reading(None), changed, only)}

    def _changed(self, asked: Json) -> tuple[Plan, str | None]:
        """The plan as it would be, and the commune whose file alone changes."""
        text, name, present = asked["text"], asked.get("name") or "", self._parts.plan
        if inherits(text, name):
            return with_commune(present, text, name)
        files = {each["name"]: each["text"] for each in asked.get("communes") or ()}
        return with_communes(read_plan(text, name), files), None

    def plan_versions(self) -> Json:
        """``{"items": [{generation, version, digest, since, text}], "total"}``: every plan file
        that was counted, the present one last.
        """
        found = [
            {
                "generation": each.number,
                "version": each.version,
                "digest": each.plan,
                "since": to_iso(each.since),
                "text": each.text,
            }
            for each in self._parts.store.generations()
        ]
        return {"items": found, "total": len(found)}
