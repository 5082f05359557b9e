"""Reading a plan file: YAML to :class:`~indicators.domain.plan.Plan`, with precise errors."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from indicators.domain.days import Day
from indicators.domain.plan import Indicator, Plan, Source, Text
from indicators.domain.reach import FEEDS
from indicators.plan_communes import with_communes
from indicators.plan_measures import KINDS, read_measure, unit_misfit
from indicators.plan_node import Node, in_commas, loaded
from indicators.plan_problems import PlanInvalid, Problem
from indicators.plan_targets import target_in, text_in
from indicators.plan_vocabulary import GROUPS, LEVELS

__all__ = ["PlanInvalid", "default_plan", "read_plan"]

ENGINE = 6
"""Raised when stored figures are laid out anew: they are then counted as for a changed plan."""

UNKNOWN = "0001-01-01"
"""Where a day should stand and does not: noted as a problem."""

UNITS = ("person", "household", "class")


def default_plan() -> Plan:
    """The plan this installation counts: the file ``VIECLAM_PLAN`` names, with the communes'
    files in the folder ``communes`` beside it; else xã Hưng Đạo's, as it comes with the service.
    """
    named = os.environ.get("VIECLAM_PLAN")
    if not named:
        resource = files("indicators") / "plans" / "hung-dao-2026-2030.yaml"
        return read_plan(resource.read_text(encoding="utf-8"))
    path = Path(named)
    city = read_plan(_text(path, path.name), path.name)
    folder = path.parent / "communes"
    communes = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))
    names = {f"communes/{each.name}": each for each in communes}
    return with_communes(city, {name: _text(each, name) for name, each in names.items()})


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanInvalid([Problem(code="unreadable", file=name)]) from error


def read_plan(text: str, name: str = "") -> Plan:
    """The plan of a YAML text. Raises :class:`PlanInvalid` with every problem, each with the
    ``name`` of the file.
    """
    problems: list[Problem] = []
    try:
        root = Node(loaded(text), "", problems)
        plan = _plan(root, sha256(f"{ENGINE}\n{text}".encode()).hexdigest()[:16])
        if problems or plan is None:
            raise PlanInvalid(problems)
    except PlanInvalid as error:
        raise error.of_file(name) from error
    return replace(plan, text=text)


def _plan(root: Node, digest: str) -> Plan | None:
    root.only(
        "plan", "version", "commune", "title", "period", "groups",
        "group_sets", "level_sets", "sources", "indicators", "further",
    )  # fmt: skip
    groups = {}
    for key, node in root.child("groups").items():
        if key not in GROUPS:
            node.problem("unknown_group", known=in_commas(sorted(GROUPS)))
        groups[key] = text_in(node)
    sets = {"priority": frozenset(groups)}
    for name, node in root.child("group_sets", optional=True).items():
        if name == "priority":
            node.problem("set_of_all")
        sets[name] = frozenset(node.words(groups))
    levels: dict[str, frozenset[str]] = {
        name: frozenset(node.words(LEVELS))
        for name, node in root.child("level_sets", optional=True).items()
    }
    period = root.child("period")
    first, last = _day(period.child("from")), _day(period.child("to"))
    if UNKNOWN in (first, last):
        pass  # said already
    elif first >= last:
        period.problem("period_backwards")
    elif first[5:] != "01-01" or last[5:] != "12-31":
        period.problem("period_part_years")
    code, version = root.child("plan").text(), root.child("version").whole()
    commune, title = root.child("commune").unit_code(), text_in(root.child("title"))
    sources: dict[str, Source] = {}
    for feed, node in root.child("sources", optional=True).items():
        if feed not in FEEDS.values():
            node.problem("unknown_feed", known=in_commas(FEEDS.values()))
        sources[feed] = _source(node)
    indicators: list[Indicator] = []
    rows = [(node, False) for node in root.child("indicators").rows()]
    rows += [(node, True) for node in root.child("further", optional=True).rows()]
    for node, further in rows:
        indicator = _indicator(node, groups, sets, levels, (first, last), further=further)
        if indicator is None:
            continue
        if any(each.code == indicator.code for each in indicators):
            node.problem("code_twice", code=indicator.code)
        indicators.append(indicator)
    if root.problems:
        return None
    return Plan(
        code=code,
        version=version,
        commune=commune,
        title=title,
        first=first,
        last=last,
        groups=groups,
        indicators=tuple(indicators),
        digest=digest,
        sources=sources,
    )


def _source(node: Node) -> Source:
    node.only("vi", "en", "silent_after_days")
    return Source(
        owner=Text(vi=node.child("vi").text(), en=node.child("en").text()),
        silent_after_days=node.child("silent_after_days").whole(),
    )


def _indicator(
    node: Node,
    groups: dict[str, Text],
    sets: dict[str, frozenset[str]],
    levels: dict[str, frozenset[str]],
    period: tuple[Day, Day],
    *,
    further: bool,
) -> Indicator | None:
    node.only(
        "code", "name", "clause", "kind", "unit", "version",
        "target", "source", "reading", "measure",
    )  # fmt: skip
    code = node.child("code").code()
    kind = node.child("kind").one_of(tuple(dict.fromkeys(KINDS.values())))
    unit = node.child("unit").one_of(UNITS)
    measure = read_measure(node.child("measure"), groups, sets, levels)
    if measure is None:
        return None
    fitting = KINDS[type(measure)]
    if kind != fitting and kind in KINDS.values():
        node.problem("kind_misfit", kind=kind, fitting=fitting)
    elif (misfit := unit_misfit(unit, measure)) is not None:
        node.child("unit").problem(misfit)
    reading = node.child("reading", optional=True)
    return Indicator(
        code=code,
        name=text_in(node.child("name")),
        clause=node.child("clause").text(),
        kind=kind,
        unit=unit,
        measure=measure,
        target=target_in(node.child("target"), fitting, period),
        source=text_in(node.child("source")),
        version=node.child("version").whole(),
        reading=text_in(reading) if reading.present else None,
        further=further,
    )


def _day(node: Node) -> str:
    value: Any = node.value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if node.present:
        node.problem("not_date")
    return UNKNOWN
