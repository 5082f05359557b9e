"""Calling services: nameko's RPC protocol with what its own proxy lacks.

A time-out on every call, typed errors, one shared connection for all callers of the
process, and ``Transient`` instead of waiting for ever. Requests are not persistent:
a caller that timed out asks again, under the same key.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import amqp
import msgspec
from kombu import Connection
from kombu.exceptions import OperationalError

from chassis.errors import Transient, error_from_wire
from chassis.names import RPC_EXCHANGE, owner_of

__all__ = ["RemoteFailure", "RpcClient", "RpcOwner"]

log = logging.getLogger(__name__)

GONE = (amqp.AMQPError, OperationalError, OSError)
REPLY_QUEUE_MS = 300_000


class RemoteFailure(Exception):
    """The service failed in a way it has no name for: a defect over there."""


class _Call:
    __slots__ = ("answer", "done")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.answer: dict[str, Any] | None = None

    def complete(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.done.set()


class RpcClient:
    """One for each process. Threads and greenthreads may share it."""

    def __init__(self, uri: str, name: str) -> None:
        self._uri = uri
        self._reply_key = uuid.uuid4().hex
        self._reply_queue = f"rpc.reply-{name}-{self._reply_key}"
        self._calls: dict[str, _Call] = {}
        self._publishing = threading.Lock()
        self._connection: Connection | None = None
        self._channel: Any = None
        self._listening = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def call(
        self,
        service: str,
        method: str,
        *,
        token: str,
        correlation_id: str = "",
        timeout: float = 10.0,
        **kwargs: Any,
    ) -> Any:
        """The method's answer.

        Raises the :class:`~chassis.errors.ServiceError` it raised there, ``Transient``
        (``no_service``, ``timeout``, ``broker_away``) when there is no answer, and
        :class:`RemoteFailure` for a defect.
        """
        self._start()
        if not self._listening.wait(min(timeout, 5.0)):
            raise Transient("broker_away", {"service": service})
        call_id = uuid.uuid4().hex
        call = self._calls[call_id] = _Call()
        headers = {
            "nameko.call_id_stack": [f"{method}.{call_id}"],
            "nameko.token": token,
            "nameko.correlation_id": correlation_id or call_id,
        }
        body = msgspec.json.encode({"args": [], "kwargs": kwargs})
        try:
            self._publish(service, method, body, headers, call_id=call_id, timeout=timeout)
            if not call.done.wait(timeout) or call.answer is None:
                raise Transient("timeout", {"service": service})
        finally:
            self._calls.pop(call_id, None)
        error = call.answer.get("error")
        if error:
            known = error_from_wire(error.get("exc_type", ""), error.get("exc_args") or [])
            raise known or RemoteFailure(f"{service}.{method}: {error.get('exc_type')}")
        return call.answer.get("result")

    def close(self) -> None:
        self._stopping = True
        _drop(self._connection)
        if self._thread is not None:
            self._thread.join(timeout=3)

    # -- requests ------------------------------------------------------------------

    def _publish(
        self,
        service: str,
        method: str,
        body: bytes,
        headers: dict[str, Any],
        *,
        call_id: str,
        timeout: float,
    ) -> None:
        with self._publishing:
            for attempt in (1, 2):  # a connection that died unseen deserves one more try
                try:
                    self._send(body, headers, f"{service}.{method}", call_id, timeout)
                    return
                except GONE as error:
                    _drop(self._connection)
                    self._connection = self._channel = None
                    if attempt == 2:
                        raise Transient("broker_away", {"service": service}) from error

    def _send(
        self, body: bytes, headers: dict[str, Any], key: str, call_id: str, timeout: float
    ) -> None:
        if self._channel is None:
            self._connection = Connection(self._uri, connect_timeout=5)
            self._connection.connect()
            self._channel = self._connection.default_channel
            self._channel.events["basic_return"].add(self._returned)
        message = self._channel.prepare_message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            headers=headers,
            properties={
                "delivery_mode": 1,
                "reply_to": self._reply_key,
                "correlation_id": call_id,
                "expiration": str(int(timeout * 1000)),
            },
        )
        self._channel.basic_publish_confirm(
            message,
            exchange=RPC_EXCHANGE,
            routing_key=key,
            mandatory=True,
            timeout=timeout,
            confirm_timeout=timeout,
        )

    def _returned(self, error: Any, _exchange: str, key: str, message: Any) -> None:
        log.warning("no such service or method", extra={"key": key, "cause": str(error)[:60]})
        call = self._calls.get(message.properties.get("correlation_id", ""))
        if call is not None:
            fact = {"service": key.partition(".")[0]}
            call.complete({"error": {"exc_type": "Transient", "exc_args": ["no_service", fact]}})

    # -- replies -------------------------------------------------------------------

    def _start(self) -> None:
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(
                        target=self._listen, name="rpc-replies", daemon=True
                    )
                    self._thread.start()

    def _listen(self) -> None:
        wait = 0.1
        while not self._stopping:
            connection: Connection | None = None
            reached = False
            try:
                connection = Connection(self._uri, connect_timeout=5, heartbeat=60)
                connection.connect()
                reached = True
                channel = connection.default_channel
                channel.queue_declare(
                    self._reply_queue,
                    durable=True,
                    auto_delete=False,
                    arguments={"x-expires": REPLY_QUEUE_MS},
                )
                channel.queue_bind(self._reply_queue, RPC_EXCHANGE, routing_key=self._reply_key)
                channel.basic_consume(self._reply_queue, no_ack=True, callback=self._replied)
                self._listening.set()
                wait = 0.1
                self._receive(connection)
            except GONE as error:
                if not self._stopping:
                    log.warning("reply connection lost", extra={"cause": type(error).__name__})
                if not reached:
                    self._give_up()
            finally:
                self._listening.clear()
                _drop(connection)
            if not self._stopping:
                time.sleep(wait)
                wait = min(wait * 2, 1.0)

    def _give_up(self) -> None:
        """The broker is down: requests in it are gone, so do not let their callers wait.

        A connection that comes back at once was only cut; its replies are still in the queue.
        """
        for call in list(self._calls.values()):
            call.complete({"error": {"exc_type": "Transient", "exc_args": ["broker_away", {}]}})

    def _receive(self, connection: Connection) -> None:
        beat = time.monotonic()
        while not self._stopping:
            with suppress(TimeoutError):
                connection.drain_events(timeout=0.5)
            if time.monotonic() - beat > 15:
                connection.heartbeat_check()
                beat = time.monotonic()

    def _replied(self, message: Any) -> None:
        call = self._calls.get(message.properties.get("correlation_id", ""))
        if call is not None:
            call.complete(msgspec.json.decode(message.body))


class RpcOwner:
    """Reads feeds again at their owners; the consumer's way to fill a gap."""

    def __init__(self, rpc: RpcClient, token: Any) -> None:
        self._rpc = rpc
        self._token = token

    def __call__(self, feed: str, position: int, limit: int) -> Sequence[bytes]:
        try:
            answer = self._rpc.call(
                owner_of(feed),
                "events_after",
                token=self._token(),
                feed=feed,
                position=position,
                limit=limit,
            )
        except RemoteFailure as error:
            raise Transient("owner_failed", {"feed": feed}) from error
        return [body.encode() for body in answer["events"]]


def _drop(connection: Connection | None) -> None:
    if connection is not None:
        with suppress(*GONE, AttributeError):
            connection.collect(socket_timeout=0.1)
