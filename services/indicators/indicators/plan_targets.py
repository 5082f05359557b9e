"""Reading a definition's target and texts, each mistake noted with its place."""

from __future__ import annotations

from datetime import date

from indicators.domain.plan import Goal, Target, Text
from indicators.plan_node import Node

__all__ = ["target_in", "text_in"]

RULES = ("annual_average", "at_least", "below", "range", "none")


def target_in(node: Node, kind: str) -> Target:
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


def text_in(node: Node) -> Text:
    node.only("vi", "en")
    return Text(vi=node.child("vi").text(), en=node.child("en").text())
