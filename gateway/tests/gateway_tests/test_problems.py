"""Everything that goes wrong is a problem document, and gives nothing away."""

from __future__ import annotations

import json
import logging

import pytest
from chassis.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    ServiceError,
    Transient,
    Unauthenticated,
)

from .office import Office, office

SECRET = "Nguyễn Văn Bí Mật 001090012345"


def post(gateway: Office, **kwargs: object) -> object:
    return gateway.client("commune_officer").post("/api/v1/people", **kwargs)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid.of(full_name="required"), 422),
        (Refused("person_died"), 422),
        (NotFound("no_such_person"), 404),
        (Unauthenticated("token_expired"), 401),
        (Forbidden("role"), 403),
        (Conflict("decided"), 409),
        (Conflict("version_moved"), 412),
        (Conflict("key_reused"), 422),
        (Transient("timeout", {"service": "registry"}), 503),
    ],
)
def test_an_error_of_a_service_has_its_status(
    gateway: Office, error: ServiceError, status: int
) -> None:
    gateway.rpc.answers["registry.register_person"] = error
    answer = post(gateway, json={})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    document = answer.json
    assert document["code"] == error.code
    assert document["status"] == status
    assert document["type"] == f"urn:vieclam:problem:{error.code}"
    assert document["title"]
    assert document["detail"]


def test_fields_are_named_with_a_sentence_and_a_reason(gateway: Office) -> None:
    fields = {"fields": {"residence.from": ["in_future"], "gender": ["not_in_vocabulary"]}}
    gateway.rpc.answers["registry.register_person"] = Invalid("invalid", fields)
    document = post(gateway, json={}).json
    assert document["errors"] == {
        "residence.from": ["Ngày này ở sau hôm nay."],
        "gender": ["Không có trong danh mục."],
    }
    assert document["reasons"] == fields["fields"]


def test_a_rule_that_names_its_field_is_told_by_field(gateway: Office) -> None:
    refusal = Refused("in_future", {"field": "birth_date"})
    gateway.rpc.answers["registry.register_person"] = refusal
    document = post(gateway, json={}).json
    assert document["code"] == "in_future"
    assert document["errors"] == {"birth_date": ["Ngày này ở sau hôm nay."]}


def test_vietnamese_is_the_language_unless_another_is_preferred(gateway: Office) -> None:
    gateway.rpc.answers["registry.register_person"] = Transient("timeout")
    vi = "Tạm thời gián đoạn"
    en = "Temporarily away"
    for header, title in (
        (None, vi),
        ("vi-VN,vi;q=0.9,en;q=0.8", vi),
        ("en", en),
        ("en-GB,en;q=0.9,vi;q=0.1", en),
        ("fr, de;q=0.5", vi),
        ("en;q=abc", vi),
        ("*", vi),
    ):
        headers = {} if header is None else {"Accept-Language": header}
        answer = post(gateway, json={}, headers=headers)
        assert answer.json["title"] == title, header
        assert "Accept-Language" in answer.headers["Vary"]


def test_nothing_happened_is_said_with_when_to_come_back(gateway: Office) -> None:
    gateway.rpc.answers["registry.register_person"] = Transient("database_away")
    assert int(post(gateway, json={}).headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b"\xff\xfe", "application/json", 400, "malformed_json"),
        (b'{"a": NaN}', "application/json", 400, "malformed_json"),
        (b'{"a": 1e999}', "application/json", 400, "malformed_json"),
        (b'{"a": 99999999999999999999}', "application/json", 400, "malformed_json"),
        (b"[" * 100_000, "application/json", 400, "malformed_json"),
        (b"[]", "application/json", 422, "not_an_object"),
        (b'"x"', "application/json", 422, "not_an_object"),
        (b'{"a": "\\ud800"}', "application/json", 422, "unreadable_text"),
        (b'{"a": "\\u0000"}', "application/json", 422, "unreadable_text"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "wrong_content_type"),
        (b"{}", "text/plain", 415, "wrong_content_type"),
        (b"{}", None, 415, "wrong_content_type"),
    ],
)
def test_a_body_that_cannot_be_read_never_reaches_a_service(
    gateway: Office, body: bytes, content_type: str | None, status: int, code: str
) -> None:
    answer = post(gateway, data=body, content_type=content_type)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert gateway.rpc.calls == []


