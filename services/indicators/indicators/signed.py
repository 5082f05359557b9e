"""What was signed: the chain, each closing with all that recomputes its digest, and its faults."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chassis.commands import Aggregate
from chassis.errors import NotFound
from chassis.runtime import Runtime

from indicators.closing import CHAIN_ID
from indicators.domain.closings import Chain, Closing, Fault, faults, statement_of
from indicators.domain.telling import shown
from indicators.reading import Reading
from indicators.records import CHAIN, CLOSING
from indicators.restatements import recorded_since

__all__ = ["chain_faults", "closing_of", "closings", "list_closings"]

Json = dict[str, Any]
HOW = (
    "digest = lower-case hex SHA-256 of the UTF-8 bytes of the statement as canonical JSON "
    "(RFC 8785: keys sorted, no white space); statement.previous is the digest of the chain's link "
    "before, 64 zeros for the first"
)


def closings(runtime: Runtime) -> tuple[Chain, dict[str, Closing]]:
    """The chain and every closing in it."""
    log = runtime.ledger.log
    record = log.load(CHAIN.kind, CHAIN_ID)
    chain = CHAIN.load(record.body) if record is not None else Chain()
    found: dict[str, Closing] = {}
    for span in {link.span for link in chain.links}:
        closing = log.load(CLOSING.kind, span)
        if closing is not None:
            found[span] = CLOSING.load(closing.body)
    return chain, found


def chain_faults(runtime: Runtime) -> list[Fault]:
    """What is kept against what was signed, and against the log of the signing. For ``verify``."""
    chain, found = closings(runtime)
    wrong = faults(chain, found)
    if _logged(runtime, CHAIN, CHAIN_ID) != (chain if chain.links else None):
        wrong.append(Fault(span="", note=None, what="not_as_logged"))
    for span, closing in sorted(found.items()):
        if _logged(runtime, CLOSING, span) != closing:
            wrong.append(Fault(span=span, note=None, what="not_as_logged"))
    return wrong


def _logged(runtime: Runtime, aggregate: Aggregate[Any, Any], record_id: str) -> Any:
    commits = runtime.ledger.log.history(aggregate.stream(record_id))
    return aggregate.replay([event for commit in commits for event in commit.events])


def list_closings(runtime: Runtime) -> Json:
    """``{"items": [closing…], "total", "sound"}`` in the order they were signed."""
    chain, found = closings(runtime)
    items = [
        {**statement_of(found[link.span]), "digest": link.digest, "notes": _notes(found[link.span])}
        for link in chain.links
        if link.note is None and link.span in found
    ]
    return {"items": items, "total": len(items), "sound": not chain_faults(runtime)}


def closing_of(runtime: Runtime, reading: Reading, span: str) -> Json:
    """Everything needed to check a closing by hand, and what was learnt since:
    ``{"statement", "digest", "how", "notes": [{"statement", "digest"}], "chain": [{"span",
    "note", "digest"}], "faults", "sound", "restated": [{code, signed, now, causes}]}``.
    """
    chain, found = closings(runtime)
    name = reading.span(span).name
    closing = found.get(name)
    if closing is None:
        raise NotFound("closing", {"span": name})
    wrong = chain_faults(runtime)
    return {
        "statement": statement_of(closing),
        "digest": closing.digest,
        "how": HOW,
        "notes": _notes(closing),
        "chain": [
            {"span": link.span, "note": link.note, "digest": link.digest} for link in chain.links
        ],
        "faults": [{"span": each.span, "note": each.note, "what": each.what} for each in wrong],
        "sound": not wrong,
        "restated": _restated(reading, closing),
    }


def _notes(closing: Closing) -> list[Json]:
    return [
        {"statement": statement_of(closing, each), "digest": each.digest} for each in closing.notes
    ]


def _restated(reading: Reading, closing: Closing) -> list[Json]:
    """Signed figures that are known otherwise today; the signed one stays as it is."""
    signed = {each["code"]: each for each in closing.figures}
    rows = []
    for now in reading.figures(reading.span(closing.span), {}):
        before = signed.get(now["code"])
        if before is None or _numbers(before) == _numbers(now):
            continue
        rows.append(
            {
                "code": now["code"],
                "name": now["name"],
                "name_en": now["name_en"],
                "kind": now["kind"],
                "signed": {**_numbers(before), "status": before["status"]},
                "now": {**_numbers(now), "status": now["status"]},
                "change": (shown(now) or 0) - (shown(before) or 0),
                "causes": _causes(reading, closing, now["code"]),
            }
        )
    return rows


def _numbers(figure: Json) -> Json:
    return {name: figure[name] for name in ("value", "num", "den", "ratio")}


def _causes(reading: Reading, closing: Closing, code: str) -> Json:
    """By cause and part what was added or taken since it was signed."""
    indicator, span = reading.indicator(code), reading.span(closing.span)
    found: dict[str, Counter[str]] = {}
    for row in recorded_since(reading, indicator, span, closing.signed_at):
        found.setdefault(row["cause"], Counter())[row["part"]] += row["change"]
    return {cause: dict(parts) for cause, parts in sorted(found.items())}
