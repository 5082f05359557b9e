"""The plan files under which figures were known at a past moment: their targets and definitions,
not today's, stand beside the figures of that time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from indicators.domain.plan import Plan
from indicators.kept_plans import Generation
from indicators.plan_communes import with_communes
from indicators.plan_file import read_plan
from indicators.plan_problems import PlanInvalid
from indicators.store import Store

__all__ = ["plan_as_kept", "plan_at"]

Files = tuple[tuple[str, str], ...]


def plan_at(store: Store, present: Plan, moment: datetime) -> Plan:
    """The plan of the generation known then, with its communes' files of then. The present one
    where these are the same files, or where nothing can be read of the former any more (the
    validator has learnt since).
    """
    known = [each for each in store.generations() if each.since <= moment]
    if not known or not known[-1].text:
        return present
    files = _files_at(known[-1], moment)
    if known[-1].text == present.text and files == _files_of(present):
        return present
    return plan_as_kept(known[-1].text, files) or present


def _files_at(generation: Generation, moment: datetime) -> Mapping[str, str]:
    """Before the first edition: the first."""
    known = [each for each in generation.editions if each.since <= moment]
    held = (known or generation.editions[:1])[-1:]
    return held[0].files if held else {}


def _files_of(plan: Plan) -> Mapping[str, str]:
    return {commune: own.text for commune, own in plan.communes.items()}


def plan_as_kept(text: str, files: Mapping[str, str]) -> Plan | None:
    """The plan of files that were counted once; None where they cannot be read any more."""
    return _read(text, tuple(sorted(files.items())))


@lru_cache(maxsize=64)
def _read(text: str, files: Files) -> Plan | None:
    try:
        return with_communes(read_plan(text), dict(files))
    except PlanInvalid:
        return None
