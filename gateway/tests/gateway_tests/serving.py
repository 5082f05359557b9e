"""A gateway on a port of its own with services that answer believably; for looking at pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server

from . import believable
from .believable_closings import FIGURE_ANSWERS
from .believable_desk import DESK_ANSWERS
from .believable_field import FIELD_ANSWERS
from .believable_people import PEOPLE_ANSWERS
from .believable_plan import PLAN_ANSWERS
from .believable_villages import VILLAGE_ANSWERS
from .fakes import FakeRpc
from .office import Office, office

__all__ = ["believable_rpc", "serving"]


def believable_rpc() -> FakeRpc:
    return FakeRpc(
        answers={
            "indicators.figures": believable.figures,
            "indicators.public_figures": believable.figures,
            "indicators.figure": believable.figure,
            "indicators.freshness": believable.freshness,
            "indicators.snapshot": {"version": "1-48212"},
            **PEOPLE_ANSWERS,
            **FIGURE_ANSWERS,
            **FIELD_ANSWERS,
            **DESK_ANSWERS,
            **VILLAGE_ANSWERS,
            **PLAN_ANSWERS,
        }
    )


@contextmanager
def serving(**settings: Any) -> Iterator[tuple[str, Office]]:
    """``(address, office)`` while the block runs; threads instead of greenthreads."""
    there = office(believable_rpc(), **{"live_interval": 0.1, "heartbeat_seconds": 5, **settings})
    server = make_server("127.0.0.1", 0, there.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", there
    finally:
        there.parts.live.close()
        server.shutdown()
        thread.join(timeout=5)
