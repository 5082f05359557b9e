"""The live picture: figures of this year and of the plan, under a version that moves with them."""

from __future__ import annotations

import threading
from typing import Any

from indicators.domain.plan import Plan
from indicators.freshness import fresh_to
from indicators.reading import Reading
from indicators.store import Store

__all__ = ["Snapshots"]

Json = dict[str, Any]
SHOWN = (
    "code",
    "name",
    "name_en",
    "clause",
    "kind",
    "unit",
    "value",
    "num",
    "den",
    "ratio",
    "target",
    "status",
    "pace",
    "forecast",
    "definition_version",
)


class Snapshots:
    """Counts again only when a watermark, the day or the generation moved."""

    def __init__(self, store: Store, plan: Plan, feeds: tuple[str, ...]) -> None:
        self._store = store
        self._plan = plan
        self._feeds = feeds
        self._lock = threading.Lock()
        self._last: Json | None = None

    def take(self, today: str) -> Json:
        """``{version, today, fresh_to, spans: {span: [figure]}}``."""
        fresh = fresh_to(self._store.db, self._feeds)
        head = self._store.head() or {}
        positions = ".".join(str(fresh[feed]["position"]) for feed in self._feeds)
        version = f"{head.get('generation', 0)}-{positions}-{today}"
        last = self._last
        if last is not None and last["version"] == version:
            return last
        with self._lock:
            reading = Reading(store=self._store, plan=self._plan, today=today)
            year = reading.span(None)
            spans = {}
            for span in (year, reading.span("plan")):
                figures = reading.figures(span, fresh)
                spans[span.name] = [{name: each[name] for name in SHOWN} for each in figures]
            self._last = {
                "version": version,
                "today": today,
                "year": year.name,
                "fresh_to": fresh,
                "spans": spans,
            }
            return self._last
