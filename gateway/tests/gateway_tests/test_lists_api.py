"""Lists as an assistant for programs: each step passes what was sent and tells what came of it."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest

from .office import Office

FILE = {"filename": "danh-sach.xlsx", "content_base64": base64.b64encode(b"PK").decode(), "rows": 1}
ROW = {
    "row": 9,
    "verdict": "reject",
    "problems": [{"column": "birth_date", "value": "31/02/1990", "reason": "not_a_date"}],
    "cells": {"full_name": "Nguyễn Văn An"},
    "corrected": [],
}
AT = "/api/v1/people/imports/i1"


@pytest.fixture
def officer(gateway: Office) -> Any:
    return gateway.client("commune_officer")


def test_lists_sent_lately_are_told(gateway: Office, officer: Any) -> None:
    gateway.rpc.answers["registry.list_imports"] = {"items": [{"id": "i1"}], "total": 1}
    answer = officer.get("/api/v1/people/imports?page_size=5")
    assert answer.json == {"imports": [{"id": "i1"}]}
    assert gateway.rpc.last.kwargs == {"page_size": 5}
    assert officer.get("/api/v1/people/imports?page_size=101").status_code == 422


def test_the_columns_are_proposed_and_said(gateway: Office, officer: Any) -> None:
    gateway.rpc.answers["registry.propose_mapping"] = {"columns": [], "missing": ["village"]}
    assert officer.get(f"{AT}/columns").json["missing"] == ["village"]
    gateway.rpc.answers["registry.start_import"] = {"import_id": "i2"}
    said = {"columns": {"full_name": 1}, "constants": {"village": "Thôn 1"}}
    answer = officer.post(f"{AT}/columns", json=said, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 202
    assert answer.headers["Location"] == "/api/v1/people/imports/i2"
    assert gateway.rpc.last.kwargs == {
        "of": "i1",
        "dry_run": True,
        "mapping": said,
        "meta": {"key": "k", "if_match": None},
    }


def test_a_dry_run_is_carried_out_as_of_its_day(gateway: Office, officer: Any) -> None:
    gateway.rpc.answers["registry.start_import"] = {"import_id": "i2"}
    assert officer.post(f"{AT}/carry-out", json={"as_of": "2026-11-01"}).status_code == 202
    asked = gateway.rpc.last.kwargs
    assert (asked["of"], asked["dry_run"], asked["as_of"]) == ("i1", False, "2026-11-01")
    assert officer.post(f"{AT}/carry-out").json["import_id"] == "i2"
    assert officer.post(f"{AT}/carry-out", json={"as_of": 7}).status_code == 422


def test_lines_come_in_pages_with_a_sentence_for_each_problem(
    gateway: Office, officer: Any
) -> None:
    gateway.rpc.answers["registry.list_import_rows"] = {"items": [ROW], "total": 31}
    answer = officer.get(f"{AT}/rows?verdict=reject&page=2&page_size=10")
    assert answer.json["rows"][0]["problems"][0]["text"]
    assert '"total": 31' in answer.headers["X-Pagination"]
    assert gateway.rpc.last.kwargs["verdict"] == "reject"
    assert officer.get(f"{AT}/rows?verdict=maybe").status_code == 422


def test_a_line_is_put_right(gateway: Office, officer: Any) -> None:
    gateway.rpc.answers["registry.correct_row"] = {**ROW, "verdict": "accept", "problems": []}
    answer = officer.patch(f"{AT}/rows/9", json={"birth_date": "28/02/1990"})
    assert answer.json["verdict"] == "accept"
    asked = gateway.rpc.last.kwargs
    assert (asked["import_id"], asked["row"]) == ("i1", 9)
    assert asked["values"] == {"birth_date": "28/02/1990"}
    assert officer.patch(f"{AT}/rows/x", json={"birth_date": ""}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("rejected_rows", f"{AT}/rejected"), ("list_template", "/api/v1/list-templates/workers")],
)
def test_files_are_handed_on_and_nobody_keeps_a_copy(
    gateway: Office, officer: Any, method: str, path: str
) -> None:
    gateway.rpc.answers[f"registry.{method}"] = FILE
    answer = officer.get(path)
    assert answer.data == b"PK"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "danh-sach.xlsx" in answer.headers["Content-Disposition"]


def test_an_export_says_its_purpose_and_names_nobody_in_its_url(
    gateway: Office, officer: Any
) -> None:
    gateway.rpc.answers["registry.export_people"] = FILE
    sent = {"purpose": "họp thôn", "layout": "invitation", "q": "Đào", "group": None}
    answer = officer.post("/api/v1/people/export", json=sent)
    assert answer.data == b"PK"
    assert gateway.rpc.last.kwargs == {"purpose": "họp thôn", "layout": "invitation", "q": "Đào"}
    assert officer.post("/api/v1/people/export", json={"purpose": 7}).status_code == 422


def test_the_polices_list_goes_its_own_way_with_a_purpose(gateway: Office, officer: Any) -> None:
    gateway.rpc.answers["registry.start_restricted_import"] = {"import_id": "i3"}
    form = {
        "file": (io.BytesIO(b"PK"), "Nguyễn Văn A.xlsx"), "dry_run": "true", "kind": "police",
        "purpose": "hỗ trợ tái hòa nhập",
    }  # fmt: skip
    answer = officer.post("/api/v1/people/imports/restricted", data=form)
    assert answer.status_code == 202
    asked = gateway.rpc.last.kwargs
    assert asked["filename"] == "list.xlsx", "the file's own name may be a person's"
    assert asked["purpose"] == "hỗ trợ tái hòa nhập"


def test_a_round_and_a_plan_are_asked_for_by_the_field(gateway: Office) -> None:
    head = gateway.client("village_head")
    gateway.rpc.answers["registry.outreach_coverage"] = {"items": [{"id": "vp1"}], "total": 1}
    assert head.get("/api/v1/visit-plans?round=Đợt 1").json == {"plans": [{"id": "vp1"}]}
    assert gateway.rpc.last.kwargs == {"round": "Đợt 1"}
    assert head.get("/api/v1/visit-plans").status_code == 422
    gateway.rpc.answers["registry.visit_list"] = {"items": [], "total": 0, "layout": "invitation"}
    assert head.get("/api/v1/visit-plans/vp1/list?layout=invitation").status_code == 200
    assert gateway.rpc.last.kwargs == {"plan_id": "vp1", "layout": "invitation"}
    assert gateway.client("front").get("/api/v1/visit-plans/vp1/list").status_code == 403
