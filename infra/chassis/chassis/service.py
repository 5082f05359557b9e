"""The nameko shell of a service: entrypoints that lose nothing, and what they are given.

class TrainingService(ChassisService):
    name = "training"
    desk = Application(build, handlers=HANDLERS)

    @rpc
    def open_class(self, body, meta):
        return self.desk.open_class(body, meta)
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from amqp.exceptions import ConnectionError as AmqpConnectionError
from nameko.extensions import DependencyProvider
from nameko.messaging import QueueConsumer
from nameko.rpc import Rpc as NamekoRpc
from nameko.rpc import RpcConsumer as NamekoRpcConsumer
from pymongo.errors import PyMongoError

from chassis.chassis_desk import ChassisDesk
from chassis.commands import Ledger
from chassis.consumer import Consumer
from chassis.errors import ServiceError, Transient
from chassis.handling import Apply, Handlers, applying
from chassis.health import Checks, HealthServer
from chassis.identity import Caller, Verifier
from chassis.log import StreamMoved
from chassis.logs import correlation
from chassis.metrics import RpcMetrics
from chassis.mongo import WriteConflict, ensure_indexes
from chassis.relay import Relay
from chassis.runtime import (
    Call,
    Meta,
    Runtime,
    loop,
    open_consumer,
    open_relay,
    open_runtime,
    turning,
)
from chassis.settings import Settings
from chassis.topology import Topology

__all__ = [
    "Application",
    "Call",
    "Caller",
    "ChassisService",
    "Ledger",
    "Meta",
    "Runtime",
    "rpc",
]

log = logging.getLogger(__name__)

Desk = Any
Build = Callable[[Runtime], Callable[[Call], Desk]]


class DrainingQueueConsumer(QueueConsumer):  # type: ignore[misc]
    """nameko's queue consumer, mended: what is in work at SIGTERM is finished and acked.

    The stock one leaves at once (the broker gives the work again), lets a reset
    socket kill the container, and acks what it cannot decode.
    """

    def __init__(self) -> None:
        self.unsettled: set[Any] = set()
        super().__init__()

    def handle_message(self, provider: Any, body: Any, message: Any) -> None:
        self.unsettled.add(message)
        super().handle_message(provider, body, message)

    @contextmanager
    def _settling(self, message: Any) -> Iterator[None]:
        try:
            yield
        except (AmqpConnectionError, OSError):
            pass  # the broker gives it again; commands know their key
        finally:
            self.unsettled.discard(message)

    def ack_message(self, message: Any) -> None:
        with self._settling(message):
            super().ack_message(message)

    def requeue_message(self, message: Any) -> None:
        with self._settling(message):
            super().requeue_message(message)

    def reject_message(self, message: Any) -> None:
        with self._settling(message):
            if message.channel is not None and message.channel.connection is not None:
                message.reject(requeue=False)

    def on_connection_revived(self) -> None:
        self.unsettled.clear()  # old deliveries went back to the broker

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        log.error("undecodable request", extra={"cause": type(exc).__name__})
        message.reject(requeue=False)

    @contextmanager
    def establish_connection(self) -> Iterator[Any]:
        """Look for the broker every second; stock waits 2, 4, 6, 8 … seconds between looks."""
        with self.connection.clone() as connection:
            connection.ensure_connection(
                self.on_connection_error,
                self.connect_max_retries,
                interval_start=0.2,
                interval_step=0.2,
                interval_max=1.0,
            )
            yield connection

    def on_iteration(self) -> None:
        self._cancel_consumers_if_requested()
        if not self._consumers and not self.unsettled:
            self.should_stop = True


class RpcConsumer(NamekoRpcConsumer):  # type: ignore[misc]
    """A request that cannot be answered is dropped with a log line; stock dies of it, and again."""

    queue_consumer = DrainingQueueConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        if "reply_to" not in message.properties or not isinstance(body, dict):
            log.error("malformed request")
            self.queue_consumer.reject_message(message)
            return
        super().handle_message(body, message)


class Rpc(NamekoRpc):  # type: ignore[misc]
    """An RPC entrypoint. Service errors are expected: no stack in the log for them."""

    rpc_consumer = RpcConsumer()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("expected_exceptions", ServiceError)
        super().__init__(*args, **kwargs)

    def unpack_message_headers(self, message: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().unpack_message_headers(message)
        if not isinstance(context.get("call_id_stack"), list):
            context.pop("call_id_stack", None)
        return context


F = TypeVar("F", bound=Callable[..., Any])


def rpc(method: F) -> F:
    """Make the method an RPC entrypoint."""
    entrypoint: F = Rpc.decorator(method)
    return entrypoint


@contextmanager
def _known_failures() -> Iterator[None]:
    """The database's bad moments are the caller's ``Transient``."""
    try:
        yield
    except (WriteConflict, StreamMoved) as error:
        raise Transient("busy") from error
    except PyMongoError as error:
        log.error("database", extra={"cause": type(error).__name__})
        raise Transient("database_away") from error


class _Bound:
    """The desk of one call, made when the method asks for it: a bad token fails the call only."""

    def __init__(self, application: Application, context: Any) -> None:
        self._application = application
        self._context = context

    def _call(self) -> Call:
        data = self._context.data
        correlation_id = str(data.get("correlation_id") or self._context.call_id)
        correlation.set(correlation_id)
        return Call(
            caller=self._application.verifier.verify(data.get("token")),
            clock=self._application.runtime.clock,
            correlation_id=correlation_id,
        )

    @property
    def chassis(self) -> ChassisDesk:
        return ChassisDesk(self._application.runtime, self._application.consumer, self._call())

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def method(*args: Any, **kwargs: Any) -> Any:
            with _known_failures():
                return getattr(self._application.desk_for(self._call()), name)(*args, **kwargs)

        return method


class Application(DependencyProvider):  # type: ignore[misc]
    """Opens the runtime, runs relay and consumer beside the entrypoints, gives each call its desk.

    ``handlers`` (or ``apply``) is what consumed events do. ``consume=False`` leaves the
    consuming to another process and keeps the desk for parked events. ``live`` and ``ready``:
    checks of what a service runs beside the chassis' own loops.
    """

    def __init__(
        self,
        build: Build,
        *,
        handlers: Handlers | None = None,
        apply: Callable[[Runtime], Apply] | None = None,
        indexes: dict[str, list[tuple[str, ...]]] | None = None,
        consume: bool = True,
        ready: Callable[[Runtime], Checks] | None = None,
        live: Callable[[Runtime], Checks] | None = None,
    ) -> None:
        self._build = build
        self._handlers = handlers
        self._apply = apply
        self._indexes = indexes or {}
        self._consume = consume
        self._ready = ready
        self._live = live
        self.runtime: Runtime
        self.verifier: Verifier
        self.consumer: Consumer | None = None
        self.desk_for: Callable[[Call], Desk]

    def setup(self) -> None:
        settings: Settings = self.container.config["SETTINGS"]
        package = self.container.service_cls.__module__.partition(".")[0]
        self.runtime = open_runtime(settings, Topology.of_package(package))
        ensure_indexes(self.runtime.db, self._indexes)
        self.verifier = Verifier.from_file(settings.trusted_keys_file)
        self.desk_for = self._build(self.runtime)
        self.relay: Relay = open_relay(self.runtime)
        self.rpc_metrics = RpcMetrics(self.runtime.registry)
        self.rpc_metrics.in_work(
            self.runtime.name,
            # from the pool: a worker that ends the process would never be counted down
            lambda: self.container.max_workers - self.container._worker_pool.free(),
        )
        if self.runtime.topology.consumes:
            apply = (
                self._apply(self.runtime)
                if self._apply is not None
                else applying(
                    self.runtime.ledger,
                    self._handlers or {},
                    self.runtime.clock,
                    self.runtime.name,
                )
            )
            self.consumer = open_consumer(self.runtime, apply, on_applied=self.relay.wake)
        self._loops: list[Any] = []
        live: dict[str, Any] = dict(turning(self.relay, time.monotonic))
        if self._live is not None:
            live |= self._live(self.runtime)
        ready: dict[str, Any] = {"database": self._database_answers}
        if self._ready is not None:
            ready |= self._ready(self.runtime)
        if self.consumer is not None and self._consume:
            consumer = self.consumer
            live |= turning(consumer, time.monotonic)
            ready["consumer"] = lambda: consumer.ready
        ready["entrypoints"] = self._entrypoints_consume
        self.health = HealthServer(
            settings.metrics_address, self.runtime.registry, live=live, ready=ready
        )

    def _database_answers(self) -> bool:
        return bool(self.runtime.db.command("ping")["ok"])

    def _entrypoints_consume(self) -> bool:
        for extension in self.container.extensions:
            if isinstance(extension, QueueConsumer):
                return bool(extension._consumers)
        return True

    def start(self) -> None:
        self._loops.append(loop("relay", self.relay.run))
        if self.consumer is not None and self._consume:
            self._loops.append(loop("consumer", self.consumer.run))

    def stop(self) -> None:
        """After the last worker: finish the batch in hand, relay the last commits."""
        if self.consumer is not None:
            self.consumer.stop()
        self.relay.stop()
        for each in self._loops:
            each.join(timeout=10)
        self.runtime.rpc.close()
        self.health.stop()
        self.runtime.db.client.close()

    def kill(self) -> None:
        self.relay.stop()

    def get_dependency(self, worker_ctx: Any) -> _Bound:
        return _Bound(self, worker_ctx)

    def worker_setup(self, worker_ctx: Any) -> None:
        worker_ctx.began = time.perf_counter()

    def worker_result(self, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> None:
        if exc_info is None:
            outcome = "ok"
        elif isinstance(exc_info[1], ServiceError):
            outcome = type(exc_info[1]).__name__.lower()
        else:
            outcome = "defect"
        self.rpc_metrics.answered(
            worker_ctx.service_name,
            worker_ctx.entrypoint.method_name,
            outcome,
            time.perf_counter() - worker_ctx.began,
        )


class ChassisService:
    """What every service answers. Subclass it, name it, give it a ``desk``."""

    name: str
    desk: Any

    @rpc
    def events_after(self, feed: str, position: int, limit: int) -> Any:
        return self.desk.chassis.events_after(feed, position, limit)

    @rpc
    def parked(self) -> Any:
        return self.desk.chassis.parked()

    @rpc
    def resolve_parked(self, event_id: str, action: str) -> Any:
        return self.desk.chassis.resolve_parked(event_id, action)
