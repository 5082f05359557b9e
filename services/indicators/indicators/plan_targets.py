"""Reading a definition's target and texts, each mistake noted with its place."""

from __future__ import annotations

from datetime import date

from indicators.domain.days import Day
from indicators.domain.plan import Goal, Target, Text
from indicators.plan_node import Node

__all__ = ["target_in", "text_in"]

RULES = ("annual_average", "at_least", "below", "range", "none")


def target_in(node: Node, kind: str, period: tuple[Day, Day]) -> Target:
    """``period``: the plan's first and last day, in which a target may change."""
    node.only("rule", "value", "upper", "from")
    rule = node.child("rule").one_of(RULES)
    if rule not in RULES:
        return Target(rule="none")  # what else is wrong depends on the rule meant
    if (rule == "annual_average") != (kind in ("flow", "money")) and rule != "none":
        node.problem("rule_misfit", rule=rule, kind=kind)
    steps = node.child("from", optional=True)
    if not steps.present:
        value, upper = _goal(node, rule)
        return Target(rule=rule, value=value, upper=upper)
    if node.child("value", optional=True).present:
        node.problem("value_and_steps")
    goals: list[Goal] = []
    for day, step in steps.items():
        step.only("value", "upper")
        since = _day_key(day, step)
        if since > period[1]:
            step.problem("step_after_end", last=period[1])
        if goals and since <= goals[-1].since:
            step.problem("step_backwards")
        value, upper = _goal(step, rule)
        goals.append(Goal(since=since, value=value or 0, upper=upper))
    if not goals:
        steps.problem("no_steps")
    elif goals[0].since > period[0]:
        steps.problem("steps_late", first=period[0], since=goals[0].since)
    first = goals[0] if goals else Goal(since="", value=0)
    return Target(rule=rule, value=first.value, upper=first.upper, goals=tuple(goals))


def _goal(node: Node, rule: str) -> tuple[float | None, float | None]:
    written = node.child("value", optional=True)
    value = written.number()
    upper = node.child("upper", optional=True).number()
    if rule == "none" and (value is not None or upper is not None):
        node.problem("none_with_value")
    if rule not in ("none", "range") and upper is not None:
        node.problem("no_upper", rule=rule)
    if rule != "none" and not written.present:
        node.problem("value_missing")
    if rule == "annual_average" and value is not None and value <= 0:
        node.problem("yearly_not_positive")
    if rule == "range" and value is not None and (upper is None or upper < value):
        node.problem("range_backwards")
    ratios = [each for each in (value, upper) if each is not None]
    if rule not in ("annual_average", "none") and any(not 0 < each <= 1 for each in ratios):
        node.problem("not_ratio")
    return value, upper


def _day_key(text: str, node: Node) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        node.problem("step_no_date")
        return "0001-01-01"


def text_in(node: Node) -> Text:
    node.only("vi", "en")
    return Text(vi=node.child("vi").text(), en=node.child("en").text())
