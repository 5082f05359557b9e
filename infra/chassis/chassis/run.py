"""Starting and stopping a process. Imports little: the monkey patch must come first."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    from chassis.handling import Apply
    from chassis.runtime import Runtime
    from chassis.settings import BadSetting

__all__ = ["run_consumer", "run_service"]

WORKERS = 50
HEARTBEAT = 60
NO_DATABASE = "cannot start: the database does not answer"


def run_service(path: str) -> None:
    """Run a nameko service, ``"pkg.module:Class"``, until SIGTERM or SIGINT.

    Exit status 0 after an orderly stop, 1 when a setting is missing or bad, the database does
    not answer or the container died: the supervisor starts it again.
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
    from chassis.settings import BadSetting  # noqa: PLC0415

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
    runner.add_service(service)

    def stop(_signal: int, _frame: Any) -> None:
        log.info("stopping")
        eventlet.spawn_n(runner.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        runner.start()
    except Transient:
        log.error(NO_DATABASE)
        sys.exit(1)
    except BadSetting as bad:
        _end(service.name, bad)
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
    from chassis.settings import BadSetting  # noqa: PLC0415
    from chassis.topology import Topology  # noqa: PLC0415

    settings = _settings(process)
    configure(settings.log_level)
    log = logging.getLogger("chassis.run")
    try:
        runtime = open_runtime(settings, Topology.of_package(package))
        effect = apply(runtime)
    except Transient:
        log.error(NO_DATABASE)
        sys.exit(1)
    except BadSetting as bad:
        _end(process, bad)
    consumer = open_consumer(runtime, effect)
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
    from chassis.settings import BadSetting, Settings  # noqa: PLC0415

    try:
        return Settings.from_environment(process)
    except BadSetting as bad:
        _end(process, bad)


def _end(process: str, bad: BadSetting) -> NoReturn:
    """In plain lines: whoever reads them is setting the process up."""
    sys.stderr.writelines(f"{process}: {line}\n" for line in str(bad).splitlines())
    sys.exit(1)