def test_too_much_is_refused_by_its_length(gateway: Office) -> None:
    answer = post(gateway, data=b" " * (1024 * 1024 + 1), content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "no_such_route"),
        ("GET", "/api/v2/people", 404, "no_such_route"),
        ("GET", "/api/v1/people/a%2Fb", 404, "no_such_route"),
        ("GET", "/api/v1/people/" + "x" * 65, 404, "no_such_route"),
        ("PUT", "/api/v1/people", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_address_is_a_problem_document(
    gateway: Office, method: str, path: str, status: int, code: str
) -> None:
    answer = gateway.client("commune_officer").open(path, method=method)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_a_defect_is_one_sentence_and_a_reference(
    gateway: Office, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.rpc.answers["registry.register_person"] = ZeroDivisionError(SECRET)
    with caplog.at_level(logging.INFO):
        answer = post(gateway, json={"full_name": SECRET})
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert len(answer.json["correlation_id"]) == 32
    assert "Traceback" not in answer.text
    assert SECRET not in answer.text


def test_what_was_sent_never_comes_back_or_goes_into_the_log(
    gateway: Office, caplog: pytest.LogCaptureFixture
) -> None:
    from chassis.logs import JsonFormatter

    gateway.rpc.answers["registry.register_person"] = Invalid.of(full_name="too_long")
    gateway.rpc.answers["registry.search_people"] = {"items": [], "total": 0}
    with caplog.at_level(logging.DEBUG):
        first = post(gateway, json={"full_name": SECRET})
        gateway.client("commune_officer").post("/api/v1/people/search", json={"q": SECRET})
        gateway.client("commune_officer").get("/api/v1/people/abc123secretid?purpose=xem")
        gateway.client().post("/api/v1/session", json={"username": "ai", "password": SECRET})
    assert SECRET not in first.text
    lines = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert SECRET not in lines
    assert "abc123secretid" not in lines
    assert "/api/v1/people/{person_id}" in lines


def test_requests_are_measured_by_route_template(gateway: Office) -> None:
    gateway.rpc.answers["registry.get_person"] = {"id": "p1", "version": 1}
    gateway.client("commune_officer").get("/api/v1/people/abc123secretid")
    gateway.client().get("/api/v1/nowhere/abc123secretid")
    labels = [
        sample.labels
        for metric in gateway.registry.collect()
        if metric.name == "vieclam_http_request_seconds"
        for sample in metric.samples
        if sample.name.endswith("_count")
    ]
    assert {"route": "/api/v1/people/{person_id}", "method": "GET", "status": "200"} in labels
    assert {"route": "none", "method": "GET", "status": "404"} in labels
    assert "abc123secretid" not in json.dumps(labels)


def test_a_correlation_id_of_the_callers_is_kept(gateway: Office) -> None:
    sent = "0af7651916cd43dd8448eb211c80319c"
    gateway.rpc.answers["registry.register_person"] = Transient("timeout")
    answer = post(gateway, json={}, headers={"X-Correlation-ID": sent})
    assert answer.json["correlation_id"] == sent
    other = post(gateway, json={}, headers={"X-Correlation-ID": "Nguyen Van An"})
    assert other.json["correlation_id"] != "Nguyen Van An"


def test_every_answer_tells_the_browser_what_not_to_do() -> None:
    for path in ("/sign-in", "/api/v1/indicators", "/api/v1/nowhere", "/static/vieclam.css"):
        with office().client().get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_that_fails_is_a_page(gateway: Office) -> None:
    browser = gateway.browser("commune_officer")
    gateway.rpc.answers["indicators.figures"] = Transient("no_service")
    answer = browser.get("/")
    assert answer.status_code == 503
    assert answer.content_type.startswith("text/html")
    assert answer.headers["Retry-After"]
    assert browser.get("/nowhere").status_code == 404
