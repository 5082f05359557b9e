"""Closings: what was signed stays, is chained, and any change to it is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from chassis.errors import Forbidden, Invalid, NotFound, Refused
from chassis.memory_log import MemoryLog
from indicators.closing import CHAIN_ID
from indicators.domain.canonical import canonical
from indicators.domain.closings import (
    Chain,
    Closing,
    Link,
    Note,
    close,
    evolve_chain,
    faults,
    note,
)
from indicators.domain.closings import LinkAdded as Added
from indicators.metrics import IndicatorMetrics
from indicators.records import CHAIN, CLOSING
from indicators.watching import Watch
from prometheus_client import CollectorRegistry

from .office import Office, enrolment, noon, person

AT = datetime(2026, 4, 2, 1, 2, 3, 4_000, tzinfo=UTC)
Kept = tuple[Chain, dict[str, Closing]]


def draft(span: str, value: int) -> Closing:
    return Closing(
        span=span,
        plan="p",
        plan_version=1,
        plan_digest="d",
        commune="09931",
        signed_by="leader",
        signed_on=date(2026, 4, 2),
        signed_at=AT,
        positions=(("training", 7), ("credit", 3)),
        figures=({"code": "a", "value": value, "ratio": 0.25, "target": {"of_span": 37.5}},),
        previous="",
    )


def signed() -> Kept:
    """Two closings and, between them, a note on the first."""
    chain = Chain()
    first = close(chain, draft("2026-Q1", 5))
    chain = evolve_chain(chain, Added(link=Link(span="2026-Q1", digest=first.digest)))
    told = Note(
        number=0,
        code="a",
        text="Bổ sung.",
        signed_by="leader",
        signed_on=date(2026, 5, 2),
        signed_at=AT,
        previous="",
    )
    word = note(chain, first, told)
    first = replace(first, notes=(word,))
    chain = evolve_chain(chain, Added(link=Link(span="2026-Q1", digest=word.digest, note=1)))
    second = close(chain, draft("2026-Q2", 6))
    chain = evolve_chain(chain, Added(link=Link(span="2026-Q2", digest=second.digest)))
    return chain, {"2026-Q1": first, "2026-Q2": second}


def test_a_sound_chain_has_no_fault() -> None:
    assert faults(*signed()) == []
    assert faults(Chain(), {}) == []


def altered(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return "other"
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        if len(value) >= 10 and value[4:5] == "-" and value[:4].isdigit():
            return f"2027{value[4:]}"  # a date or an instant stays one
        return f"x{value[1:]}"
    raise AssertionError(value)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        if isinstance(inner, dict | list) and inner:
            yield from leaves(inner, (*path, key))
        elif not isinstance(inner, dict | list):
            yield (*path, key)


def test_tampering_with_any_field_of_a_closing_or_note_is_found() -> None:
    chain, kept = signed()
    tried = 0
    for span, closing in kept.items():
        body = json.loads(json.dumps(CLOSING.dump(closing)))  # as stored: no tuples
        for path in leaves(body):
            wrong = deepcopy(body)
            place = wrong
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = altered(place[path[-1]])
            found = faults(chain, {**kept, span: CLOSING.load(wrong)})
            assert found, path
            tried += 1
    assert tried > 40


def test_tampering_with_the_chain_is_found() -> None:
    chain, kept = signed()
    one, two, three = chain.links
    for links in ((one, three), (two, one, three), (one, two), (three,), (one, one, two, three)):
        assert faults(Chain(links=links), kept), links
    forged = replace(three, digest="0" * 64)
    assert faults(Chain(links=(one, two, forged)), kept)
    assert faults(chain, {"2026-Q2": kept["2026-Q2"]})[0].what == "missing"


def test_figures_signed_again_break_what_follows() -> None:
    """Whoever recomputes a digest must recompute all after it."""
    chain, kept = signed()
    again = close(Chain(), draft("2026-Q1", 50))
    links = (replace(chain.links[0], digest=again.digest), *chain.links[1:])
    forged = replace(again, notes=kept["2026-Q1"].notes)
    found = faults(Chain(links=links), {**kept, "2026-Q1": forged})
    assert [(each.note, each.what) for each in found] == [(1, "misplaced")]


def test_the_canonical_form_is_rfc_8785s() -> None:
    told = {"b": [1.0, 0.00005, 37.5, True, None], "a": "Đào “x”\n", "é": {}}
    assert canonical(told) == '{"a":"Đào “x”\\n","b":[1,0.00005,37.5,true,null],"é":{}}'
    with pytest.raises(ValueError, match="nan"):
        canonical([float("nan")])


# -- the service -----------------------------------------------------------------------

LATER = date(2026, 7, 2)


def closed(office: Office) -> Any:
    office.learn(person("p1"), person("p2"), at=noon("2026-02-01"))
    office.learn(enrolment("e1", "2026-02-10"), at=noon("2026-02-11"))
    leader = office.desk(LATER, role="commune_leader")
    leader.close_span({"span": "2026-Q1"}, {"key": "k1"})
    return leader


def outsiders_digest(statement: dict[str, Any]) -> str:
    """By the README alone: Python's own JSON is canonical where no number is very small."""
    plain = json.loads(json.dumps(statement), parse_float=whole)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def whole(text: str) -> float | int:
    return int(float(text)) if float(text).is_integer() else float(text)


