"""Reading a plan file: YAML to :class:`~indicators.domain.plan.Plan`, with precise errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from indicators.domain.plan import Goal, Indicator, Plan, Target, Text
from indicators.plan_measures import KINDS, read_measure
from indicators.plan_node import Node, PlanInvalid

__all__ = ["PlanInvalid", "default_plan", "read_plan"]

RULES = {"annual_average": "flow", "at_least": "", "below": "", "range": "", "none": ""}
ENGINE = 3
"""Raised when stored figures are laid out anew: they are then counted as for a changed plan."""

UNITS = ("person", "household", "class")


def default_plan() -> Plan:
    """The plan of xã Hưng Đạo, as it comes with the service."""
    resource = files("indicators") / "plans" / "hung-dao-2026-2030.yaml"
    return read_plan(resource.read_text(encoding="utf-8"))


def read_plan(text: str) -> Plan:
    """The plan of a YAML text. Raises :class:`PlanInvalid` listing every ``path: problem``."""
    problems: list[str] = []
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PlanInvalid([f"the file is not YAML: {type(error).__name__}"]) from error
    root = Node(body, "plan file", problems)
    plan = _plan(root, sha256(f"{ENGINE}\n{text}".encode()).hexdigest()[:16])
    if problems or plan is None:
        raise PlanInvalid(problems)
    return replace(plan, text=text)


def _plan(root: Node, digest: str) -> Plan | None:
    root.only(
        "plan", "version", "commune", "title", "period", "groups",
        "group_sets", "level_sets", "indicators", "further",
    )  # fmt: skip
    groups = {key: _text(node) for key, node in root.child("groups").items()}
    sets = {"priority": frozenset(groups)}
    for name, node in root.child("group_sets", optional=True).items():
        sets[name] = frozenset(node.words(groups))
    levels: dict[str, frozenset[str]] = {
        name: frozenset(node.words(()))
        for name, node in root.child("level_sets", optional=True).items()
    }
    period = root.child("period")
    first, last = _day(period.child("from")), _day(period.child("to"))
    if first >= last:
        period.problem("ends before it begins")
    if first[5:] != "01-01" or last[5:] != "12-31":
        period.problem("must cover whole calendar years")
    indicators: list[Indicator] = []
    rows = [(node, False) for node in root.child("indicators").rows()]
    rows += [(node, True) for node in root.child("further", optional=True).rows()]
    for node, further in rows:
        indicator = _indicator(node, groups, sets, levels, further=further)
        if indicator is None:
            continue
        if any(each.code == indicator.code for each in indicators):
            node.problem(f"code {indicator.code} is used twice")
        indicators.append(indicator)
    if root.problems:
        return None
    return Plan(
        code=root.child("plan").text(),
        version=root.child("version").whole(),
        commune=root.child("commune").text(),
        title=_text(root.child("title")),
        first=first,
        last=last,
        groups=groups,
        indicators=tuple(indicators),
        digest=digest,
    )


def _indicator(
    node: Node,
    groups: dict[str, Text],
    sets: dict[str, frozenset[str]],
    levels: dict[str, frozenset[str]],
    *,
    further: bool,
) -> Indicator | None:
    node.only(
        "code", "name", "clause", "kind", "unit", "version",
        "target", "source", "reading", "measure",
    )  # fmt: skip
    code = node.child("code").text()
    if not code.replace("_", "").isalnum() or code != code.lower():
        node.child("code").problem("must be lower-case letters, digits and underscores")
    kind = node.child("kind").one_of(("flow", "stock", "share", "money", "external"))
    unit = node.child("unit").one_of(UNITS)
    measure = read_measure(node.child("measure"), groups, sets, levels)
    if measure is None:
        return None
    if KINDS[type(measure)] != kind:
        node.problem(f"kind {kind} does not fit this measure, which is a {KINDS[type(measure)]}")
    reading = node.child("reading", optional=True)
    return Indicator(
        code=code,
        name=_text(node.child("name")),
        clause=node.child("clause").text(),
        kind=kind,
        unit=unit,
        measure=measure,
        target=_target(node.child("target"), kind),
        source=_text(node.child("source")),
        version=node.child("version").whole(),
        reading=_text(reading) if reading.present else None,
        further=further,
    )


def _target(node: Node, kind: str) -> Target:
    node.only("rule", "value", "upper", "from")
    rule = node.child("rule").one_of(tuple(RULES))
    if (rule == "annual_average") != (kind in ("flow", "money")) and rule != "none":
        node.problem(f"rule {rule} does not fit a {kind}")
    steps = node.child("from", optional=True)
    if not steps.present:
        value, upper = _goal(node, rule)
        return Target(rule=rule, value=value, upper=upper)
    if node.child("value", optional=True).present:
        node.problem("has a value and values from days on; it needs one of them")
    goals: list[Goal] = []
    for day, step in steps.items():
        step.only("value", "upper")
        since = _day_key(day, step)
        if goals and since <= goals[-1].since:
            step.problem("must come after the day before it")
        value, upper = _goal(step, rule)
        goals.append(Goal(since=since, value=value or 0, upper=upper))
    first = goals[0] if goals else Goal(since="", value=0)
    return Target(rule=rule, value=first.value, upper=first.upper, goals=tuple(goals))


def _goal(node: Node, rule: str) -> tuple[float | None, float | None]:
    value = node.child("value", optional=True).number()
    upper = node.child("upper", optional=True).number()
    if rule != "none" and value is None:
        node.problem("needs a value")
    if rule == "range" and (upper is None or value is None or upper < value):
        node.problem("a range needs value ≤ upper")
    if rule not in ("annual_average", "none") and value is not None and not 0 <= value <= 1:
        node.problem("a ratio stands between 0 and 1")
    return value, upper


def _day_key(text: str, node: Node) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        node.problem("must stand under a date, YYYY-MM-DD")
        return "0001-01-01"


def _text(node: Node) -> Text:
    node.only("vi", "en")
    return Text(vi=node.child("vi").text(), en=node.child("en").text())


def _day(node: Node) -> str:
    value: Any = node.value
    if isinstance(value, date):
        return value.isoformat()
    node.problem("must be a date, YYYY-MM-DD")
    return "0001-01-01"
