"""Reading: lists with pages, people by POST, figures with names put beside them."""

from __future__ import annotations

import json

import pytest
from chassis.errors import Forbidden, Transient

from . import believable
from .believable_people import IDS, NAMES, behind, names
from .office import Office

EMPTY = {"items": [], "total": 0}


def test_a_list_is_one_named_array_with_its_pages_in_a_header(gateway: Office) -> None:
    gateway.rpc.answers["training.list_classes"] = {"items": [{"id": "c1"}], "total": 95}
    answer = gateway.client("school").get("/api/v1/classes?page=2&page_size=40")
    assert answer.json == {"classes": [{"id": "c1"}]}
    assert json.loads(answer.headers["X-Pagination"]) == {
        "total": 95,
        "total_pages": 3,
        "first_page": 1,
        "last_page": 3,
        "page": 2,
        "previous_page": 1,
        "next_page": 3,
    }
    assert gateway.rpc.last.kwargs == {"page": 2, "page_size": 40}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page_size=1001", "page_size"),
        ("page_size=0", "page_size"),
    ],
)
def test_a_page_that_cannot_be_is_refused(gateway: Office, query: str, field: str) -> None:
    answer = gateway.client("school").get(f"/api/v1/classes?{query}")
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {field}
    assert gateway.rpc.calls == []


@pytest.mark.parametrize("span", ["2026", "2026-Q3", "2026-H1", "2026-9M", "2026-03", "plan"])
def test_a_span_goes_along(gateway: Office, span: str) -> None:
    gateway.rpc.answers["indicators.figures"] = believable.figures
    answer = gateway.client("city_viewer").get(f"/api/v1/indicators?span={span}")
    assert len(answer.json["indicators"]) == 14
    assert gateway.rpc.last.kwargs == {
        "span": span,
        "as_of": None,
        "on": None,
        "commune": None,
        "set": "plan",
    }


@pytest.mark.parametrize(
    "query",
    ["span=2026-Q5", "span=2026-13", "span=x", "as_of=gestern", "as_of=2026-1-1"],
)
def test_a_span_or_moment_that_is_none_is_refused(gateway: Office, query: str) -> None:
    assert gateway.client("ops").get(f"/api/v1/indicators?{query}").status_code == 422
    assert gateway.rpc.calls == []


def test_people_are_looked_for_in_the_body(gateway: Office) -> None:
    gateway.rpc.answers["registry.search_people"] = EMPTY
    client = gateway.client("commune_officer")
    answer = client.post("/api/v1/people/search", json={"q": "Đào", "page": 3})
    assert answer.json == {"people": []}
    assert gateway.rpc.last.kwargs == {
        "q": "Đào",
        "village": None,
        "group": None,
        "page": 3,
        "page_size": 50,
    }
    for bad in ({"q": 5}, {"page": "x"}, {"page": True}, {"page_size": 5000}):
        assert client.post("/api/v1/people/search", json=bad).status_code == 422


def test_a_person_is_read_with_a_purpose_and_an_etag(gateway: Office) -> None:
    gateway.rpc.answers["registry.get_person"] = {"id": "p1", "version": 4}
    client = gateway.client("commune_officer")
    assert client.get("/api/v1/people/p1").headers["ETag"] == '"4"'
    assert gateway.rpc.last.kwargs == {"person_id": "p1", "purpose": "support"}
    client.get("/api/v1/people/p1?purpose=correction")
    assert gateway.rpc.last.kwargs["purpose"] == "correction"


def test_a_journey_is_the_steps_of_all_services_by_day(gateway: Office) -> None:
    gateway.rpc.answers |= {
        "registry.journey": {"items": [{"on": "2026-02-01", "kind": "need"}], "total": 1},
        "training.journey": {
            "items": [{"on": "2026-03-01", "event": "enrolment_started"}],
            "total": 1,
        },
        "placement.journey": Transient("no_service"),
        "credit.journey": Forbidden("role"),
        "indicators.figures": {"items": [], "total": 0},
    }
    told = gateway.client("commune_officer").get("/api/v1/people/p1/journey").json
    assert told["figures"] == []
    assert [step["service"] for step in told["steps"]] == ["registry", "training"]
    assert told["unavailable"] == ["placement"]
    assert told["withheld"] == ["credit"]


def test_names_are_put_beside_a_figures_people_for_those_who_see_people(gateway: Office) -> None:
    gateway.rpc.answers |= {"indicators.figure_people": behind, "registry.names": names}
    answer = gateway.client("commune_officer").get(
        "/api/v1/indicators/rural_trainees/people?span=2026&part=num"
    )
    first = answer.json["people"][0]
    assert first["person"]["full_name"] == NAMES[0]
    assert gateway.rpc.last.kwargs == {"person_ids": IDS, "purpose": "explain_figure"}
    assert json.loads(answer.headers["X-Pagination"])["total"] == 131


def test_a_leader_sees_the_facts_behind_a_figure_and_no_name(gateway: Office) -> None:
    gateway.rpc.answers["indicators.figure_people"] = behind
    answer = gateway.client("commune_leader").get("/api/v1/indicators/new_jobs/people")
    assert answer.status_code == 200
    assert all("person" not in each for each in answer.json["people"])
    assert {called.service for called in gateway.rpc.calls} == {"indicators"}


