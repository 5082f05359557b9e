"""How wide an interval must be: as wide as the method was wrong, that far ahead, before.

Split conformal prediction (Vovk, Gammerman, Shafer 2005; Lei et al. 2018) on the method's own
past forecasts: of ``m`` errors that were as likely as the next one, the next stays within the
``ceil(0.8 (m + 1))``-th smallest in four of five cases. Errors of overlapping stretches are not
independent: of ``m`` errors ``r`` months ahead only ``m / r`` are counted as separate ones.

A history too short for errors that far ahead lends those of the farthest step it has, stretched
in proportion: a rate misjudged by so much a month is misjudged every month. It is the less
favourable reading; that errors even out (the square root) held too seldom when walked back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

__all__ = ["LEAST_ERRORS", "reach_of", "usual_error"]

LEAST_ERRORS = 4
"""The fewest whose largest holds the next in four of five cases."""

RECENT_ERRORS = 24
"""What a method did in the last two years tells of the next."""


def reach_of(origins: int, ahead: float) -> int:
    """How many whole months ahead past forecasts can be judged, where ``origins`` could be judged
    one month ahead; 0 where there are too few.
    """
    return max(0, min(ceil(ahead), origins + 1 - LEAST_ERRORS))


def usual_error(
    errors_at: Callable[[int], Sequence[float]], origins: int, ahead: float, level: float
) -> float | None:
    """The error that ``level`` of the forecasts ``ahead`` months from now stay within; None on
    too short a history. ``errors_at(reach)``: past errors so many months ahead, oldest first.
    """
    reach = reach_of(origins, ahead)
    if reach == 0:
        return None
    errors = sorted(abs(each) for each in errors_at(reach)[-RECENT_ERRORS:])
    share = min(1.0, level * (1 + reach / len(errors)))
    return errors[min(len(errors), ceil(share * len(errors))) - 1] * ahead / reach
