"""The gateway's own metrics; the chassis adds those of RPC and of the process."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, Histogram

__all__ = ["HttpMetrics"]

LATENCY = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class HttpMetrics:
    """What browsers and programs meet. ``route`` is the template, never the URL."""

    def __init__(self, registry: CollectorRegistry) -> None:
        # from the request read to the answer made; a stream counts until its first byte
        self._seconds = Histogram(
            "vieclam_http_request_seconds",
            "Time to the answer",
            ["route", "method", "status"],
            buckets=LATENCY,
            registry=registry,
        )
        # browsers that listen for live figures at this moment
        self._subscribers = Gauge(
            "vieclam_live_subscribers", "Open subscriptions to live figures", registry=registry
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        self._seconds.labels(route, method, str(status)).observe(seconds)

    def subscribers(self, count: int) -> None:
        self._subscribers.set(count)
