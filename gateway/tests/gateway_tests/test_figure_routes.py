"""The API of figures: what is asked goes along unchanged, what cannot be asked reaches nobody."""

from __future__ import annotations

import pytest
from gateway.routes.figures import CLOSINGS

from . import believable
from .believable_closings import SIGNED, backtest, closing, what_if
from .office import Office

RECEIPT = {"id": SIGNED, "version": 2, "digest": "f6" * 32, "warnings": []}


def test_a_set_a_day_and_a_commune_go_along(gateway: Office) -> None:
    told = {**believable.figures(set="further"), "communes": ["09931", "10001"]}
    gateway.rpc.answers["indicators.figures"] = told
    answer = gateway.client("city_viewer").get(
        "/api/v1/indicators?set=further&on=2026-09-30&commune=09931"
    )
    assert gateway.rpc.last.kwargs == {
        "span": None, "as_of": None, "on": "2026-09-30", "commune": "09931", "set": "further"
    }  # fmt: skip
    assert answer.json["communes"] == ["09931", "10001"]
    kinds = {(each["kind"], each["unit"]) for each in answer.json["indicators"]}
    assert kinds == {("share", "person"), ("money", "person"), ("share", "class")}


def test_one_figure_is_asked_on_both_clocks_and_of_a_commune(gateway: Office) -> None:
    gateway.rpc.answers["indicators.figure"] = believable.figure
    gateway.client("ops").get(
        "/api/v1/indicators/new_jobs?on=2026-03-31&as_of=2026-06-30&commune=09931&by=village"
    )
    assert gateway.rpc.last.kwargs == {
        "code": "new_jobs", "span": None, "as_of": "2026-06-30", "on": "2026-03-31",
        "commune": "09931", "by": "village",
    }  # fmt: skip


def test_restatements_go_on_where_they_were_read_until(gateway: Office) -> None:
    row = {"recorded_at": "2026-11-22T01:00:00.000Z", "event": None, "unit": None,
           "cause": "definition", "part": "value", "change": 2, "on": "2026-11-01",
           "facts": []}  # fmt: skip
    gateway.rpc.answers["indicators.restatements"] = {
        "items": [row], "total": 1, "read_until": "2026-11-22T01:00:00.000Z"
    }  # fmt: skip
    answer = gateway.client("ops").get(
        "/api/v1/indicators/new_jobs/restatements?since=2026-11-01&after=2026-11-20T00:00:00Z"
    )
    assert gateway.rpc.last.kwargs["after"] == "2026-11-20T00:00:00Z"
    assert answer.json["restatements"] == [row]
    assert answer.json["read_until"] == "2026-11-22T01:00:00.000Z"


@pytest.mark.parametrize(
    "path",
    [
        "/indicators?set=mine", "/indicators?on=30/09/2026", "/indicators?commune=abc",
        "/indicators/new_jobs?on=x", "/indicators/backtest?months=0",
        "/indicators/backtest?months=25",
        "/indicators/new_jobs/restatements?since=2026-01-01&after=then",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_reaches_nobody(gateway: Office, path: str) -> None:
    assert gateway.client("ops").get(f"/api/v1{path}").status_code == 422
    assert gateway.rpc.calls == []


def test_a_what_if_is_an_answer_and_no_write(gateway: Office) -> None:
    gateway.rpc.answers["indicators.what_if"] = what_if
    body = {"changes": [{"kind": "class", "count": 25, "finishes": 0.6}]}
    answer = gateway.client("city_viewer").post(
        "/api/v1/indicators/rural_trainees/what-if?span=2026&commune=09931", json=body
    )
    asked = {"code": "rural_trainees", "body": body, "span": "2026", "commune": "09931"}
    assert gateway.rpc.last.kwargs == asked
    assert answer.json["after"]["value"] == answer.json["before"]["value"] + 25
    assert "ETag" not in answer.headers


def test_the_backtest_is_asked_of_one_figure_or_all(gateway: Office) -> None:
    gateway.rpc.answers["indicators.backtest"] = backtest
    client = gateway.client("ops")
    client.get("/api/v1/indicators/backtest")
    assert gateway.rpc.last.kwargs == {"months": 3, "code": None}
    client.get("/api/v1/indicators/backtest?months=6&code=new_jobs")
    assert gateway.rpc.last.kwargs == {"months": 6, "code": "new_jobs"}


def test_a_closing_is_told_whole_and_takes_a_signed_note(gateway: Office) -> None:
    gateway.rpc.answers |= {
        "indicators.closing": closing,
        "indicators.note_on_closing": RECEIPT,
    }
    told = gateway.client("city_viewer").get(f"/api/v1/closings/{SIGNED}").json
    assert told == closing(SIGNED)
    assert gateway.client("ops").get("/api/v1/closings/2026-Q3").json["code"] == "closing"
    answer = gateway.client("commune_leader").post(
        f"/api/v1/closings/{SIGNED}/notes",
        json={"text": "Đã đối chiếu."},
        headers={"Idempotency-Key": "n1"},
    )
    assert (answer.status_code, answer.json) == (201, RECEIPT)
    assert gateway.rpc.last.kwargs == {
        "span": SIGNED, "body": {"text": "Đã đối chiếu."}, "meta": {"key": "n1", "if_match": None}
    }  # fmt: skip


def test_every_operation_of_closings_is_the_indicators_services() -> None:
    assert {each.service for each in CLOSINGS} == {"indicators"}
