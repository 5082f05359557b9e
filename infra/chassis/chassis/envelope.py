"""The envelope of every event: CloudEvents 1.0 as JSON. See ENVELOPE.md for each field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from chassis.clock import from_iso, to_iso
from chassis.log import FeedEvent, Message

__all__ = ["Envelope", "Event", "Unreadable", "decode", "encode"]


class Unreadable(ValueError):
    """An event that can never be applied as it is; the reason names fields, never values."""


class Envelope(msgspec.Struct, kw_only=True, frozen=True):
    """CloudEvents 1.0 with the extensions feed, position, occurredon, correlationid."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: str
    dataschema: str
    feed: str
    position: int
    data: dict[str, Any]
    datacontenttype: str = "application/json"
    occurredon: str | None = None
    correlationid: str | None = None


class Event(msgspec.Struct, kw_only=True, frozen=True):
    """An event as a consumer sees it."""

    feed: str
    position: int
    name: str
    version: int
    subject: str
    time: datetime
    occurred_on: date | None
    correlation_id: str
    data: dict[str, Any]

    @property
    def type(self) -> str:
        return f"{self.name}.v{self.version}"

    @property
    def id(self) -> str:
        return f"{self.feed}/{self.position}"


def _plain(value: Any) -> Any:
    """A database's own integers (whole đồng above 2³¹ come back as such) are integers."""
    if isinstance(value, int):
        return int(value)
    raise TypeError(type(value).__name__)


_encoder = msgspec.json.Encoder(enc_hook=_plain)
_decoder = msgspec.json.Decoder(Envelope)


def encode(
    message: Message,
    *,
    service: str,
    position: int,
    recorded_at: datetime,
    correlation_id: str,
) -> FeedEvent:
    """The message at its position, ready for the wire."""
    envelope = Envelope(
        specversion="1.0",
        id=f"{message.feed}/{position}",
        source=f"/vieclam/{service}",
        type=message.type,
        subject=message.subject,
        time=to_iso(recorded_at),
        dataschema=f"/vieclam/{service}/contracts/{message.feed}/{message.type}.json",
        feed=message.feed,
        position=position,
        occurredon=message.occurred_on.isoformat() if message.occurred_on else None,
        correlationid=correlation_id or None,
        data=message.data,
    )
    return FeedEvent(
        feed=message.feed,
        position=position,
        name=message.name,
        version=message.version,
        recorded_at=recorded_at,
        body=_encoder.encode(envelope),
    )


def decode(body: bytes | str) -> Event:
    """Read an envelope; raises :class:`Unreadable` naming the field that is wrong."""
    try:
        envelope = _decoder.decode(body)
        name, _, version = envelope.type.rpartition(".v")
        if not name:
            raise ValueError("type")
        return Event(
            feed=envelope.feed,
            position=envelope.position,
            name=name,
            version=int(version),
            subject=envelope.subject,
            time=from_iso(envelope.time),
            occurred_on=date.fromisoformat(envelope.occurredon) if envelope.occurredon else None,
            correlation_id=envelope.correlationid or "",
            data=envelope.data,
        )
    except msgspec.DecodeError as error:
        # a ValidationError names type and path; a DecodeError position only: no value in either
        raise Unreadable(f"envelope: {error}") from None
    except ValueError:
        raise Unreadable("envelope: type, time or occurredon is malformed") from None
