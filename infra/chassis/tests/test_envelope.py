"""The envelope is what ENVELOPE.md says, and what cannot be read says why without quoting it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

import jsonschema
import pytest
from chassis.envelope import Unreadable, decode, encode
from chassis.log import Message
from hypothesis import given
from hypothesis import strategies as st

SCHEMA = json.loads(resources.files("chassis").joinpath("envelope.schema.json").read_text())
AT = datetime(2026, 11, 23, 1, 2, 3, 456000, tzinfo=UTC)


def body(**changes: Any) -> dict[str, Any]:
    message = Message(
        feed="registry.training",
        name="person_referred",
        subject="p1",
        data={"person_id": "p1"},
        occurred_on=date(2026, 11, 20),
    )
    event = encode(message, service="registry", position=7, recorded_at=AT, correlation_id="c1")
    return dict(json.loads(event.body)) | changes


def test_an_event_on_the_wire_keeps_to_the_schema() -> None:
    jsonschema.validate(body(), SCHEMA)


def test_the_wire_names_are_these() -> None:
    assert body() == {
        "specversion": "1.0",
        "id": "registry.training/7",
        "source": "/vieclam/registry",
        "type": "person_referred.v1",
        "subject": "p1",
        "time": "2026-11-23T01:02:03.456Z",
        "dataschema": "/vieclam/registry/contracts/registry.training/person_referred.v1.json",
        "datacontenttype": "application/json",
        "feed": "registry.training",
        "position": 7,
        "occurredon": "2026-11-20",
        "correlationid": "c1",
        "data": {"person_id": "p1"},
    }


def test_a_reader_gets_back_what_was_written() -> None:
    event = decode(json.dumps(body()))
    assert (event.name, event.version, event.position, event.time, event.occurred_on) == (
        "person_referred",
        1,
        7,
        AT,
        date(2026, 11, 20),
    )


def test_fields_that_are_added_later_do_not_disturb() -> None:
    assert decode(json.dumps(body(traceparent="00-1"))).id == "registry.training/7"


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "noversion"},
        {"time": "2026-11-23T01:02:03"},
        {"position": "7"},
        {"occurredon": "20/11/2026"},
        {"data": None},
    ],
)
def test_what_cannot_be_read_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        decode(json.dumps(body(**changes)))


@given(st.binary(max_size=200))
def test_junk_is_unreadable_and_never_a_crash(junk: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(junk)


def test_a_reason_names_the_field_and_not_its_value() -> None:
    with pytest.raises(Unreadable) as reason:
        decode(json.dumps(body(position="Nguyễn Văn A")))
    assert "position" in str(reason.value)
    assert "Nguyễn" not in str(reason.value)
