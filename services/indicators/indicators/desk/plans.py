"""The plan's files: what changed ones would make of the figures, and those that were counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chassis.clock import to_iso
from chassis.errors import Invalid
from chassis.identity import SERVICE_ROLE

from indicators.desk.part import DeskPart, Json
from indicators.domain.plan import Plan
from indicators.kept_plans import Edition, Generation
from indicators.known_plans import plan_as_kept
from indicators.plan_changes import changes, names
from indicators.plan_communes import inherits, with_communes
from indicators.plan_file import read_plan
from indicators.plan_problems import PlanInvalid, Problem
from indicators.previewing import preview
from indicators.schemas import PreviewPlan

__all__ = ["PlansDesk"]

MOST_LETTERS = 1_000_000


class PlansDesk(DeskPart):
    def preview_plan(self, body: Json) -> Json:
        """What other plan files would make of this year's figures and the plan's: ``{"problems":
        [{file, path, vi, en}]}``, or without any the answer of :func:`previewing.preview` with
        the names of :meth:`plan_versions`. Nothing is stored.

        ``{"files": [{"name", "text"}]}``: a whole plan file with the files of its communes, or
        communes' files alone, which inherit and are read under the plan that is counted.
        """
        self._call.require("commune_leader", "ops", SERVICE_ROLE)
        files = [(each["name"], each["text"]) for each in PreviewPlan().read(body)["files"]]
        if sum(len(text) for _, text in files) > MOST_LETTERS:
            raise Invalid.of(files="too_long")
        try:
            changed, only = _planned(self._parts.plan, files)
        except PlanInvalid as error:
            return {"problems": [each.told() for each in error.problems]}
        found = preview(self._reading(None), changed, only)
        return {"problems": [], **found, **_names(self._parts.plan, changed)}

    def plan_versions(self) -> Json:
        """``{"items": [{generation, version, digest, since, text, communes: [{commune, text}],
        changed}], "total", "indicators": {code: {vi, en, kind, unit}}, "commune_names"}``: all
        plan files that were counted, the present ones last. ``changed`` against those before
        (``plan_changes.changes``); null of the first, and where today's validator does not read
        them any more.
        """
        items: list[Json] = []
        plans: list[Plan | None] = []
        for generation in self._parts.store.generations():
            for edition in generation.editions or (Edition(since=generation.since, files={}),):
                plan = plan_as_kept(generation.text, edition.files)
                before = plans[-1] if plans else None
                known = changes(before, plan) if before is not None and plan is not None else None
                items.append({**_item(generation, edition), "changed": known})
                plans.append(plan)
        read = [plan for plan in plans if plan is not None]
        return {"items": items, "total": len(items), **_names(*read, self._parts.plan)}


def _item(generation: Generation, edition: Edition) -> Json:
    return {
        "generation": generation.number,
        "version": generation.version,
        "digest": generation.plan,
        "since": to_iso(edition.since),
        "text": generation.text,
        "communes": [{"commune": code, "text": text} for code, text in edition.files.items()],
    }


def _names(*plans: Plan) -> Json:
    """How indicators and communes are called, by the last plan that has them."""
    communes: Json = {}
    for plan in plans:
        communes |= plan.commune_names
    return {"indicators": names(*plans), "commune_names": communes}


def _planned(present: Plan, files: Iterable[tuple[str, str]]) -> tuple[Plan, list[str] | None]:
    """The plan as these files would make it, and the communes whose files alone change.

    Raises :class:`PlanInvalid`.
    """
    whole: dict[str, str] = {}
    own: dict[str, str] = {}
    for name, text in files:
        if name in whole or name in own:
            raise PlanInvalid([Problem(code="name_twice", file=name)])
        (own if inherits(text, name) else whole)[name] = text
    if len(whole) > 1:
        raise PlanInvalid([Problem(code="plan_twice", file=name) for name in whole])
    for name, text in whole.items():
        return with_communes(read_plan(text, name), own), None
    changed = with_communes(replace(present, communes={}), own).communes
    return replace(present, communes={**present.communes, **changed}), sorted(changed)
