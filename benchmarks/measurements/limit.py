"""The limit: consuming, and writing what our consumer wrote, ready-made."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.child import child
from benchmarks.measurements.ours import PATIENCE
from benchmarks.measurements.setting import Setting
from benchmarks.noise import Window
from benchmarks.servers import declare, delete, fresh, published
from benchmarks.workload.base import FEEDS
from benchmarks.workload.proof import prove

__all__ = ["limit"]


def limit(kind: str) -> Callable[[Setting, Window], float]:
    """`same`, `least` or `nothing`: see `contenders/raw.py`."""

    def once(setting: Setting, window: Window) -> float:
        told, queue = setting.batched, f"bench-{kind}"
        with fresh("limit") as (db, uri):
            told.base.put_into(db)
            db.create_collection("packed")
            declare(queue, [(feed, "#") for feed in FEEDS])
            published(told.events)
            settings = {
                "mongodb_uri": uri,
                "queue": queue,
                "batches": str(setting.recorded),
                "kind": kind,
                "warm_up": setting.sizes.warm_up,
            }
            with child("benchmarks.contenders.raw", settings) as raw:
                window.begin()
                raw.go()
                result = raw.told(PATIENCE)
                window.end()
            if kind != "nothing":
                prove(db, told.said, setting.load.messages, ours=True, ledger=kind == "same")
        delete([queue])
        return float(result["rate"])

    return once
