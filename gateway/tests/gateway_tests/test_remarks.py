"""What a rule remarks on a write that was done is told on the page that is shown next."""

from __future__ import annotations

from typing import Any

import pytest

from .believable_people import IDS
from .forms import RECEIPT, send
from .office import WORDS, Office
from .test_field_pages import WRITES, posted

OTHER = "f" * 32
WARNING = {"code": "person_merged", "field": "person_id", "fact": {"into": OTHER}}
SENTENCE = "Hồ sơ người này đã gộp vào hồ sơ khác"
OFFICER = [
    (f"/people/{IDS[0]}/privacy", f"/people/{IDS[0]}/requests", "receive_request",
     {"type": "access", "received_on": "2026-11-20", "form": "paper"}),
    ("/households/new", "/households", "register_household", {"code": "H1", "village": "Thôn 1"}),
    (f"/people/{IDS[0]}/refer", f"/people/{IDS[0]}/refer", "make_referral",
     {"to": "training", "kind": "training", "on": "2026-11-20", "given_on": "2026-11-20"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "path", "page", "method", "form"),
    [row[:5] for row in WRITES],
    ids=[row[3] for row in WRITES],
)
def test_every_form_tells_in_the_readers_language_what_the_rules_remark(
    served: Office, role: str, path: str, page: str, method: str, form: dict[str, Any]
) -> None:
    # the receipt's id is one that these services know: its page is shown next
    served.rpc.answers[method] = {**RECEIPT, "id": "l1", "warnings": [WARNING]}
    answer = posted(served, role, path, page, **form)
    assert "remarks=person_merged" in answer.location
    assert OTHER not in answer.location
    html = served.browser(role).get(answer.location).text
    assert SENTENCE in html and "Đã ghi vào sổ" in html
    english = served.browser(role).get(f"{answer.location}&lang=en").text
    assert WORDS.language("en").code("person_merged") in english


@pytest.mark.parametrize(("page", "action", "method", "form"), OFFICER, ids=str)
def test_the_officers_forms_do(
    served: Office, page: str, action: str, method: str, form: dict[str, str]
) -> None:
    receipt = {**RECEIPT, "id": "h1", "warnings": [WARNING]}
    served.rpc.answers[f"registry.{method}"] = receipt
    browser = served.browser("commune_officer")
    answer = send(browser, page, action, **form)
    assert SENTENCE in browser.get(answer.location).text


def test_a_write_without_remarks_names_none(served: Office) -> None:
    served.rpc.answers["placement.start_placement"] = RECEIPT
    form = {"person_id": IDS[4], "kind": "self_employment", "on": "2026-11-20"}
    answer = send(served.browser("job_centre"), "/placements", "/placements", **form)
    assert answer.location == "/placements?done=1"


def test_what_is_no_code_is_not_shown(served: Office) -> None:
    html = served.browser("job_centre").get("/placements?remarks=<b>x</b>.nonsense").text
    assert "nonsense" not in html.partition("<main")[2]
