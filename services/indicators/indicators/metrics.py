"""The metrics of this service. No person in a label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prometheus_client import CollectorRegistry, Gauge

__all__ = ["IndicatorMetrics"]


class IndicatorMetrics:
    """Set by the consumer process after each look at the figures."""

    def __init__(self, registry: CollectorRegistry) -> None:
        # counts of the current year; ``part``: value, num or den
        self._value = Gauge(
            "vieclam_indicator_value",
            "Present figure of the current year",
            ["indicator", "part"],
            registry=registry,
        )
        # a yearly count, or a ratio between 0 and 1; without a target: no sample
        self._target = Gauge(
            "vieclam_indicator_target", "Target of the year", ["indicator"], registry=registry
        )
        # units and sums that disagree with the facts, closings with what was signed; must be 0
        self._difference = Gauge(
            "vieclam_recompute_difference", "Differences the audit found", registry=registry
        )
        self._difference.set(0)

    def figures(self, figures: Sequence[dict[str, Any]]) -> None:
        for figure in figures:
            for part in ("value", "num", "den"):
                if figure[part] is not None:
                    self._value.labels(figure["code"], part).set(figure[part])
            if figure["target"]["of_span"] is not None:
                self._target.labels(figure["code"]).set(figure["target"]["of_span"])

    def difference(self, count: int) -> None:
        self._difference.set(count)
