"""Signing a span, and what was signed."""

from __future__ import annotations

from typing import Any

from chassis.clock import to_iso
from chassis.commands import Unit
from chassis.errors import Refused
from chassis.runtime import Call, Meta, Runtime

from indicators import publishing
from indicators.domain.closings import Chain, Closing, Link, LinkAdded, SpanClosed, close, sound
from indicators.freshness import fresh_to
from indicators.reading import Reading
from indicators.records import CHAIN, CLOSING
from indicators.schemas import CloseSpan

__all__ = ["close_span", "closings", "list_closings"]

Json = dict[str, Any]
CHAIN_ID = "closings"


def close_span(runtime: Runtime, call: Call, reading: Reading, body: Json, meta: Meta) -> Json:
    """Freeze a span's figures as they stand. Raises ``Refused("span_not_over")`` for one
    that has not ended and ``Refused("already_closed")`` for one that was signed before.
    """
    span = reading.span(CloseSpan().read(body)["span"])
    if span.last >= reading.today:
        raise Refused("span_not_over", {"span": span.name, "ends_on": span.last})
    fresh = fresh_to(runtime.db, runtime.topology.consumes)
    figures = tuple(_frozen(each) for each in reading.figures(span, fresh))
    intent = call.intent(meta, body)

    def work(unit: Unit) -> Json:
        if unit.load(CLOSING, span.name) is not None:
            raise Refused("already_closed", {"span": span.name})
        chain = unit.load(CHAIN, CHAIN_ID) or Chain()
        closing = close(
            chain,
            span=span.name,
            signed_by=call.caller.id,
            signed_on=intent.today,
            signed_at=intent.at,
            plan_version=reading.plan.version,
            positions=tuple((feed, each["position"]) for feed, each in fresh.items()),
            figures=figures,
        )
        message = publishing.span_closed(closing, reading.plan.commune)
        unit.save(CLOSING, span.name, [SpanClosed(closing=closing)], [message])
        unit.save(CHAIN, CHAIN_ID, [LinkAdded(link=Link(span=span.name, digest=closing.digest))])
        return {
            "id": span.name,
            "version": unit.version(CLOSING, span.name),
            "digest": closing.digest,
            "warnings": [],
        }

    return runtime.ledger.run(intent, work)


def _frozen(figure: Json) -> Json:
    """What is signed of a figure: its numbers and their definition, not its history."""
    left_out = ("months", "forecast", "fresh_to")
    return {name: value for name, value in figure.items() if name not in left_out}


def closings(runtime: Runtime) -> tuple[Chain, dict[str, Closing]]:
    """The chain and every closing in it."""
    log = runtime.ledger.log
    record = log.load(CHAIN.kind, CHAIN_ID)
    chain = CHAIN.load(record.body) if record is not None else Chain()
    found: dict[str, Closing] = {}
    for link in chain.links:
        closing = log.load(CLOSING.kind, link.span)
        if closing is not None:
            found[link.span] = CLOSING.load(closing.body)
    return chain, found


def list_closings(runtime: Runtime) -> Json:
    """``{"items": [closing…], "total", "sound"}``; ``sound``: the chain is unbroken."""
    chain, found = closings(runtime)
    items = [
        {
            "span": each.span,
            "digest": each.digest,
            "previous": each.previous,
            "signed_by": each.signed_by,
            "signed_on": each.signed_on.isoformat(),
            "signed_at": to_iso(each.signed_at),
            "plan_version": each.plan_version,
            "positions": dict(each.positions),
            "figures": list(each.figures),
        }
        for link in chain.links
        if (each := found.get(link.span)) is not None
    ]
    return {"items": items, "total": len(items), "sound": sound(chain, found)}
