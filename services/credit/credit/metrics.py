"""This service's own metric. No person in a label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter

__all__ = ["CreditMetrics"]


class CreditMetrics:
    """Credit is a sensitive compartment: every read of a person's file counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        # reads of loans and journeys, by the reader's role
        self._reads = Counter(
            "vieclam_sensitive_reads_total",
            "Reads of sensitive compartments",
            ["compartment", "role"],
            registry=registry,
        )

    def read(self, role: str) -> None:
        self._reads.labels("credit", role).inc()
