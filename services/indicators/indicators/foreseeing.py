"""What would be, and how well the forecasts did: the desk's side of both."""

from __future__ import annotations

from typing import Any

from chassis.errors import Invalid, Refused

from indicators.domain.backtest import Backtest, backtest_count, backtest_rate
from indicators.domain.figures import Valuation, count_history, rate_history
from indicators.domain.forecast import LEVEL
from indicators.domain.plan import Indicator
from indicators.domain.spans import Span
from indicators.domain.what_if import Change, NotForeseeable, what_if
from indicators.reading import Reading
from indicators.schemas import WhatIf

__all__ = ["walked_back", "what_would_be"]

Json = dict[str, Any]
SHARES = ("fills", "finishes", "finds_work")
FIELDS = ("level", "service")
FARTHEST = 24


def what_would_be(reading: Reading, indicator: Indicator, span: Span, body: Json) -> Json:
    """Raises ``Refused("not_foreseeable")`` for a survey's figure or an amount, and
    ``Refused("span_not_begun")`` for a span to come, ``Refused("span_over")`` for one in which
    nothing can happen any more.
    """
    changes = [_change(each) for each in WhatIf().read(body)["changes"]]
    if span.last < reading.today:
        raise Refused("span_over", {"span": span.name, "ended_on": span.last})
    if reading.valued_on(span) is None:
        raise Refused("span_not_begun", {"span": span.name, "begins_on": span.first})
    try:
        return what_if(indicator, reading.valuation(span, indicator), changes)
    except NotForeseeable as error:
        raise Refused("not_foreseeable", {"code": indicator.code}) from error


def _change(told: Json) -> Change:
    shares = {name: told[name] for name in SHARES if told.get(name) is not None}
    fields: Json = {name: told[name] for name in FIELDS if told.get(name) is not None}
    return Change(kind=told["kind"], count=told["count"], fields=fields, **shares)


def walked_back(reading: Reading, months: int, code: str | None = None) -> Json:
    """Every counted figure of the plan, or one; a rate by span has no forecast with an interval.

    Raises ``NotFound("indicator")`` for a code the plan does not have.
    """
    if not 1 <= months <= FARTHEST:
        raise Invalid.of(months="out_of_range")
    plan_span = reading.span("plan")
    items = []
    wanted = reading.plan.of_set("plan") if code is None else (reading.indicator(code),)
    for indicator in wanted:
        if indicator.kind not in ("flow", "stock"):
            continue
        found = _walked_back(indicator, reading.valuation(plan_span, indicator), months)
        items.append(
            {
                "code": indicator.code,
                "method": "run_rate" if indicator.kind == "flow" else "damped_trend",
                "ahead": found.ahead,
                "trials": found.trials,
                "covered": found.covered,
                "coverage": found.coverage,
                "mean_error": found.mean_error,
                "mean_absolute_error": found.mean_absolute_error,
            }
        )
    return {"items": items, "total": len(items), "level": LEVEL}


def _walked_back(indicator: Indicator, at: Valuation, months: int) -> Backtest:
    if at.day is None:
        return backtest_count([], months)
    if indicator.kind == "flow":
        return backtest_count(count_history(indicator.key("value"), at), months)
    return backtest_rate(rate_history(indicator, at), months)
