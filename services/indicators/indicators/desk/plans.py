"""The plan file: what a changed one would make of the figures, and those that were counted."""

from __future__ import annotations

from chassis.clock import to_iso
from chassis.identity import SERVICE_ROLE

from indicators.desk.part import DeskPart, Json
from indicators.plan_communes import inherits, read_commune
from indicators.plan_file import PlanInvalid, read_plan
from indicators.previewing import preview, preview_commune
from indicators.schemas import PreviewPlan

__all__ = ["PlansDesk"]


class PlansDesk(DeskPart):
    def preview_plan(self, body: Json) -> Json:
        """What a changed plan file, ``{"text"}``, would make of this year's figures and the
        plan's: ``{"problems": ["path: what is wrong"], "changes": [{code, span, before,
        after}], "added", "removed", "unversioned", "version"}``. Nothing is stored. A file that
        ``inherits`` is a commune's and is read under the plan that is counted.
        """
        self._call.require("commune_leader", "ops", SERVICE_ROLE)
        text = PreviewPlan().read(body)["text"]
        plan = self._parts.plan
        try:
            if inherits(text):
                own = read_commune(text, plan)
                known = own.commune if own.commune in plan.communes else None
                return {"problems": [], **preview_commune(self._reading(None, None, known), own)}
            changed = read_plan(text)
        except PlanInvalid as error:
            return {"problems": error.problems}
        return {"problems": [], **preview(self._reading(None), changed)}

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
