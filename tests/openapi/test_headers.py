"""What travels beside the bodies: versions, keys, pages, the reader's language."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from ..support.system import Client, Desks, System
from .document import Interface
from .world import World

NEED = {"kind": "credit", "on": "2027-05-01"}


@pytest.fixture
def officer(desks: Desks) -> Client:
    return desks["commune_officer"]


@pytest.fixture
def person(world: World) -> str:
    return str(world.fresh("{person}"))


def amend(client: Client, person: str, seen: str | None) -> requests.Response:
    headers = {"If-Match": seen} if seen is not None else {}
    return client.send(
        "PATCH", f"/people/{person}", {"note": secrets.token_hex(4)}, headers=headers
    )


class TestVersions:
    def test_the_version_read_lets_the_first_writer_through_and_no_second(
        self, officer: Client, person: str
    ) -> None:
        seen = officer.send("GET", f"/people/{person}").headers["ETag"]
        first, second = (amend(officer, person, seen) for _ in range(2))
        assert first.status_code == 200
        assert first.headers["ETag"] == f'"{first.json()["version"]}"' != seen
        assert (second.status_code, second.json()["code"]) == (412, "version_moved")
        assert amend(officer, person, first.headers["ETag"]).status_code == 200

    def test_without_a_version_the_last_state_is_taken(self, officer: Client, person: str) -> None:
        assert amend(officer, person, None).status_code == 200
        assert amend(officer, person, "*").status_code == 200

    @pytest.mark.parametrize("seen", ['"0"', '"999"', "x", '"one"', "W/"])
    def test_a_version_that_never_was_matches_nothing(
        self, officer: Client, person: str, seen: str
    ) -> None:
        assert amend(officer, person, seen).status_code == 412


class TestKeys:
    def test_the_same_key_and_body_give_the_first_answer_again(
        self, officer: Client, person: str
    ) -> None:
        key, path = secrets.token_hex(8), f"/people/{person}/needs"
        first, second = (officer.send("POST", path, NEED, key=key) for _ in range(2))
        assert first.status_code == second.status_code == 201
        assert first.json() == second.json()
        assert len(officer.get(path)["needs"]) == 1

    def test_another_body_under_the_same_key_is_refused(self, officer: Client, person: str) -> None:
        key, path = secrets.token_hex(8), f"/people/{person}/needs"
        officer.post(path, NEED, key=key)
        other = officer.send("POST", path, {**NEED, "kind": "job"}, key=key)
        assert (other.status_code, other.json()["code"]) == (422, "key_reused")
        assert len(officer.get(path)["needs"]) == 1

    def test_another_key_is_another_write(self, officer: Client, person: str) -> None:
        path = f"/people/{person}/needs"
        assert officer.post(path, NEED)["id"] != officer.post(path, NEED)["id"]

    def test_a_key_is_its_callers_own(self, desks: Desks, world: World, person: str) -> None:
        key, path = secrets.token_hex(8), f"/people/{person}/needs"
        first = desks["commune_officer"].post(path, NEED, key=key)
        other = desks["front"].send("POST", path, {**NEED, "kind": "job"}, key=key)
        assert other.status_code in (201, 422), other.text
        if other.status_code == 201:
            assert other.json()["id"] != first["id"]

    def test_at_once_one_is_done_and_the_others_wait_or_get_its_answer(
        self, officer: Client, person: str
    ) -> None:
        key, path = secrets.token_hex(8), f"/people/{person}/needs"
        authorization = officer.session.headers["Authorization"]

        def once(_: int) -> requests.Response:
            own = Client(officer.url)
            own.session.headers["Authorization"] = authorization
            return own.send("POST", path, NEED, key=key)

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(once, range(8)))
        done = [each for each in answers if each.status_code == 201]
        waiting = [each for each in answers if each.status_code == 409]
        assert done and len(done) + len(waiting) == 8
        assert len({each.text for each in done}) == 1
        for each in waiting:
            assert each.json()["code"] == "in_progress"
            assert int(each.headers["Retry-After"]) >= 1
        assert len(officer.get(path)["needs"]) == 1

    @pytest.mark.parametrize("key", ["x" * 201, "hai từ".encode().decode("latin-1"), " "])
    def test_what_is_no_key_is_refused(self, officer: Client, person: str, key: str) -> None:
        answer = officer.session.post(
            f"{officer.url}/api/v1/people/{person}/needs",
            json=NEED,
            headers={"Idempotency-Key": key.strip() or '""'},
            timeout=20,
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")


@pytest.fixture(scope="module")
def classes(world: World) -> None:
    for _ in range(3):
        world.fresh("{opened}")


class TestPages:
    def test_pages_hold_everything_once(self, desks: Desks, classes: None) -> None:
        school = desks["school"]
        found: list[str] = []
        page: int | None = 1
        while page is not None:
            answer = school.send("GET", "/classes", params={"page": page, "page_size": 2})
            assert set(answer.json()) == {"classes"}
            told = json.loads(answer.headers["X-Pagination"])
            assert told["page"] == page and told["first_page"] == 1
            assert len(answer.json()["classes"]) <= 2
            found += [each["id"] for each in answer.json()["classes"]]
            assert told["total_pages"] == told["last_page"] == -(-told["total"] // 2)
            page = told.get("next_page")
        assert len(found) == len(set(found)) == told["total"] >= 3

    def test_a_page_past_the_last_is_empty(self, desks: Desks, classes: None) -> None:
        answer = desks["school"].send("GET", "/classes", params={"page": 100_000})
        assert (answer.status_code, answer.json()) == (200, {"classes": []})

    @pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page_size=0",
                                       "page_size=1001", "page=1e9", "page="])  # fmt: skip
    def test_a_page_that_cannot_be_is_refused(self, desks: Desks, query: str) -> None:
        answer = desks["school"].send("GET", f"/classes?{query}")
        assert answer.status_code == 422
        assert set(answer.json()["errors"]) == {query.partition("=")[0]}

    def test_every_list_is_an_object_with_one_array_and_its_pages(
        self, desks: Desks, interface: Interface
    ) -> None:
        lists = {
            "/reviews": "commune_officer",
            "/households": "commune_officer",
            "/referrals": "commune_officer",
            "/feedback": "commune_officer",
            "/occupations": "school",
            "/classes": "school",
            "/employers": "job_centre",
            "/vacancies": "job_centre",
            "/job-fairs": "job_centre",
            "/services": "job_centre",
            "/placements": "job_centre",
            "/loans": "bank",
            "/savings-groups": "bank",
            "/capital-allocations": "bank",
        }
        for path, role in lists.items():
            answer = desks[role].send("GET", path, params={"page_size": 5})
            (rows,) = answer.json().values()
            assert isinstance(rows, list), path
            told = json.loads(answer.headers["X-Pagination"])
            assert told["total"] >= len(rows), path
            assert not interface.answer_problems(
                f"GET {path}", 200, answer.headers["Content-Type"], answer.json()
            ), path

    @pytest.mark.parametrize("path", ["/indicators", "/public/indicators"])
    def test_figures_are_not_paged(self, desks: Desks, path: str) -> None:
        answer = desks["city_viewer"].send("GET", path, params={"page_size": 1, "span": "2027"})
        assert len(answer.json()["indicators"]) == 14
        assert "X-Pagination" not in answer.headers


class TestLanguages:
    @pytest.fixture
    def failures(self, desks: Desks, system: System) -> Iterator[Any]:
        """A way to meet each kind of failure in a language."""
        officer, nobody = desks["commune_officer"], Client(system.url)

        def meet(language: str | None) -> list[requests.Response]:
            headers = {"Accept-Language": language} if language else {}
            return [
                officer.send("POST", "/people", {}, headers=headers),
                officer.send("GET", "/people/nobody", headers=headers),
                officer.send("GET", "/no-such-route", headers=headers),
                officer.send("DELETE", "/people", headers=headers),
                officer.send("POST", "/loans", {}, headers=headers),
                nobody.send("GET", "/people/nobody", headers=headers),
            ]

        yield meet

    def test_vietnamese_is_spoken_unless_english_is_asked_for(self, failures: Any) -> None:
        for language in (None, "vi", "fr", "vi-VN,en;q=0.5"):
            for answer in failures(language):
                assert not answer.json()["title"].isascii(), answer.text

    def test_english_is_spoken_when_asked_for(self, failures: Any) -> None:
        statuses = []
        for language in ("en", "en-GB,vi;q=0.3"):
            for answer in failures(language):
                told = answer.json()
                by_field = [each for texts in told["errors"].values() for each in texts]
                said = [told["title"], told["detail"], *by_field]
                assert all(_latin(each) for each in said), answer.text
                assert "Accept-Language" in answer.headers["Vary"]
                statuses.append(answer.status_code)
        assert statuses == [422, 404, 404, 405, 403, 401] * 2

    def test_codes_and_reasons_are_the_same_in_both(self, failures: Any) -> None:
        for one, other in zip(failures("vi"), failures("en"), strict=True):
            for name in ("code", "type", "status", "reasons"):
                assert one.json().get(name) == other.json().get(name)

    def test_warnings_are_told_in_the_readers_language(self, desks: Desks, world: World) -> None:
        body = {"on": "2027-05-01", "reason_code": "something_of_our_own"}
        told = {}
        for language in ("vi", "en"):
            path = world.fresh("/placements/{placement}/end")
            answer = desks["job_centre"].send(
                "POST", path, body, headers={"Accept-Language": language}
            )
            (warning,) = answer.json()["warnings"]
            assert warning["code"] == "reason_unlisted"
            told[language] = warning["text"]
        assert _latin(told["en"]) and not _latin(told["vi"])


def _latin(text: str) -> bool:
    """Without a letter that only Vietnamese has."""
    return all(ord(letter) < 0x100 or letter in "–—…’“”" for letter in text)
