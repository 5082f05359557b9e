"""Whatever is sent, the answer is one that was told of, and never a defect.

A small loop of our own: bodies are made from the document, each field right or wrong by
turns, and junk where nobody looks for it.
"""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ..permissions.table import TABLE
from ..support.system import Desks
from .document import Interface
from .world import World

Json = dict[str, Any]
TOLD = {200, 201, 202, 400, 403, 404, 409, 412, 413, 415, 422}
"""What a signed-in caller with the right to ask is answered; 403 is another commune's."""

LOUD = ("Đào", "x" * 5_000, "\u0000", "\ud800", "=1+1", "<b>", "Hoà\u0301", "0", "", " ", "🙂")
NUMBERS = (0, -1, 1, 2**31, 2**63, 10**30, 1.5, -0.0, 1e308)
DAYS = ("2027-02-28", "2027-02-30", "0000-01-01", "9999-12-31", "2027-2-1", "10000-01-01")
junk = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(LOUD),
    st.sampled_from(NUMBERS),
    st.sampled_from(DAYS),
    st.text(max_size=20),
    st.recursive(
        st.sampled_from(LOUD[3:]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    ),
)
MUCH = settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.generate),  # what failed is told whole: shrinking takes minutes
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def fitting(interface: Interface, schema: Json) -> st.SearchStrategy[Any]:
    """Values as the document describes them."""
    schema = interface.resolved(schema)
    if "anyOf" in schema:
        return st.one_of(*(fitting(interface, each) for each in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    types = schema.get("type", "null")
    types = [types] if isinstance(types, str) else types
    return st.one_of(*(_of_type(interface, schema, each) for each in types))


def _of_type(interface: Interface, schema: Json, kind: str) -> st.SearchStrategy[Any]:
    if kind == "null":
        return st.none()
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(schema.get("minimum", -5), schema.get("maximum", 10**15))
    if kind == "number":
        return st.floats(schema.get("minimum", -5), schema.get("maximum", 1e15))
    if kind == "array":
        return st.lists(fitting(interface, schema["items"]), max_size=3)
    if kind == "object":
        return bodies(interface, schema)
    if schema.get("format") == "date":
        return st.dates().map(str) | st.sampled_from(DAYS)
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    return st.text(max_size=min(schema.get("maxLength", 50), 50))


def bodies(interface: Interface, schema: Json) -> st.SearchStrategy[Any]:
    """Objects whose fields are mostly as described, sometimes anything, sometimes missing."""
    told = interface.resolved(schema).get("properties", {})
    mostly = {name: _mostly(fitting(interface, each)) for name, each in told.items()}
    return st.fixed_dictionaries({}, optional=mostly) | st.fixed_dictionaries(mostly)


def _mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One time in ten anything at all."""
    return st.integers(0, 9).flatmap(lambda turn: right if turn else junk)


def routes(interface: Interface, *verbs: str) -> list[str]:
    """Those that somebody signed in may ask, and that answer and end."""
    return sorted(
        route
        for route in interface.operations
        if route.partition(" ")[0] in verbs and route in TABLE and "stream" not in route
    )


def asker(route: str) -> str:
    """A role that may; of a history, which the table leaves open, the writer of the record."""
    rights = TABLE[route].may or TABLE[route.replace("GET", "PATCH").removesuffix("/history")].may
    return min(rights)


ENDING = {"POST /people/{person_id}/erase", "POST /people/{person_id}/restrict"}
"""After these nothing more can be asked about the person: each is about somebody new."""


def filled(world: World, route: str, choose: random.Random) -> str:
    """A route's path about a record that is there, or about nothing."""
    known = {
        "person_id": "{person}",
        "need_id": "{need}",
        "referral_id": "{referral}",
        "class_id": "{opened}",
        "enrolment_id": "{enrolment}",
        "placement_id": "{placement}",
        "loan_id": "{loan}",
        "household_id": "{household}",
        "feedback_id": "{feedback}",
        "request_id": "{request}",
        "consent_id": "{consent}",
        "breach_id": "{breach}",
        "code": "new_jobs",
        "span": "2027",
        "kind": "csv",
    }

    def one(found: re.Match[str]) -> str:
        name = known.get(found[1])
        if name is None or choose.random() < 0.3:
            return choose.choice(("x", "0" * 32, "-", "a" * 64))
        return str(world.fresh(name) if route in ENDING else world.settled(name))

    return re.sub(r"\{(\w+)\}", one, route.partition(" ")[2])


def test_no_body_is_a_defect(desks: Desks, world: World, interface: Interface) -> None:
    asked = [each for each in routes(interface, "POST", "PATCH") if interface.body(each)]
    assert len(asked) > 60
    for route in asked:
        _try(route, desks, world, interface)


def _try(route: str, desks: Desks, world: World, interface: Interface) -> None:
    verb = route.partition(" ")[0]
    client = desks[asker(route)]
    schema = interface.body(route) or {}
    choose = random.Random(route)

    @MUCH
    @given(bodies(interface, schema))
    def sent(body: Any) -> None:
        answer = client.send(verb, filled(world, route, choose), body)
        assert answer.status_code in TOLD, f"{route} {body!r}: {answer.status_code} {answer.text}"
        if "json" not in answer.headers["Content-Type"]:
            return  # a file
        problems = interface.answer_problems(
            route, answer.status_code, answer.headers["Content-Type"], answer.json()
        )
        assert not problems, f"{route} {answer.status_code}: {problems}"

    sent()


@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_text_that_is_not_needed_is_absent(desks: Desks, world: World, blank: str) -> None:
    body = {"reason_code": "other", "note": blank}
    answer = desks["bank"].send("POST", world.fresh("/loans/{loan}/void"), body)
    assert answer.status_code == 200, answer.text


WORDS = (
    "",
    "x",
    "0",
    "-1",
    "1e9",
    "2027",
    "2027-Q5",
    "plan",
    "2027-02-30",
    "%00",
    "Đào",
    "a" * 300,
)


def test_no_query_is_a_defect(desks: Desks, world: World, interface: Interface) -> None:
    choose = random.Random(5)
    for route in routes(interface, "GET"):
        client = desks[asker(route)]
        names = [e["name"] for e in interface.operations[route]["parameters"] if e["in"] == "query"]
        for _ in range(6):
            query = {name: choose.choice(WORDS) for name in names if choose.random() < 0.6}
            answer = client.send("GET", filled(world, route, choose), params=query)
            assert answer.status_code in TOLD | {403}, f"{route} {query}: {answer.text}"
            if "json" in answer.headers["Content-Type"]:
                problems = interface.answer_problems(
                    route, answer.status_code, answer.headers["Content-Type"], answer.json()
                )
                assert not problems, f"{route} {answer.status_code}: {problems}"


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[1,2", b'{"a":1', b"\xff\xfe", b"{}{}", b"NaN", b'{"a": NaN}', b"null",
     b"[" * 100_000, b'{"on": "2027-01-01", "on": 5}'],
    ids=range(11),
)  # fmt: skip
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_bytes_that_are_no_body_are_told_so(desks: Desks, raw: bytes, kind: str) -> None:
    officer = desks["commune_officer"]
    answer = officer.session.post(
        f"{officer.url}/api/v1/outreach", data=raw, headers={"Content-Type": kind}, timeout=20
    )
    assert answer.status_code in (400, 415, 422), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
