"""Villages in the browser and for programs: looked at first, done once, told how far it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chassis.errors import Invalid, NotFound, Refused

from .believable_people import IDS
from .believable_villages import CHANGE, PREVIEW
from .office import Office
from .outline import Outline

PAGES = (
    "/villages",
    "/villages/change",
    "/villages/change?kind=merge&village=v1",
    "/villages/changes/vc1",
    "/villages/changes/vc2",
    "/villages/changes/vc3",
)
FORM = {
    "kind": "merge",
    "village": ["Khu tập thể", "Thôn Trại Cá"],
    "into": "Thôn Trại Cá",
    "on": "2026-11-01",
    "number": "12/NQ-HĐND",
    "issued_by": "HĐND xã",
    "issued_on": "2026-10-20",
    "reason": "Theo nghị quyết",
}
BODY = {
    "kind": "merge",
    "villages": ["Khu tập thể", "Thôn Trại Cá"],
    "into": "Thôn Trại Cá",
    "on": "2026-11-01",
    "decision": {"number": "12/NQ-HĐND", "issued_by": "HĐND xã", "issued_on": "2026-10-20"},
    "reason": "Theo nghị quyết",
}


@pytest.fixture
def officer(served: Office) -> Any:
    return served.browser("commune_officer")


def hidden(html: str) -> dict[str, str]:
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', html)[1]  # type: ignore[index]
        for name in ("csrf_token", "key")
    }


def well_made(html: str) -> None:
    found = Outline(html)
    assert found.inline == []
    assert found.tags.count("h1") == 1
    assert len(found.ids) == len(set(found.ids))
    assert set(found.inputs) <= set(found.labels)
    main = html.partition("<main")[2].partition("</main>")[0]
    seen = re.sub(r"<[^>]+>", " ", main)
    assert "None" not in seen
    assert "…" not in seen
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", seen), "a code where a word should be"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_villages_is_well_made(officer: Any, path: str, language: str) -> None:
    mark = "&" if "?" in path else "?"
    answer = officer.get(f"{path}{mark}lang={language}")
    assert answer.status_code == 200, answer.text
    well_made(answer.text)


def test_the_list_tells_names_of_before_and_what_is_on_its_way(officer: Any) -> None:
    html = officer.get("/villages").text
    assert "Tên cũ: Thôn Văn Quang (trước 01/07/2026)" in html
    assert "12/NQ-HĐND" in html
    assert "300 trên 861 người" in html


def test_a_page_with_records_on_their_way_renews_itself(officer: Any) -> None:
    assert officer.get("/villages/changes/vc2").headers["Refresh"] == "2"
    assert "Refresh" not in officer.get("/villages/changes/vc1").headers


def test_no_name_of_a_village_stands_in_an_address(officer: Any) -> None:
    html = officer.get("/villages").text
    for address in re.findall(r'href="([^"]+)"', html):
        assert re.fullmatch(r"[\x21-\x7e]+", address)
        assert "Th" not in address


def test_what_is_sent_is_looked_at_before_it_is_done(served: Office, officer: Any) -> None:
    form = officer.get("/villages/change?kind=merge").text
    html = officer.post("/villages/preview", data={**hidden(form), **FORM}).text
    well_made(html)
    asked = served.rpc.last
    assert (asked.method, asked.kwargs) == ("preview_village_change", {"body": BODY})
    assert "Chưa ghi văn bản quyết định" in html
    assert "Khu tập thể" in html
    fields = dict(re.findall(r'type="hidden" name="(into|on|reason|number)" value="([^"]*)"', html))
    assert fields == {name: FORM[name] for name in ("into", "on", "reason", "number")}


def test_back_to_the_form_loses_nothing(officer: Any) -> None:
    form = officer.get("/villages/change").text
    html = officer.post("/villages/preview", data={**hidden(form), **FORM, "again": "1"}).text
    well_made(html)
    for text in ("12/NQ-HĐND", "Theo nghị quyết", "2026-10-20"):
        assert text in html
    assert re.search(r'id="kind-merge"[^>]*checked', html)
    assert re.search(r'value="Thôn Trại Cá" checked', html)


def test_a_change_is_written_once_and_its_way_is_shown(served: Office, officer: Any) -> None:
    served.rpc.answers["registry.change_villages"] = {"id": "vc2", "version": 3, "warnings": []}
    sent = {**hidden(officer.get("/villages/change").text), **FORM}
    answer = officer.post("/villages/change", data=sent)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/villages/changes/vc2?done=1"
    asked = served.rpc.last
    assert asked.kwargs["body"] == BODY
    assert asked.kwargs["meta"] == {"key": sent["key"], "if_match": None}


@pytest.mark.parametrize("path", ["/villages/preview", "/villages/change"])
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused("village_exists"), "Đã có một thôn khác mang tên này"),
        (NotFound("no_such_village"), "Danh mục không có thôn này"),
        (Invalid.of(**{"decision.number": "required"}), "Số, ký hiệu văn bản"),
    ],
)
def test_what_is_refused_is_told_beside_what_was_typed(
    served: Office, officer: Any, path: str, error: Exception, said: str
) -> None:
    method = "preview_village_change" if path.endswith("preview") else "change_villages"
    served.rpc.answers[f"registry.{method}"] = error
    sent = {**hidden(officer.get("/villages/change").text), **FORM}
    answer = officer.post(path, data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Theo nghị quyết" in answer.text


def test_a_mistake_is_voided_with_its_reason(served: Office, officer: Any) -> None:
    served.rpc.answers["registry.void_village_change"] = {"id": "vc1", "version": 4, "warnings": []}
    page = officer.get("/villages/changes/vc1").text
    answer = officer.post(
        "/villages/changes/vc1/void", data={**hidden(page), "reason": "Nhập nhầm thôn"}
    )
    assert answer.headers["Location"] == "/villages/changes/vc1?done=1"
    assert served.rpc.last.kwargs["body"] == {"reason": "Nhập nhầm thôn"}
    served.rpc.answers["registry.void_village_change"] = Refused("later_village_change")
    refused = officer.post(
        "/villages/changes/vc1/void", data={**hidden(page), "reason": "Nhập nhầm thôn"}
    )
    assert refused.status_code == 422
    assert "hủy lần thay đổi sau trước" in refused.text


def test_the_history_of_a_person_names_the_document(served: Office, officer: Any) -> None:
    told = {
        "version": 2, "at": "2026-07-02T03:00:00+00:00", "on": "2026-07-01",
        "actor": "commune_officer:u1", "reason": "village_change " + "a" * 32,
        "events": ["VillageSucceeded"], "changes": [], "village_change": CHANGE,
    }  # fmt: skip
    served.rpc.answers["registry.person_history"] = {"items": [told], "total": 1}
    html = officer.get(f"/people/{IDS[0]}/history").text
    assert "Thôn đổi tên hoặc gộp" in html
    assert "12/NQ-HĐND, Hội đồng nhân dân xã Hưng Đạo, ngày 15/06/2026" in html
    assert 'href="/villages/changes/vc1"' in html
    assert "village_change" not in re.sub(r"<[^>]+>", " ", html)


def test_a_persons_own_data_names_the_document_that_changed_their_village(
    served: Office, officer: Any
) -> None:
    told = {
        "version": 2, "at": "2026-07-02T03:00:00+00:00", "on": "2026-07-01",
        "actor": "commune_officer:u1", "reason": "village_change " + "a" * 32,
        "events": ["VillageSucceeded"], "changes": [], "village_change": CHANGE,
    }  # fmt: skip
    kept = served.rpc.answers["registry.export_person"]
    kept = kept(person_id=IDS[0]) if callable(kept) else kept
    served.rpc.answers["registry.export_person"] = {**kept, "changes": [told]}
    page = officer.get(f"/people/{IDS[0]}/privacy").text
    html = officer.post(f"/people/{IDS[0]}/own-data", data={**hidden(page), "form": "html"}).text
    assert "theo thay đổi của thôn" in html
    assert "12/NQ-HĐND, Hội đồng nhân dân xã Hưng Đạo, ngày 15/06/2026" in html
    assert "village_change" not in html


def test_a_head_writes_for_what_the_own_village_is_called_today(served: Office) -> None:
    served.rpc.answers["registry.list_villages"] = {
        "items": [
            {"id": "v1", "name": "Thôn Đồng Tâm", "commune": "09931", "own": True},
            {"id": "v2", "name": "Thôn Phú Mỹ", "commune": "09931", "own": False},
        ],
        "total": 2,
    }
    html = served.browser("village_head").get("/feedback").text
    assert "<option selected>Thôn Đồng Tâm</option>" in html
    assert "Thôn Phú Mỹ" not in html


# -- for programs ---------------------------------------------------------------------------


def test_programs_look_write_and_void(gateway: Office) -> None:
    officer = gateway.client("commune_officer")
    gateway.rpc.answers["registry.list_village_changes"] = {
        "items": [CHANGE], "villages": [], "total": 1, "version": 2,
    }  # fmt: skip
    assert officer.get("/api/v1/village-changes").json == {"changes": [CHANGE]}
    gateway.rpc.answers["registry.preview_village_change"] = dict(PREVIEW)
    told = officer.post("/api/v1/village-changes/preview", json=BODY).json
    assert told["people"] == 44
    assert told["warnings"][0]["text"].startswith("Chưa ghi văn bản")
    assert gateway.rpc.last.kwargs == {"body": BODY}
    gateway.rpc.answers["registry.change_villages"] = {"id": "vc1", "version": 3, "warnings": []}
    done = officer.post("/api/v1/village-changes", json=BODY, headers={"Idempotency-Key": "k"})
    assert (done.status_code, done.json["id"]) == (201, "vc1")
    assert gateway.rpc.last.kwargs["meta"] == {"key": "k", "if_match": None}
    gateway.rpc.answers["registry.get_village_change"] = dict(CHANGE)
    assert officer.get("/api/v1/village-changes/vc1").json["status"] == "done"
    gateway.rpc.answers["registry.void_village_change"] = {
        "id": "vc1",
        "version": 4,
        "warnings": [],
    }
    voided = officer.post("/api/v1/village-changes/vc1/void", json={"reason": "Nhập nhầm"})
    assert voided.status_code == 200
    for role in ("village_head", "front", "commune_leader", "ops"):
        assert gateway.client(role).get("/api/v1/village-changes").status_code == 403
