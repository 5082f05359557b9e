"""Forecasts of a span's figure: two simple methods with their intervals, and no more precision
than the history gives.

    run_rate        counts   what stands, plus the mean of the last twelve whole months for every
                             month to come; interval from the method's own past errors, and no
                             narrower than the months differ; none before six whole months
    damped_trend    rates    the rate's trend of the last six months on the log-odds scale, fading
                             by 15% a month; interval from the method's own past errors
    linear_to_date  counts   fewer than three whole months: the span so far carried to its end
    last_value      rates    fewer than six months: as it stands
    ended           the span is over: as it stands

How past errors become an interval: :mod:`indicators.domain.calibration`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, exp, log, sqrt
from statistics import mean, variance

from indicators.domain.calibration import usual_error

__all__ = ["LEVEL", "Forecast", "forecast_count", "forecast_rate"]

LEVEL = 0.8
"""Of 100 intervals about 80 should hold what comes; :mod:`indicators.domain.backtest` counts."""

RECENT = 12
LEAST_COUNTS = 3
LEAST_RATES = 6
TREND_MONTHS = 6
FADING = 0.85
T90 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)
"""Student's t, 90% one-sided (80% two-sided), for 1 to 11 degrees of freedom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """``value`` at the span's end; ``low`` and ``high`` None where history is too short."""

    value: float
    low: float | None
    high: float | None
    method: str

    def told(self) -> dict[str, object]:
        level = LEVEL if self.low is not None and self.method != "ended" else None
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "level": level,
            "method": self.method,
        }


def forecast_count(
    history: Sequence[int], so_far: int, ahead: float, passed: float = 0.0
) -> Forecast:
    """A count at the span's end. ``history``: whole months, the latest last; ``so_far``: counted
    in the span; ``ahead``/``passed``: months to come and gone of it (fractions of 30.44 days).
    """
    if ahead <= 0:
        return Forecast(value=so_far, low=so_far, high=so_far, method="ended")
    recent = history[-RECENT:]
    if len(recent) < LEAST_COUNTS:
        pace = so_far / passed if passed > 0 else 0.0
        return Forecast(
            value=round(so_far + pace * ahead, 1), low=None, high=None, method="linear_to_date"
        )
    rate = mean(recent)
    middle = rate * ahead
    error = usual_error(lambda reach: _count_errors(history, reach), len(history) - 2, ahead, LEVEL)
    if error is None:
        return Forecast(value=round(so_far + middle, 1), low=None, high=None, method="run_rate")
    # not below a Poisson count's own variance, nor below that of one person in the whole window
    spread = max(variance(recent), rate, 1 / len(recent))
    apart = T90[len(recent) - 2] * sqrt(spread * (ahead + ahead**2 / len(recent)))
    width = max(error, apart)
    return Forecast(
        value=round(so_far + middle, 1),
        low=round(so_far + max(0.0, middle - width), 1),
        high=round(so_far + middle + width, 1),
        method="run_rate",
    )


def _count_errors(history: Sequence[int], reach: int) -> list[float]:
    """From each past month but the first what the next ``reach`` months were beyond the mean."""
    return [
        sum(history[at : at + reach]) - reach * mean(history[max(0, at - RECENT) : at])
        for at in range(2, len(history) - reach + 1)
    ]


def forecast_rate(history: Sequence[tuple[int, int]], ahead: float) -> Forecast | None:
    """A rate at the span's end. ``history``: numerator and denominator at each month's end, the
    present ones last. None without a denominator.
    """
    known = [(num, den) for num, den in history if den > 0]
    if not known:
        return None
    num, den = known[-1]
    ratio = round(num / den, 6)
    if ahead <= 0:
        return Forecast(value=ratio, low=ratio, high=ratio, method="ended")
    if len(known) < LEAST_RATES:
        return Forecast(value=ratio, low=None, high=None, method="last_value")
    odds = [_log_odds(num, den) for num, den in known]
    steps = max(1, ceil(ahead))
    there = odds[-1] + _drift(odds, steps)
    error = usual_error(lambda reach: _rate_errors(odds, reach), len(odds) - 2, steps, LEVEL) or 0.0
    base = ratio - _rate(odds[-1])  # log-odds of 0 and 1 are pulled in: take that back
    return Forecast(
        value=_within(base + _rate(there)),
        low=_within(base + _rate(there - error)),
        high=_within(base + _rate(there + error)),
        method="damped_trend",
    )


def _drift(odds: Sequence[float], steps: int) -> float:
    recent = odds[-TREND_MONTHS - 1 :]
    slope = mean(b - a for a, b in pairwise(recent))
    return slope * FADING * (1 - FADING**steps) / (1 - FADING)


def _rate_errors(odds: Sequence[float], reach: int) -> list[float]:
    return [
        odds[at + reach] - odds[at] - _drift(odds[: at + 1], reach)
        for at in range(1, len(odds) - reach)
    ]


def _log_odds(num: int, den: int) -> float:
    return log((num + 0.5) / (den - num + 0.5))


def _rate(odds: float) -> float:
    return 1 / (1 + exp(-max(-40.0, min(40.0, odds))))


def _within(rate: float) -> float:
    return round(max(0.0, min(1.0, rate)), 6)
