"""Starting and stopping a process. Imports little: the monkey patch must come first."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from chassis.handling import Apply
    from chassis.runtime import Runtime

__all__ = ["run_consumer", "run_service"]

WORKERS = 50
HEARTBEAT = 60


def run_service(path: str) -> None:
    """Run a nameko service, ``"pkg.module:Class"``, until SIGTERM or SIGINT.

    Exit status 0 after an orderly stop, 1 when a setting or the database is missing
    or the container died: the supervisor starts it again.
    """
    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
    import warnings  # noqa: PLC0415

    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    import eventlet  # noqa: PLC0415

    eventlet.monkey_patch()

    import logging  # noqa: PLC0415

    from nameko.runners import ServiceRunner  # noqa: PLC0415

    from chassis.errors import Transient  # noqa: PLC0415
    from chassis.logs import configure  # noqa: PLC0415

    module, _, name = path.partition(":")
    service = getattr(importlib.import_module(module), name)
    settings = _settings(service.name)
    configure(settings.log_level)
    log = logging.getLogger("chassis.run")
    config = {
        "SETTINGS": settings,
        "AMQP_URI": settings.amqp_uri,
        "max_workers": WORKERS,
        "HEARTBEAT": HEARTBEAT,
    }
    runner = ServiceRunner(config)
    try:
        runner.add_service(service)
    except Transient:
        log.error("cannot start: the database does not answer")
        sys.exit(1)

    def stop(_signal: int, _frame: Any) -> None:
        log.info("stopping")
        eventlet.spawn_n(runner.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    runner.start()
    log.info("started")
    try:
        runner.wait()
    except Exception:
        log.exception("died")
        sys.exit(1)
    log.info("stopped")


def run_consumer(
    package: str,
    process: str,
    apply: Callable[[Runtime], Apply],
    *,
    every: tuple[float, Callable[[Runtime], Callable[[], None]]] | None = None,
) -> None:
    """Run the package's consumer alone, in a plain process of threads, until SIGTERM.

    ``every`` is ``(seconds, make)``: ``make(runtime)()`` is called that often beside it.
    """
    import logging  # noqa: PLC0415
    import threading  # noqa: PLC0415
    import time  # noqa: PLC0415

    from chassis.errors import Transient  # noqa: PLC0415
    from chassis.health import HealthServer  # noqa: PLC0415
    from chassis.logs import configure  # noqa: PLC0415
    from chassis.runtime import loop, open_consumer, open_runtime, turning  # noqa: PLC0415
    from chassis.topology import Topology  # noqa: PLC0415

    settings = _settings(process)
    configure(settings.log_level)
    log = logging.getLogger("chassis.run")
    try:
        runtime = open_runtime(settings, Topology.of_package(package))
    except Transient:
        log.error("cannot start: the database does not answer")
        sys.exit(1)
    consumer = open_consumer(runtime, apply(runtime))
    health = HealthServer(
        settings.metrics_address,
        runtime.registry,
        live=turning(consumer, time.monotonic),
        ready={"consumer": lambda: consumer.ready},
    )
    ended = threading.Event()

    def stop(_signal: int, _frame: Any) -> None:
        consumer.stop()
        ended.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if every is not None:
        seconds, make = every
        work = make(runtime)

        def repeat() -> None:
            while not ended.wait(seconds):
                work()

        loop("every", repeat)
    log.info("started")
    consumer.run()
    runtime.rpc.close()
    health.stop()
    log.info("stopped")


def _settings(process: str) -> Any:
    from chassis.settings import MissingSetting, Settings  # noqa: PLC0415

    try:
        return Settings.from_environment(process)
    except MissingSetting as missing:
        sys.stderr.write(f"{process}: {missing}\n")
        sys.exit(1)
