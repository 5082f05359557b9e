"""What the registry counts beside the chassis. No person in a label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge

__all__ = ["RegistryMetrics"]


class RegistryMetrics:
    """``compartment``: ethnicity, disability, ex_prisoner, post_rehab; ``to``: the partner."""

    def __init__(self, registry: CollectorRegistry) -> None:
        # reads that showed a sensitive field of a person to the caller
        self._sensitive = Counter(
            "vieclam_sensitive_reads_total",
            "Reads of sensitive fields",
            ["compartment", "role"],
            registry=registry,
        )
        # rows of lists judged, dry runs included
        self._rows = Counter(
            "vieclam_import_rows_total", "Rows of lists judged", ["verdict"], registry=registry
        )

        # referrals nobody acted on within the working days set, as last counted
        self._overdue = Gauge(
            "vieclam_overdue_referrals",
            "Referrals past the day somebody was to act",
            ["to"],
            registry=registry,
        )

    def read(self, compartment: str, role: str) -> None:
        self._sensitive.labels(compartment, role).inc()

    def row(self, verdict: str) -> None:
        self._rows.labels(verdict).inc()

    def overdue(self, to: str, count: int) -> None:
        self._overdue.labels(to).set(count)
