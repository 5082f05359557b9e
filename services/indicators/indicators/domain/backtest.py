"""Walking back: what the forecasts would have said, against what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.domain.forecast import Forecast, forecast_count, forecast_rate

__all__ = ["Backtest", "backtest_count", "backtest_rate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """``trials``: months walked back to; ``covered``: how many intervals held what came.

    Errors are forecast minus truth: of counts in units, of rates in shares.
    """

    ahead: int
    trials: int
    covered: int
    mean_error: float | None
    mean_absolute_error: float | None

    @property
    def coverage(self) -> float | None:
        return round(self.covered / self.trials, 3) if self.trials else None


def backtest_count(history: Sequence[int], ahead: int) -> Backtest:
    """From each past month the count of the next ``ahead`` months, against those months."""
    ends = range(1, len(history) - ahead + 1)
    return _judged(
        ahead,
        (
            (forecast_count(history[:end], 0, ahead), float(sum(history[end : end + ahead])))
            for end in ends
        ),
    )


def backtest_rate(history: Sequence[tuple[int, int]], ahead: int) -> Backtest:
    """From each past month the rate ``ahead`` months later, against that rate."""
    pairs = []
    for end in range(1, len(history) - ahead + 1):
        found = forecast_rate(history[:end], ahead)
        num, den = history[end + ahead - 1]
        if found is not None and den > 0:
            pairs.append((found, num / den))
    return _judged(ahead, pairs)


def _judged(ahead: int, pairs: Iterable[tuple[Forecast, float]]) -> Backtest:
    """Only forecasts with an interval are judged."""
    trials, covered, errors = 0, 0, []
    for found, truth in pairs:
        if found.low is None or found.high is None:
            continue
        trials += 1
        covered += found.low - 1e-6 <= truth <= found.high + 1e-6
        errors.append(found.value - truth)
    return Backtest(
        ahead=ahead,
        trials=trials,
        covered=covered,
        mean_error=round(sum(errors) / trials, 4) if trials else None,
        mean_absolute_error=round(sum(map(abs, errors)) / trials, 4) if trials else None,
    )
