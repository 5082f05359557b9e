"""Signing a span, and later notes on it. Each is the next link of one chain."""

from __future__ import annotations

from typing import Any

from chassis.commands import Unit
from chassis.errors import NotFound, Refused, Transient
from chassis.runtime import Call, Meta, Runtime

from indicators import publishing
from indicators.domain.closings import (
    Chain,
    Closing,
    Link,
    LinkAdded,
    Note,
    NoteAdded,
    SpanClosed,
    close,
    note,
)
from indicators.freshness import fresh_to
from indicators.reading import Reading
from indicators.records import CHAIN, CLOSING
from indicators.schemas import CloseSpan, NoteOnClosing

__all__ = ["CHAIN_ID", "add_note", "close_span"]

Json = dict[str, Any]
CHAIN_ID = "closings"
LOOKS = 5
LEFT_OUT = ("months", "forecast", "fresh_to", "silent")
"""Of a figure its numbers and their definition are signed, not its history or outlook."""


def close_span(runtime: Runtime, call: Call, reading: Reading, body: Json, meta: Meta) -> Json:
    """Freeze a span's figures as they stand. Raises ``Refused("span_not_over")`` for one
    that has not ended and ``Refused("already_closed")`` for one that was signed before.
    """
    span = reading.span(CloseSpan().read(body)["span"])
    if span.last >= reading.today:
        raise Refused("span_not_over", {"span": span.name, "ends_on": span.last})
    positions, figures = _standing(runtime, reading, span.name)
    intent = call.intent(meta, body)
    plan = reading.plan

    def work(unit: Unit) -> Json:
        if unit.load(CLOSING, span.name) is not None:
            raise Refused("already_closed", {"span": span.name})
        chain = unit.load(CHAIN, CHAIN_ID) or Chain()
        signed = Closing(
            span=span.name,
            plan=plan.code,
            plan_version=plan.version,
            plan_digest=plan.digest,
            commune=plan.commune,
            signed_by=call.caller.id,
            signed_on=intent.today,
            signed_at=intent.at,
            positions=tuple(sorted(positions.items())),
            figures=tuple(figures),
            previous="",
        )
        closing = close(chain, signed)
        message = publishing.span_closed(closing, plan.commune)
        unit.save(CLOSING, span.name, [SpanClosed(closing=closing)], [message])
        unit.save(CHAIN, CHAIN_ID, [LinkAdded(link=Link(span=span.name, digest=closing.digest))])
        return _receipt(unit, closing.span, closing.digest)

    return runtime.ledger.run(intent, work)


def _standing(runtime: Runtime, reading: Reading, span: str) -> tuple[dict[str, int], list[Json]]:
    """Figures, and the positions they rest on: read again when an event came in between."""
    for _ in range(LOOKS):
        before = _positions(runtime)
        figures = [
            {name: value for name, value in each.items() if name not in LEFT_OUT}
            for each in reading.figures(reading.span(span), {})
        ]
        if _positions(runtime) == before:
            return before, figures
    raise Transient("busy")


def _positions(runtime: Runtime) -> dict[str, int]:
    fresh = fresh_to(runtime.db, runtime.topology.consumes)
    return {feed: each["position"] for feed, each in fresh.items()}


def add_note(
    runtime: Runtime, call: Call, reading: Reading, of_span: str, body: Json, meta: Meta
) -> Json:
    """Sign a word on a closing. Raises ``NotFound("closing")`` for a span that is not closed."""
    told = NoteOnClosing().read(body)
    span = reading.span(of_span).name
    if told.get("code") is not None:
        reading.indicator(told["code"])
    intent = call.intent(meta, {"span": span, **body})

    def work(unit: Unit) -> Json:
        closing = unit.load(CLOSING, span)
        if closing is None:
            raise NotFound("closing", {"span": span})
        chain = unit.load(CHAIN, CHAIN_ID) or Chain()
        draft = Note(
            number=0,
            code=told.get("code"),
            text=told["text"],
            signed_by=call.caller.id,
            signed_on=intent.today,
            signed_at=intent.at,
            previous="",
        )
        signed = note(chain, closing, draft)
        link = Link(span=span, digest=signed.digest, note=signed.number)
        unit.save(CLOSING, span, [NoteAdded(note=signed)])
        unit.save(CHAIN, CHAIN_ID, [LinkAdded(link=link)])
        return _receipt(unit, span, signed.digest)

    return runtime.ledger.run(intent, work)


def _receipt(unit: Unit, span: str, digest: str) -> Json:
    return {
        "id": span,
        "version": unit.version(CLOSING, span),
        "digest": digest,
        "warnings": [],
    }
