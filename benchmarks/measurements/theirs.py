"""The same work event by event: stock nameko, and the peers in environments of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chassis.mongo import Db

from benchmarks.child import child
from benchmarks.measurements.ours import PATIENCE
from benchmarks.measurements.setting import Setting
from benchmarks.noise import Window
from benchmarks.servers import amqp_uri, declare, delete, fresh, published
from benchmarks.workload.proof import prove

__all__ = ["nameko", "peer"]

ROOT = Path(__file__).resolve().parents[2]
OUR_CODE = (ROOT / "services" / "indicators", ROOT / "infra" / "chassis")
NAMEKO_EVENTS = (
    ("placement", "service_given"),
    ("placement", "placement_started"),
    ("training", "enrolment_started"),
    ("credit", "need_assessed"),
    ("credit", "loan_disbursed"),
    ("registry.indicators", "need_recorded"),
)
Once = Callable[[Setting, Window], float]


def nameko(*, workers: int, atomic: bool, ledger: bool) -> Once:
    """See `one_by_one.OneByOne`."""

    def once(setting: Setting, window: Window) -> float:
        told = setting.one_by_one
        queues = {
            f"evt-{feed}-{name}--figures.{name}": (feed, name) for feed, name in NAMEKO_EVENTS
        }
        with fresh("nameko") as (db, uri):
            told.base.put_into(db)
            for queue, binding in queues.items():
                declare(queue, [binding], quorum=False)
            published(told.events)
            settings = {
                "mongodb_uri": uri,
                "workers": workers,
                "work": {"atomic": atomic, "ledger": ledger},
                **_singly(setting),
            }
            with child("benchmarks.contenders.stock_nameko", settings) as service:
                window.begin()
                service.go()
                result = service.told(PATIENCE)
                window.end()
            _prove(db, setting, ledger=ledger)
        delete(queues)
        return float(result["rate"])

    return once


def peer(name: str, python: str) -> Once:
    def once(setting: Setting, window: Window) -> float:
        told, queue = setting.one_by_one, f"bench-{name}"
        path = setting.folder / "events.jsonl"
        path.write_bytes(b"\n".join(each.body for each in told.events))
        leftovers = [queue, f"{queue}.DQ", f"{queue}.XQ"]
        delete(leftovers)
        with fresh(name) as (db, uri):
            told.base.put_into(db)
            settings = {
                "mongodb_uri": uri,
                "amqp_uri": amqp_uri(),
                "queue": queue,
                "events": str(path),
                **_singly(setting),
            }
            module = f"benchmarks.peers.{name}.app"
            with child(module, settings, python=python, path=OUR_CODE) as worker:
                window.begin()
                worker.go()
                result = worker.told(PATIENCE)
                window.end()
            _prove(db, setting, ledger=True)
        delete(leftovers)
        return float(result["rate"])

    return once


def _singly(setting: Setting) -> dict[str, int]:
    return {"total": setting.sizes.one_by_one, "warm_up": setting.sizes.warm_up_one_by_one}


def _prove(db: Db, setting: Setting, *, ledger: bool) -> None:
    messages = setting.load.messages[: setting.sizes.one_by_one]
    prove(db, setting.one_by_one.said, messages, ours=False, ledger=ledger)