def test_an_outsider_recomputes_the_digest_from_the_exported_closing(office: Office) -> None:
    leader = closed(office)
    leader.close_span({"span": "2026-Q2"}, {"key": "k2"})
    told = json.loads(json.dumps(leader.closing("2026-Q2")))
    assert outsiders_digest(told["statement"]) == told["digest"]
    assert told["statement"]["previous"] == leader.closing("2026-Q1")["digest"]
    assert [link["digest"] for link in told["chain"]][-1] == told["digest"]
    assert told["statement"]["positions"]["training"] == 1
    assert told["statement"]["plan_digest"] == office.plan.digest
    figure = told["statement"]["figures"][0]
    assert (figure["definition_version"], "forecast" in figure) == (1, False)


def test_what_is_learnt_later_stands_beside_the_signed_figure(office: Office) -> None:
    leader = closed(office)
    assert leader.closing("2026-Q1")["restated"] == []
    late = datetime(2027, 1, 5, tzinfo=UTC)
    office.learn(enrolment("e2", "2026-02-12", "p2"), at=late)
    told = leader.closing("2026-Q1")
    (row,) = (each for each in told["restated"] if each["code"] == "rural_trainees")
    assert (row["signed"]["value"], row["now"]["value"], row["change"]) == (1, 2, 1)
    assert row["causes"] == {"late_fact": {"value": 1}}
    assert told["statement"]["figures"][0]["value"] == 1
    assert told["sound"]


def test_a_closed_span_takes_notes_but_is_never_opened_again(office: Office) -> None:
    leader = closed(office)
    body = {"code": "rural_trainees", "text": "Một lớp báo cáo muộn."}
    receipt = leader.note_on_closing("2026-Q1", body, {"key": "n1"})
    told = leader.closing("2026-Q1")
    assert told["notes"][0]["digest"] == receipt["digest"]
    assert outsiders_digest(told["notes"][0]["statement"]) == receipt["digest"]
    assert [link["note"] for link in told["chain"]] == [None, 1]
    assert leader.note_on_closing("2026-Q1", body, {"key": "n1"}) == receipt
    with pytest.raises(Refused, match="already_closed"):
        leader.close_span({"span": "2026-Q1"}, {"key": "k9"})
    with pytest.raises(NotFound):
        leader.note_on_closing("2026-Q2", body, {"key": "n2"})
    with pytest.raises(NotFound):
        leader.note_on_closing("2026-Q1", {**body, "code": "luck"}, {"key": "n3"})
    with pytest.raises(Invalid):
        leader.note_on_closing("2026-Q1", {}, {"key": "n4"})
    with pytest.raises(Forbidden):
        office.desk(LATER).note_on_closing("2026-Q1", body, {"key": "n5"})
    assert leader.closing("2026-Q1")["sound"]


def test_a_note_is_chained_between_two_closings(office: Office) -> None:
    leader = closed(office)
    leader.note_on_closing("2026-Q1", {"text": "Đã đối chiếu."}, {"key": "n1"})
    leader.close_span({"span": "2026-Q2"}, {"key": "k2"})
    told = leader.closing("2026-Q2")
    assert told["statement"]["previous"] == told["chain"][1]["digest"]
    assert [each["span"] for each in leader.list_closings()["items"]] == ["2026-Q1", "2026-Q2"]


def test_verify_finds_a_closing_that_was_rewritten_with_its_chain(office: Office) -> None:
    """Digests and all recomputed: sound in itself, but the log says otherwise."""
    leader = closed(office)
    assert office.verified() == 0
    log: MemoryLog = office.ledger.log  # type: ignore[assignment]
    kept = CLOSING.load(log.load("closings", "2026-Q1").body)  # type: ignore[union-attr]
    figures = ({**kept.figures[0], "value": 99}, *kept.figures[1:])
    forged = close(Chain(), replace(kept, figures=figures))
    _rewrite(log, "closings", "2026-Q1", CLOSING.dump(forged))
    assert "closing 2026-Q1: altered" in office.desk(role="ops").verify()["details"]["named"]
    links = (Link(span="2026-Q1", digest=forged.digest),)
    _rewrite(log, CHAIN.kind, CHAIN_ID, CHAIN.dump(Chain(links=links)))
    assert {each["what"] for each in leader.closing("2026-Q1")["faults"]} == {"not_as_logged"}
    assert office.verified() > 0


def test_the_standing_audit_counts_a_closing_that_was_altered(office: Office) -> None:
    """Nobody has to open the closing or run ``verify``: the alarm rings by itself."""
    closed(office)
    log: MemoryLog = office.ledger.log  # type: ignore[assignment]
    kept = CLOSING.load(log.load("closings", "2026-Q1").body)  # type: ignore[union-attr]

    def difference() -> float | None:
        metrics = CollectorRegistry()
        Watch(office.runtime(LATER), office.plan, IndicatorMetrics(metrics)).look()
        return metrics.get_sample_value("vieclam_recompute_difference")

    assert difference() == 0
    figures = ({**kept.figures[0], "value": 99}, *kept.figures[1:])
    _rewrite(log, "closings", "2026-Q1", CLOSING.dump(replace(kept, figures=figures)))
    assert difference() == 2  # against its digest, and against the log


def _rewrite(log: MemoryLog, kind: str, record_id: str, body: dict[str, Any]) -> None:
    document = log.documents[kind, record_id]
    log.documents[kind, record_id] = replace(document, record=replace(document.record, body=body))
