"""What the registry counts beside the chassis. No person in a label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter

__all__ = ["RegistryMetrics"]


class RegistryMetrics:
    """``compartment``: ethnicity, disability, ex_prisoner, post_rehab."""

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

    def read(self, compartment: str, role: str) -> None:
        self._sensitive.labels(compartment, role).inc()

    def row(self, verdict: str) -> None:
        self._rows.labels(verdict).inc()