def test_households_behind_a_figure_need_no_names(gateway: Office) -> None:
    gateway.rpc.answers["indicators.figure_people"] = {
        "items": [{"household_id": "h1", "since": "2026-02-01"}],
        "total": 1,
    }
    answer = gateway.client("commune_officer").get(
        "/api/v1/indicators/elderly_household_credit/people"
    )
    assert answer.json["people"] == [{"household_id": "h1", "since": "2026-02-01"}]


def test_why_not_names_one_person(gateway: Office) -> None:
    gateway.rpc.answers["indicators.why_not"] = {"counted": False, "missing": []}
    client = gateway.client("commune_officer")
    assert client.get("/api/v1/indicators/new_jobs/why-not?person=p1").status_code == 200
    asked = {"code": "new_jobs", "person_id": "p1", "span": None, "as_of": None, "on": None}
    assert gateway.rpc.last.kwargs == asked
    then = "person=p1&as_of=2026-03-31&on=2026-02-28"
    assert client.get(f"/api/v1/indicators/new_jobs/why-not?{then}").status_code == 200
    assert gateway.rpc.last.kwargs == asked | {"as_of": "2026-03-31", "on": "2026-02-28"}
    assert client.get("/api/v1/indicators/new_jobs/why-not?person=p1&as_of=x").status_code == 422
    assert client.get("/api/v1/indicators/new_jobs/why-not").json["reasons"] == {
        "person": ["required"]
    }


def test_a_partner_sees_its_own_referrals_at_its_own_service(gateway: Office) -> None:
    gateway.rpc.answers |= {
        "registry.list_referrals": {"items": [{"id": "all"}], "total": 1},
        "training.list_referrals": {"items": [{"id": "own"}], "total": 1},
    }
    own = gateway.client("school").get("/api/v1/referrals?to=credit&status=waiting")
    assert own.json == {"referrals": [{"id": "own"}]}
    assert gateway.rpc.last.kwargs == {"status": "waiting", "page": 1, "page_size": 50}
    every = gateway.client("commune_officer").get("/api/v1/referrals?to=credit")
    assert every.json == {"referrals": [{"id": "all"}]}
    assert gateway.rpc.last.kwargs["to"] == "credit"


def test_the_public_sees_figures_as_nobody_in_particular(gateway: Office) -> None:
    gateway.rpc.answers["indicators.public_figures"] = believable.figures
    answer = gateway.client().get("/api/v1/public/indicators?span=2026")
    assert len(answer.json["indicators"]) == 14
    called = gateway.rpc.last
    assert (called.method, called.token) == ("public_figures", "token-of-city_viewer")
    assert "public" in answer.headers["Cache-Control"]


OPEN_DATA = {
    "span": "2026",
    "commune": "09931",
    "fields": [{"name": name, "vi": name, "en": name} for name in ("code", "value", "hidden")],
    "rows": [
        {"code": "new_jobs", "value": 50, "hidden": False},
        {"code": "=evil", "value": None, "hidden": True},
    ],
}


def test_open_data_comes_as_csv_without_a_sign_in(gateway: Office) -> None:
    gateway.rpc.answers["indicators.public_data"] = OPEN_DATA
    answer = gateway.client().get("/api/v1/public/indicators.csv?span=2026")
    assert answer.text.lstrip("\ufeff").splitlines() == [
        "code,value,hidden", "new_jobs,50,false", "'=evil,,true"
    ]  # fmt: skip
    assert answer.headers["Content-Disposition"] == 'attachment; filename="vieclam-09931-2026.csv"'
    assert gateway.rpc.last.token == "token-of-city_viewer"


def test_open_data_in_json_carries_its_dictionary(gateway: Office) -> None:
    gateway.rpc.answers["indicators.public_data"] = OPEN_DATA
    answer = gateway.client().get("/api/v1/public/indicators.json")
    assert answer.json == OPEN_DATA
    assert "public" in answer.headers["Cache-Control"]
    assert gateway.client().get("/api/v1/public/indicators.json?span=soon").status_code == 422


def test_the_description_is_openapi_3_1_and_names_every_route(gateway: Office) -> None:
    from gateway.permissions import PERMISSIONS

    spec = gateway.client().get("/api/openapi.json").json
    assert spec["openapi"] == "3.1.0"
    described = {
        f"{verb.upper()} {path}" for path, verbs in spec["paths"].items() for verb in verbs
    }
    api = {rule for rule in PERMISSIONS if " /api/v1/" in rule}
    assert api <= described
    assert "full_name" in json.dumps(spec["components"]["schemas"]["PersonBody"])


def test_the_description_can_be_read_without_anything_from_elsewhere(gateway: Office) -> None:
    page = gateway.client().get("/api/docs").text
    assert "/api/v1/people/{person_id}/groups" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


@pytest.mark.parametrize(
    ("query", "asked"),
    [("", (60, "")), ("?purpose=", (60, "")), ("?within_days=30&purpose=report", (30, "report"))],
)
def test_no_purpose_is_an_empty_one(gateway: Office, query: str, asked: tuple[int, str]) -> None:
    gateway.rpc.answers["registry.list_expiring"] = {"items": [], "total": 0, "withheld": 2}
    gateway.rpc.answers["registry.person_history"] = {"items": [], "total": 0}
    officer = gateway.client("commune_officer")
    told = officer.get(f"/api/v1/expiring-evidence{query}")
    assert told.json == {"evidence": [], "withheld": 2}
    sent = gateway.rpc.last.kwargs
    assert (sent["within_days"], sent["purpose"]) == asked
    officer.get(f"/api/v1/people/p1/changes{query}")
    assert gateway.rpc.last.kwargs["purpose"] == asked[1]
