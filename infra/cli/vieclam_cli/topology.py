"""Exchanges, queues and bindings, declared from what the services say in `topology.yaml`.

The reader of a feed must be named by its publisher, and must name the feed itself: one side
alone is a mistake, found before anything is declared. Nothing that exists is changed or deleted:
a thing that exists otherwise than the topology says stops the declaration.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import amqp
from chassis.names import RPC_EXCHANGE, exchange_of, owner_of, queue_arguments, queue_of
from chassis.topology import Topology
from kombu import Connection


class Mismatch(Exception):
    """The topology files disagree; each line of `lines` names both sides."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class Different(Exception):
    """Something exists on the broker otherwise than the topology says; the text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a declaration came to: all names, and those that were not there before."""

    exchanges: tuple[str, ...]
    queues: tuple[str, ...]
    new_queues: tuple[str, ...]


def check(topologies: Iterable[Topology]) -> None:
    """Raises Mismatch unless publishers' readers and consumers' feeds agree."""
    known = list(topologies)
    names = {each.service for each in known}
    readers = {feed: set(rule) for each in known for feed, rule in each.publishes.items()}
    publisher = {feed: each.service for each in known for feed in each.publishes}
    lines: list[str] = []
    for each in known:
        lines += [
            f"{each.service} publishes {feed}, whose name says that {owner_of(feed)} owns it"
            for feed in each.publishes
            if owner_of(feed) != each.service
        ]
        for feed in each.consumes:
            if feed not in readers:
                lines.append(f"{each.service} consumes {feed}, which no service publishes")
            elif each.service not in readers[feed]:
                lines.append(
                    f"{each.service} consumes {feed}, "
                    f"but {publisher[feed]} does not name it as a reader"
                )
    consumed = {(each.service, feed) for each in known for feed in each.consumes}
    for feed, wanted in sorted(readers.items()):
        for reader in sorted(wanted):
            if reader not in names:
                lines.append(f"{publisher[feed]} names {reader} as a reader of {feed}: no service")
            elif (reader, feed) not in consumed:
                lines.append(
                    f"{publisher[feed]} names {reader} as a reader of {feed}, "
                    f"but {reader} does not consume it"
                )
    if lines:
        raise Mismatch(lines)


def queues(topologies: Iterable[Topology]) -> dict[str, str]:
    """Every consumer's queue, and the exchange it is bound to."""
    return {
        queue_of(each.service, feed): exchange_of(feed)
        for each in topologies
        for feed in each.consumes
    }


def exchanges(topologies: Iterable[Topology]) -> list[str]:
    """The exchange of every feed."""
    return [exchange_of(feed) for each in topologies for feed in each.publishes]


def declare(uri: str, topologies: Sequence[Topology]) -> Declared:
    """Declare everything at the broker behind `uri`; again is no harm.

    Raises Mismatch, and Different for a thing that exists with other arguments.
    """
    check(topologies)
    feeds, wanted = exchanges(topologies), queues(topologies)
    with Connection(uri, connect_timeout=5) as connection:
        for exchange in (RPC_EXCHANGE, *feeds):
            _agree(
                connection,
                f"exchange {exchange}",
                "exchange_declare",
                exchange=exchange,
                type="topic",
                durable=True,
                auto_delete=False,
            )
        new = [queue for queue in wanted if not _exists(connection, queue)]
        for queue, exchange in wanted.items():
            _agree(
                connection,
                f"queue {queue}",
                "queue_declare",
                queue=queue,
                durable=True,
                auto_delete=False,
                arguments=queue_arguments(),
            )
            with connection.channel() as channel:
                channel.queue_bind(queue, exchange, routing_key="#")
    return Declared(exchanges=tuple(feeds), queues=tuple(wanted), new_queues=tuple(new))


def _agree(connection: Connection, thing: str, method: str, **arguments: object) -> None:
    """Declare; a broker that has it otherwise closes the channel and says how."""
    channel = connection.channel()
    try:
        getattr(channel, method)(**arguments)
    except amqp.PreconditionFailed as error:
        raise Different(
            f"{thing} exists with other arguments: {error.reply_text}. "
            "Stop its users, delete it, and declare again; no event is lost by that, "
            "consumers read what they miss at the feed's owner"
        ) from error
    finally:
        if channel.is_open:
            channel.close()


def _exists(connection: Connection, queue: str) -> bool:
    channel = connection.channel()
    try:
        channel.queue_declare(queue, passive=True)
    except amqp.NotFound:
        return False
    except amqp.ChannelError:  # there, and somebody is at it
        return True
    channel.close()
    return True
