"""Records put right in the browser: corrected, withdrawn, voided, both values where two were."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Conflict, Refused
from gateway.pages.correcting import FIELDS

from .believable_people import IDS
from .forms import RECEIPT, asked, fields, send
from .office import Office, office
from .serving import believable_rpc

ME = f"/people/{IDS[0]}"
NEED = {
    "on": "2026-01-12", "kind": "need", "need_kind": "training", "id": "n1", "version": 2,
    "level": "elementary", "occupation": "May", "able_to_work": True, "withdrawn_on": None,
}  # fmt: skip
REFERRAL = {
    "on": "2026-02-03", "kind": "referral", "referral_kind": "training", "to": "training",
    "id": "r1", "version": 3, "level": None, "occupation": None, "status": "sent",
}  # fmt: skip
OUTREACH = {
    "on": "2026-03-01", "kind": "outreach", "id": "o1", "version": 1, "channel": "meeting",
    "topic": "other", "reached": 1,
}  # fmt: skip
RECORDS: dict[str, dict[str, Any]] = {
    "needs": NEED, "referrals": REFERRAL, "outreach": OUTREACH,
}  # fmt: skip
TYPED = {
    "needs": {"kind": "training", "level": "elementary", "occupation": "May", "on": "2026-01-12",
              "able_to_work": "yes"},
    "referrals": {"to": "training", "kind": "training", "level": "", "occupation": "",
                  "on": "2026-02-03"},
    "outreach": {"channel": "meeting", "topic": "other", "on": "2026-03-01", "reached": "1"},
}  # fmt: skip
"""Each form as it is shown, untouched."""


@pytest.fixture
def served() -> Office:
    there = office(believable_rpc())
    told = {"items": list(RECORDS.values()), "total": 3}
    there.rpc.answers["registry.journey"] = lambda **_: told
    for method in ("amend_record", "void_record", "withdraw_need"):
        there.rpc.answers[f"registry.{method}"] = RECEIPT
    return there


def page_of(kind: str) -> str:
    return f"{ME}/records/{kind}/{RECORDS[kind]['id']}"


def wrote(served: Office, page: str, step: str, **said: str) -> Any:
    return send(served.browser("commune_officer"), page, f"{page}/{step}", **said)


@pytest.mark.parametrize(
    ("kind", "said", "body"),
    [
        ("needs", {"kind": "job", "level": ""}, {"kind": "job", "level": None}),
        ("referrals", {"to": "placement"}, {"to": "placement"}),
        ("outreach", {"reached": "0", "on": "2026-03-02"}, {"on": "2026-03-02", "reached": 0}),
    ],
)
def test_only_what_differs_is_sent_against_the_version_seen(
    served: Office, kind: str, said: dict[str, str], body: dict[str, Any]
) -> None:
    answer = wrote(served, page_of(kind), "amend", **{**TYPED[kind], **said})
    assert answer.location == f"{ME}/journey?done=1"
    (sent,) = asked(served, "amend_record")
    assert (sent["kind"], sent["body"]) == (kind, body)
    assert sent["meta"]["if_match"] == RECORDS[kind]["version"]


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_a_form_that_changes_nothing_reaches_nobody(served: Office, kind: str) -> None:
    assert wrote(served, page_of(kind), "amend", **TYPED[kind]).status_code == 303
    assert asked(served, "amend_record") == []


def test_where_two_were_at_it_both_values_are_shown(served: Office) -> None:
    served.rpc.answers["registry.amend_record"] = Conflict("version_moved", {})
    answer = wrote(served, page_of("needs"), "amend", **{**TYPED["needs"], "kind": "job"})
    assert answer.status_code == 409
    for part in ("<td>Học nghề</td>", '<td class="is-differs">Việc làm</td>',
                 "Người khác vừa sửa bản ghi này"):  # fmt: skip
        assert part in answer.text, part


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_a_record_is_voided_with_a_reason(served: Office, kind: str) -> None:
    why = {"reason_code": "did_not_happen", "note": "hoãn"}
    assert wrote(served, page_of(kind), "void", **why).location == f"{ME}/journey?done=1"
    (sent,) = asked(served, "void_record")
    assert (sent["kind"], sent["record_id"]) == (kind, page_of(kind).rpartition("/")[2])
    assert sent["body"] == why


def test_a_need_is_withdrawn_from_a_day_on_and_nothing_else_is(served: Office) -> None:
    wrote(served, page_of("needs"), "withdraw", on="2026-11-01")
    assert asked(served, "withdraw_need")[0]["body"] == {"on": "2026-11-01"}
    browser = served.browser("commune_officer")
    form = fields(browser.get(page_of("outreach")).text, f"{page_of('outreach')}/void")
    assert browser.post(f"{page_of('outreach')}/withdraw", data=form).status_code == 404


def test_what_is_refused_is_told_beside_what_was_typed(served: Office) -> None:
    served.rpc.answers["registry.amend_record"] = Refused("in_future", {"field": "on"})
    said = {**TYPED["needs"], "occupation": "Hàn <b>"}
    answer = wrote(served, page_of("needs"), "amend", **said)
    assert answer.status_code == 422
    assert "Hàn &lt;b&gt;" in answer.text


@pytest.mark.parametrize("path", ["needs/n9", "needs/r1", "loans/n1"])
def test_a_record_that_there_is_not_is_told_so(served: Office, path: str) -> None:
    assert served.browser("commune_officer").get(f"{ME}/records/{path}").status_code == 404


def test_the_journey_leads_to_each_of_the_registrys_records(served: Office) -> None:
    html = served.browser("commune_officer").get(f"{ME}/journey").text
    for kind in FIELDS:
        assert f'href="{page_of(kind)}"' in html
    assert "/records/" not in served.browser("village_head").get(f"{ME}/journey").text


@pytest.mark.parametrize("page", ["/feedback", "/labour-surveys"])
def test_feedback_and_surveys_are_voided_with_a_reason(served: Office, page: str) -> None:
    browser = served.browser("commune_officer")
    html = browser.get(page).text
    action = next(part for part in html.split('action="') if "/void" in part[:80]).partition('"')[0]
    assert action.startswith(f"{page}/")
    answer = send(browser, page, action, reason_code="entered_by_mistake")
    assert answer.location == f"{page}?done=1"
    (sent,) = asked(served, "void_record")
    assert sent["kind"] == page[1:]
    assert sent["record_id"] == action.split("/")[2]
    assert sent["body"] == {"reason_code": "entered_by_mistake"}
    assert "/void" not in served.browser("front").get(page).text


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_each_page_is_there_in_both_languages(served: Office, kind: str) -> None:
    browser = served.browser("commune_officer")
    assert browser.get(page_of(kind)).status_code == 200
    assert '<html lang="en">' in browser.get(f"{page_of(kind)}?lang=en").text
