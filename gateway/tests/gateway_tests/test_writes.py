"""Writes: once per key, against the version that was seen, receipts whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chassis.errors import Conflict
from gateway.routes.credit import CREDIT
from gateway.routes.field_work import FIELD_WORK
from gateway.routes.placement import PLACEMENT
from gateway.routes.records import RECORD_OPERATIONS
from gateway.routes.registry import PEOPLE, REFERRALS
from gateway.routes.stewardship import STEWARDSHIP
from gateway.routes.training import TRAINING

from .office import Office

RECEIPT = {"id": "p1", "version": 1, "warnings": []}
EVERYTHING = [*PEOPLE, *REFERRALS, *TRAINING, *PLACEMENT, *CREDIT, *RECORD_OPERATIONS, *STEWARDSHIP]
EVERYTHING += FIELD_WORK
WRITES = [operation for operation in EVERYTHING if operation.answers == "receipt"]


def test_a_body_reaches_the_service_as_it_was_sent_in_composed_letters(gateway: Office) -> None:
    gateway.rpc.answers["registry.register_person"] = RECEIPT
    decomposed = {"full_name": "Đào Thị Được", "residence": {"from": "2026-01-01"}}
    answer = gateway.client("commune_officer").post("/api/v1/people", json=decomposed)
    assert answer.status_code == 201
    assert gateway.rpc.last.kwargs["body"] == {
        "full_name": "Đào Thị Được",
        "residence": {"from": "2026-01-01"},
    }


def test_a_receipt_has_the_version_as_etag(gateway: Office) -> None:
    gateway.rpc.answers["registry.register_person"] = {**RECEIPT, "version": 3}
    answer = gateway.client("commune_officer").post("/api/v1/people", json={})
    assert answer.headers["ETag"] == '"3"'
    assert answer.json == {"id": "p1", "version": 3, "warnings": []}


def test_a_warning_comes_with_a_sentence_in_the_callers_language(gateway: Office) -> None:
    warning = {"code": "possible_duplicate", "field": "full_name", "fact": {"count": 2}}
    gateway.rpc.answers["registry.register_person"] = {**RECEIPT, "warnings": [warning]}
    client = gateway.client("commune_officer")
    said = client.post("/api/v1/people", json={}).json["warnings"][0]
    assert said["code"] == "possible_duplicate"
    assert said["text"] == gateway.parts.texts.language("vi").codes["possible_duplicate"]
    english = client.post("/api/v1/people", json={}, headers={"Accept-Language": "en-GB"})
    assert (
        english.json["warnings"][0]["text"]
        == gateway.parts.texts.language("en").codes["possible_duplicate"]
    )


@pytest.mark.parametrize("sent", ["k-1", '"k-1"'])
def test_the_key_goes_along_with_or_without_quotes(gateway: Office, sent: str) -> None:
    gateway.rpc.answers["registry.register_person"] = RECEIPT
    gateway.client("commune_officer").post(
        "/api/v1/people", json={}, headers={"Idempotency-Key": sent}
    )
    assert gateway.rpc.last.kwargs["meta"] == {"key": "k-1", "if_match": None}


def test_without_a_key_every_write_gets_its_own(gateway: Office) -> None:
    gateway.rpc.answers["registry.register_person"] = RECEIPT
    client = gateway.client("commune_officer")
    client.post("/api/v1/people", json={})
    client.post("/api/v1/people", json={})
    keys = [called.kwargs["meta"]["key"] for called in gateway.rpc.calls]
    assert len(set(keys)) == 2
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "khóa"])
def test_a_key_that_is_none_is_refused(gateway: Office, key: str) -> None:
    answer = gateway.client("commune_officer").post(
        "/api/v1/people", json={}, headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )
    assert answer.status_code == 400
    assert answer.json["code"] == "bad_idempotency_key"
    assert gateway.rpc.calls == []


def test_the_same_key_while_the_first_try_is_in_work_is_told_to_wait(gateway: Office) -> None:
    client, second = gateway.client("commune_officer"), []

    def register(**_kwargs: Any) -> dict[str, Any]:
        again = client.post("/api/v1/people", json={}, headers={"Idempotency-Key": "k"})
        second.append((again.status_code, again.json["code"], again.headers["Retry-After"]))
        other = client.post("/api/v1/households", json={}, headers={"Idempotency-Key": "k2"})
        second.append(other.status_code)
        return dict(RECEIPT)

    gateway.rpc.answers["registry.register_person"] = register
    gateway.rpc.answers["registry.register_household"] = RECEIPT
    first = client.post("/api/v1/people", json={}, headers={"Idempotency-Key": "k"})
    assert first.status_code == 201
    assert second == [(409, "in_progress", "1"), 201]
    gateway.rpc.answers["registry.register_person"] = RECEIPT
    after = client.post("/api/v1/people", json={}, headers={"Idempotency-Key": "k"})
    assert after.status_code == 201


def test_a_failed_first_try_frees_its_key(gateway: Office) -> None:
    gateway.rpc.answers["registry.register_person"] = Conflict("key_reused")
    client = gateway.client("commune_officer")
    for _ in range(2):
        answer = client.post("/api/v1/people", json={}, headers={"Idempotency-Key": "k"})
        assert answer.json["code"] == "key_reused"
        assert answer.status_code == 422


@pytest.mark.parametrize("sent", ['"7"', 'W/"7"', "7"])
def test_the_version_seen_goes_along(gateway: Office, sent: str) -> None:
    gateway.rpc.answers["registry.amend_person"] = RECEIPT
    gateway.client("commune_officer").patch(
        "/api/v1/people/p1", json={}, headers={"If-Match": sent}
    )
    assert gateway.rpc.last.kwargs["meta"]["if_match"] == 7


def test_any_version_will_do_for_a_star(gateway: Office) -> None:
    gateway.rpc.answers["registry.amend_person"] = RECEIPT
    gateway.client("commune_officer").patch("/api/v1/people/p1", json={}, headers={"If-Match": "*"})
    assert gateway.rpc.last.kwargs["meta"]["if_match"] is None


def test_a_record_that_moved_on_answers_412(gateway: Office) -> None:
    fact = {"expected": 7, "present": 9}
    gateway.rpc.answers["registry.amend_person"] = Conflict("version_moved", fact)
    client = gateway.client("commune_officer")
    moved = client.patch("/api/v1/people/p1", json={}, headers={"If-Match": '"7"'})
    assert (moved.status_code, moved.json["fact"]) == (412, fact)
    calls = len(gateway.rpc.calls)
    foreign = client.patch("/api/v1/people/p1", json={}, headers={"If-Match": '"abc"'})
    assert foreign.status_code == 412
    assert len(gateway.rpc.calls) == calls


def test_a_referral_is_answered_at_the_partners_own_service(gateway: Office) -> None:
    for role, service in (("school", "training"), ("job_centre", "placement"), ("bank", "credit")):
        gateway.rpc.answers[f"{service}.answer_referral"] = RECEIPT
        answer = gateway.client(role).post(
            "/api/v1/referrals/r1/answer", json={"answer": "accepted"}
        )
        assert answer.status_code == 200
        assert gateway.rpc.last.service == service
        assert gateway.rpc.last.kwargs["referral_id"] == "r1"


def test_any_record_is_amended_at_the_service_that_holds_it(gateway: Office) -> None:
    gateway.rpc.answers["credit.void_record"] = RECEIPT
    gateway.client("bank").post("/api/v1/loans/l1/void", json={"reason_code": "duplicate"})
    called = gateway.rpc.last
    assert (called.service, called.method) == ("credit", "void_record")
    assert {key: called.kwargs[key] for key in ("kind", "record_id", "body")} == {
        "kind": "loans",
        "record_id": "l1",
        "body": {"reason_code": "duplicate"},
    }


@pytest.mark.parametrize("operation", WRITES, ids=lambda each: f"{each.verb} {each.path}")
def test_every_write_passes_its_body_its_key_and_what_stands_in_the_path(
    gateway: Office, operation: Any
) -> None:
    from gateway.permissions import PERMISSIONS

    role = sorted(PERMISSIONS[f"{operation.verb} /api/v1{operation.path}"])[0]
    service = operation.service
    if callable(service):
        service = service(gateway.accounts.find(role).account)
    gateway.rpc.answers[f"{service}.{operation.method}"] = RECEIPT
    path = "/api/v1" + operation.path.replace("{", "").replace("}", "")
    answer = gateway.client(role).open(
        path, method=operation.verb, json={"on": "2026-01-01"}, headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == operation.status
    kwargs = dict(gateway.rpc.last.kwargs)
    assert kwargs.pop("body") == {"on": "2026-01-01"}
    assert kwargs.pop("meta") == {"key": "k", "if_match": None}
    for name, value in kwargs.items():
        assert value == name or operation.fixed.get(name) == value


def test_a_stage_without_a_body_is_an_empty_object(gateway: Office) -> None:
    gateway.rpc.answers["credit.close_loan"] = RECEIPT
    assert gateway.client("bank").post("/api/v1/loans/l1/close").status_code == 200
    assert gateway.rpc.last.kwargs["body"] == {}


def test_enrolments_are_told_one_by_one(gateway: Office) -> None:
    enrolments = [{"id": "e1", "person_id": "p1", "version": 1}]
    gateway.rpc.answers["training.enrol"] = {**RECEIPT, "enrolments": enrolments}
    answer = gateway.client("school").post(
        "/api/v1/classes/c1/enrolments", json={"person_ids": ["p1"], "on": "2026-03-10"}
    )
    assert answer.status_code == 201
    assert json.loads(answer.data)["enrolments"] == enrolments
