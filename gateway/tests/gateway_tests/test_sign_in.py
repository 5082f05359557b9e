"""Signing in: by password, by token, by cookie; and what ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gateway.guard import COOKIE
from gateway.sign_in import csrf_token
from gateway.throttle import Throttle

from .office import PASSWORD, Office, office

OFFICER = {"username": "commune_officer", "password": PASSWORD}


def test_the_right_password_gives_a_token_and_a_strict_cookie(gateway: Office) -> None:
    answer = gateway.client().post("/api/v1/session", json=OFFICER)
    assert answer.status_code == 200
    assert answer.json["user"] == {
        "username": "commune_officer",
        "name": "Người commune_officer",
        "role": "commune_officer",
        "agency": "commune_officer",
        "commune": "09931",
        "village": None,
    }
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}={answer.json['token']};")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_secure() -> None:
    answer = office(https=True).client().post("/api/v1/session", json=OFFICER)
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(
    "wrong", [{"username": "commune_officer", "password": "sai"}, {**OFFICER, "username": "x"}]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    gateway: Office, wrong: dict[str, str]
) -> None:
    answer = gateway.client().post("/api/v1/session", json=wrong)
    assert answer.status_code == 401
    assert answer.json["code"] == "wrong_password"
    assert "Set-Cookie" not in answer.headers


def test_what_is_missing_is_named(gateway: Office) -> None:
    answer = gateway.client().post("/api/v1/session", json={"username": ""})
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"username", "password"}


def test_the_token_and_the_cookie_both_sign_in(gateway: Office) -> None:
    token = gateway.token("bank")
    by_token = gateway.client().get("/api/v1/session", headers={"Authorization": f"Bearer {token}"})
    browser = gateway.app.test_client()
    browser.set_cookie(COOKIE, token)
    assert by_token.json["user"]["role"] == "bank"
    assert browser.get("/api/v1/session").json["user"]["role"] == "bank"


def test_signing_out_ends_the_token_and_takes_the_cookie(gateway: Office) -> None:
    client = gateway.client("bank")
    answer = client.delete("/api/v1/session")
    assert answer.status_code == 204
    assert "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    assert client.get("/api/v1/session").json["code"] == "sign_in_ended"


def test_a_sign_in_outlives_the_process(gateway: Office) -> None:
    token = gateway.token("school")
    again = office()
    again.accounts.__dict__.update(gateway.accounts.__dict__)
    answer = again.client().get("/api/v1/session", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_a_sign_in_expires(gateway: Office) -> None:
    client = gateway.client("school")
    gateway.clock.forward(hours=12, seconds=-1)
    assert client.get("/api/v1/session").status_code == 200
    gateway.clock.forward(seconds=2)
    assert client.get("/api/v1/session").status_code == 401


def test_disabling_an_account_ends_its_sign_ins_at_once(gateway: Office) -> None:
    client = gateway.client("school")
    stored = gateway.accounts.find("school")
    assert stored is not None
    gateway.accounts.replace(replace(stored, disabled=True))
    assert client.get("/api/v1/session").status_code == 401
    assert (
        gateway.client()
        .post("/api/v1/session", json={**OFFICER, "username": "school"})
        .json["code"]
        == "wrong_password"
    )


def test_after_five_failures_the_next_try_waits(gateway: Office) -> None:
    client = gateway.client()
    for _ in range(5):
        client.post("/api/v1/session", json={**OFFICER, "password": "sai-mat-khau"})
    answer = client.post("/api/v1/session", json=OFFICER)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 31
    other_place = client.post(
        "/api/v1/session", json=OFFICER, environ_base={"REMOTE_ADDR": "127.0.0.9"}
    )
    assert other_place.status_code == 200


def test_each_failure_doubles_the_wait_up_to_a_limit() -> None:
    now = [0.0]
    throttle = Throttle(free=2, first_wait=10, longest_wait=25, now=lambda: now[0])
    waits = []
    for _ in range(5):
        throttle.failed(("x",))
        waits.append(throttle.wait(("x",)))
    assert waits == [0, 10, 20, 25, 25]
    now[0] = 25
    assert throttle.wait(("x",)) == 0
    throttle.succeeded(("x",))
    throttle.failed(("x",))
    assert throttle.wait(("x",)) == 0


def test_no_store_of_failures_grows_without_end() -> None:
    throttle = Throttle(free=1, most=100)
    for index in range(1000):
        throttle.failed((str(index),))
    assert len(throttle._tries) == 100


def test_a_token_is_kept_as_a_digest_only(gateway: Office) -> None:
    token = gateway.token("bank")
    assert token not in repr(gateway.accounts.__dict__)


def test_a_service_is_told_who_asks_by_a_token_of_its_own(gateway: Office) -> None:
    gateway.rpc.answers["indicators.freshness"] = {"feeds": {}}
    gateway.client("city_viewer").get("/api/v1/freshness")
    assert gateway.rpc.last.token == "token-of-city_viewer"


class TestForgery:
    """A page of another site makes the browser send our cookie: it must not do anything."""

    def browser(self, gateway: Office) -> tuple[object, str]:
        token = gateway.token("commune_officer")
        browser = gateway.app.test_client()
        browser.set_cookie(COOKIE, token)
        return browser, token

    def test_a_form_without_our_token_is_refused(self, gateway: Office) -> None:
        browser, _ = self.browser(gateway)
        answer = browser.post("/people", data={"q": "an"})
        assert answer.status_code == 403
        assert gateway.rpc.calls == []

    def test_a_form_with_our_token_is_taken(self, gateway: Office) -> None:
        browser, token = self.browser(gateway)
        gateway.rpc.answers |= {
            "registry.search_people": {"items": [], "total": 0},
            "registry.list_villages": {"items": [], "total": 0},
        }
        answer = browser.post("/people", data={"q": "an", "csrf_token": csrf_token(token)})
        assert answer.status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_a_write_from_elsewhere_is_refused(
        self, gateway: Office, headers: dict[str, str]
    ) -> None:
        browser, _ = self.browser(gateway)
        answer = browser.post("/api/v1/people", json={}, headers=headers)
        assert answer.status_code == 403
        assert answer.json["code"] == "foreign_origin"
        assert gateway.rpc.calls == []

    def test_our_own_pages_may_write_json(self, gateway: Office) -> None:
        browser, _ = self.browser(gateway)
        gateway.rpc.answers["registry.register_person"] = {"id": "p", "version": 1, "warnings": []}
        answer = browser.post("/api/v1/people", json={}, headers={"Origin": "http://localhost"})
        assert answer.status_code == 201

    def test_signing_in_from_elsewhere_is_refused(self, gateway: Office) -> None:
        answer = gateway.client().post(
            "/sign-in", data=OFFICER, headers={"Origin": "https://elsewhere.example"}
        )
        assert answer.status_code == 403
