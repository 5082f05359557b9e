"""Every metric of the chassis, with its unit and its labels. No person in a label.

A service's own metrics stand in its own ``metrics.py``. Nothing is registered at
import: a process makes one registry, a test makes its own.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

__all__ = ["ConsumerMetrics", "RelayMetrics", "RpcMetrics"]

LATENCY = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class RelayMetrics:
    """What leaves."""

    def __init__(self, registry: CollectorRegistry, service: str) -> None:
        self._service = service
        # events the broker has taken
        self._published = Counter(
            "vieclam_events_published_total", "Events sent", ["feed", "name"], registry=registry
        )
        # commits whose messages have no position yet
        self._backlog = Gauge(
            "vieclam_relay_backlog", "Commits waiting", ["service"], registry=registry
        )
        self._backlog.labels(service).set(0)
        # last position given and published
        self._position = Gauge(
            "vieclam_feed_position", "Last position of the feed", ["feed"], registry=registry
        )

    @classmethod
    def unobserved(cls) -> RelayMetrics:
        return cls(CollectorRegistry(), "")

    def published(self, feed: str, name: str) -> None:
        self._published.labels(feed, name).inc()

    def backlog(self, commits: int) -> None:
        self._backlog.labels(self._service).set(commits)

    def position(self, feed: str, position: int) -> None:
        self._position.labels(feed).set(position)


class ConsumerMetrics:
    """What arrives. ``outcome``: applied, duplicate, parked, ignored, junk."""

    def __init__(self, registry: CollectorRegistry, consumer: str) -> None:
        self._consumer = consumer
        self._applied = Counter(
            "vieclam_events_applied_total",
            "Events settled",
            ["feed", "name", "outcome"],
            registry=registry,
        )
        self._watermark = Gauge(
            "vieclam_consumer_watermark",
            "Last position applied",
            ["consumer", "feed"],
            registry=registry,
        )
        # recorded_at of the newest event of a batch to its commit here; 0 when idle
        self._lag = Gauge(
            "vieclam_consumer_lag_seconds",
            "Age of what was applied last",
            ["consumer", "feed"],
            registry=registry,
        )
        self._parked = Gauge(
            "vieclam_parked_events", "Events set aside", ["consumer", "feed"], registry=registry
        )
        # recorded_at to committed
        self._to_effect = Histogram(
            "vieclam_event_to_figure_seconds",
            "From recorded to applied",
            buckets=LATENCY,
            registry=registry,
        )
        self._halted = Gauge(
            "vieclam_consumer_halted",
            "1: too many invalid events in a row, an operator must look",
            ["consumer"],
            registry=registry,
        )
        self._halted.labels(consumer).set(0)
        self._differs = Gauge(
            "vieclam_feed_differs",
            "1: the owner tells another event at the watermark than was applied",
            ["consumer", "feed"],
            registry=registry,
        )

    @classmethod
    def unobserved(cls) -> ConsumerMetrics:
        return cls(CollectorRegistry(), "")

    def settled(self, feed: str, name: str, outcome: str, count: int = 1) -> None:
        self._applied.labels(feed, name, outcome).inc(count)

    def watermark(self, feed: str, position: int, parked: int) -> None:
        self._watermark.labels(self._consumer, feed).set(position)
        self._parked.labels(self._consumer, feed).set(parked)

    def lag(self, feed: str, seconds: float) -> None:
        self._lag.labels(self._consumer, feed).set(seconds)

    def effect(self, seconds: float) -> None:
        self._to_effect.observe(seconds)

    def halted(self, halted: bool) -> None:
        self._halted.labels(self._consumer).set(halted)

    def differs(self, feed: str, differs: bool) -> None:
        self._differs.labels(self._consumer, feed).set(differs)


class RpcMetrics:
    """Calls answered here. ``outcome``: ok, the error's class in lower case, or defect."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "vieclam_rpc_seconds",
            "Time in the method, reply included",
            ["service", "method", "outcome"],
            buckets=LATENCY,
            registry=registry,
        )
        self._in_work = Gauge(
            "vieclam_rpc_in_work", "Calls being answered", ["service"], registry=registry
        )

    def in_work(self, service: str, count: Callable[[], float]) -> None:
        self._in_work.labels(service).set_function(count)

    def answered(self, service: str, method: str, outcome: str, seconds: float) -> None:
        self._seconds.labels(service, method, outcome).observe(seconds)
