"""FastStream: an asynchronous subscriber and a pydantic model.

Four events in work at once: of 1, 2, 3, 5, 10 and 20 the middle was fastest; with more, their
transactions meet on the same cells and are tried again.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from faststream.rabbit import Channel, QueueType, RabbitBroker, RabbitQueue
from pydantic import BaseModel
from pymongo import AsyncMongoClient

from benchmarks.child import finish, hello, ready
from benchmarks.meter import Meter
from benchmarks.one_by_one import AsyncOneByOne

TOLD = hello()
METER = Meter(TOLD["total"], TOLD["warm_up"])
PREFETCH, IN_WORK = 20, 4


class Envelope(BaseModel):
    """What the handler reads of an event."""

    feed: str
    position: int
    type: str
    subject: str
    time: str
    data: dict[str, Any]
    occurredon: str | None = None
    correlationid: str | None = None


async def main() -> None:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        TOLD["mongodb_uri"], retryWrites=False, tz_aware=True, w="majority", journal=True
    )
    work = AsyncOneByOne(client.get_default_database())
    broker = RabbitBroker(TOLD["amqp_uri"])
    queue = RabbitQueue(TOLD["queue"], durable=True, queue_type=QueueType.QUORUM)
    done, room = asyncio.Event(), asyncio.Semaphore(IN_WORK)

    @broker.subscriber(queue, channel=Channel(prefetch_count=PREFETCH))  # type: ignore[untyped-decorator]
    async def apply(payload: Envelope) -> None:
        async with room:
            await work.apply_async(payload.model_dump())
        if METER.add():
            done.set()

    await broker.connect()
    await broker.declare_queue(queue)
    for line in Path(TOLD["events"]).read_bytes().splitlines():
        await broker.publish(line, queue=queue, persist=True, content_type="application/json")
    ready()
    await broker.start()
    await done.wait()
    finish(METER.result())


if __name__ == "__main__":
    asyncio.run(main())
