"""A city's communes: each commune's plan file inherits from the city's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from indicators.domain.days import Day
from indicators.domain.plan import Indicator, Plan
from indicators.plan_node import Node, loaded
from indicators.plan_problems import PlanInvalid, Problem
from indicators.plan_targets import target_in, text_in

__all__ = ["inherits", "read_commune", "with_communes"]


def inherits(text: str, name: str = "") -> bool:
    """Whether a plan file is a commune's that rests on its city's. Raises :class:`PlanInvalid`."""
    try:
        body = loaded(text)
    except PlanInvalid as error:
        raise error.of_file(name) from error
    return isinstance(body, dict) and "inherits" in body


def with_communes(city: Plan, texts: Mapping[str, str]) -> Plan:
    """The city's plan with its communes' files, by name.

    Raises :class:`PlanInvalid` for any commune's mistakes.
    """
    found: dict[str, Plan] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        try:
            plan = read_commune(text, city)
        except PlanInvalid as error:
            problems += error.of_file(name).problems
            continue
        if plan.commune in found:
            twice = {"commune": plan.commune}
            problems.append(Problem(code="commune_twice", facts=twice, file=name))
        found[plan.commune] = plan
    if problems:
        raise PlanInvalid(problems)
    if not found:
        return city
    # other cells than for the city alone, and other shelves for other communes; whose targets
    # differ is no matter of counting
    by_commune = f"{city.digest} by commune {' '.join(sorted(found))}"
    digest = sha256(by_commune.encode()).hexdigest()[:16]
    return replace(city, communes=found, digest=digest)


def read_commune(text: str, city: Plan) -> Plan:
    """A commune's plan: the city's, with its own names, targets, sources and readings.

    What is counted, and how, is the city's: else the communes would not add up to it.
    Raises :class:`PlanInvalid`.
    """
    problems: list[Problem] = []
    root = Node(loaded(text), "", problems)
    root.only("inherits", "plan", "version", "commune", "name", "title", "indicators")
    code = root.child("commune").unit_code()
    inherits = root.child("inherits")
    if inherits.value != city.code:
        inherits.problem("inherits_other", plan=city.code)
    own: dict[str, Indicator] = {}
    for node in root.child("indicators", optional=True).rows():
        indicator = city.indicator(node.child("code").text())
        if indicator is None:
            node.problem("not_of_the_city")
            continue
        if indicator.code in own:
            node.problem("indicator_twice")
        own[indicator.code] = _own(node, indicator, (city.first, city.last))
    title, name = root.child("title", optional=True), root.child("name", optional=True)
    plan = replace(
        city,
        code=root.child("plan").text(),
        version=root.child("version").whole(),
        commune=code,
        title=text_in(title) if title.present else city.title,
        name=text_in(name) if name.present else None,
        indicators=tuple(own.get(each.code, each) for each in city.indicators),
        text=text,
    )
    if problems:
        raise PlanInvalid(problems)
    return plan


def _own(node: Node, indicator: Indicator, period: tuple[Day, Day]) -> Indicator:
    node.only("code", "name", "target", "source", "reading")
    name, target = node.child("name", optional=True), node.child("target", optional=True)
    source, reading = node.child("source", optional=True), node.child("reading", optional=True)
    return replace(
        indicator,
        name=text_in(name) if name.present else indicator.name,
        target=target_in(target, indicator.kind, period) if target.present else indicator.target,
        source=text_in(source) if source.present else indicator.source,
        reading=text_in(reading) if reading.present else indicator.reading,
    )
