"""The officer writes about a person in the browser: what reaches the registry, what is shown."""

from __future__ import annotations

from copy import deepcopy

import pytest
from chassis.errors import Conflict, Invalid
from gateway.pages.person_form import changed, iso_birth

from .believable_people import IDS, NAMES, PERSON
from .forms import RECEIPT, asked, fields, wrote
from .office import Office

ME = f"/people/{IDS[0]}"
TYPED = {
    "full_name": NAMES[0], "birth_date": "05/1964", "gender": "female",
    "national_id": "001164001234", "ethnicity": "muong", "phone": "0912345678",
}  # fmt: skip
"""The form of ``PERSON`` as it is shown, untouched."""
NEW = {
    **TYPED, "village": "Thôn 2", "kind": "permanent", "commune": "09931", "from": "2020-01-01",
    "disability_type": "mobility", "disability_level": "mild",
    "languages": "tiếng Việt, tiếng Mường", "access_needs": "step_free",
}  # fmt: skip
PAPER = {
    "document": "Giấy xác nhận", "number": "12/GXN", "issued_by": "UBND xã",
    "issued_on": "2026-01-05", "verified_by": "Nguyễn Thị Hạnh",
}  # fmt: skip


class TestRegistering:
    def test_every_field_reaches_the_registry_and_empty_ones_do_not(self, served: Office) -> None:
        served.rpc.answers["registry.register_person"] = {**RECEIPT, "id": IDS[1]}
        page = "/people/new"
        answer, sent = wrote(served, "register_person", page, page, **NEW, schooling="")
        assert answer.location == f"/people/{IDS[1]}?done=1"
        assert sent[0]["body"] == {
            **TYPED, "birth_date": "1964-05", "village": "Thôn 2",
            "disability": {"type": "mobility", "level": "mild"},
            "languages": ["tiếng Việt", "tiếng Mường"], "access_needs": ["step_free"],
            "residence": {"kind": "permanent", "commune": "09931", "village": "Thôn 2",
                          "from": "2020-01-01"},
        }  # fmt: skip

    def test_what_a_rule_remarks_is_told_and_only_its_code_is_in_the_address(
        self, served: Office
    ) -> None:
        remarked = [
            {"code": "possible_duplicate", "fact": {"person_id": IDS[2]}},
            {"code": "national_id_other_year", "field": "national_id"},
        ]
        served.rpc.answers["registry.register_person"] = {
            **RECEIPT, "id": IDS[1], "warnings": remarked,
        }  # fmt: skip
        page = "/people/new"
        answer, _ = wrote(served, "register_person", page, page, **NEW)
        assert answer.location == (
            f"/people/{IDS[1]}?remarks=national_id_other_year.possible_duplicate&done=1"
        )
        html = served.browser("commune_officer").get(answer.location).text
        assert "Số định danh không khớp năm sinh." in html
        assert "Có thể đã có hồ sơ của người này" in html
        assert 'href="/reviews"' in html

    def test_a_household_is_found_by_its_code(self, served: Office) -> None:
        found = {"items": [{"id": "h1"}], "total": 1}
        served.rpc.answers["registry.list_households"] = found
        page = "/people/new"
        _, sent = wrote(served, "register_person", page, page, **NEW, household_code="HĐ-0412")
        assert sent[0]["body"]["household_id"] == "h1"

    def test_a_household_that_there_is_not_is_refused_and_nothing_typed_is_lost(
        self, served: Office
    ) -> None:
        served.rpc.answers["registry.list_households"] = {"items": [], "total": 0}
        page = "/people/new"
        answer, sent = wrote(served, "register_person", page, page, **NEW, household_code="X")
        assert (answer.status_code, sent) == (422, [])
        for part in ("Không có hộ này.", 'value="X"', 'value="05/1964"', 'value="Thôn 2"',
                     'value="2020-01-01"', "tiếng Việt, tiếng Mường"):  # fmt: skip
            assert part in answer.text, part


class TestAmending:
    def test_only_what_differs_is_sent_against_the_version_seen(self, served: Office) -> None:
        said = {**TYPED, "phone": "0987654321", "ethnicity": ""}
        answer, sent = wrote(served, "amend_person", f"{ME}/edit", f"{ME}/edit", **said)
        assert answer.location == f"{ME}?done=1"
        assert sent[0]["body"] == {"ethnicity": None, "phone": "0987654321"}
        assert sent[0]["meta"]["if_match"] == PERSON["version"]

    def test_why_it_is_changed_goes_with_it_and_alone_changes_nothing(self, served: Office) -> None:
        page = f"{ME}/edit"
        said = {**TYPED, "phone": "0987654321", "why": "paper", "reason_note": "xem thẻ"}
        _, sent = wrote(served, "amend_person", page, page, **said)
        told = {"reason": "paper", "reason_note": "xem thẻ"}
        assert sent[0]["body"] == {"phone": "0987654321", **told}
        _, again = wrote(served, "amend_person", page, page, **TYPED, why="paper")
        assert len(again) == 1

    def test_a_form_that_changes_nothing_reaches_nobody(self, served: Office) -> None:
        answer, sent = wrote(served, "amend_person", f"{ME}/edit", f"{ME}/edit", **TYPED)
        assert (answer.location, sent) == (f"{ME}?done=1", [])

    @pytest.mark.parametrize("seen_by", ["page", "registry"])
    def test_where_two_were_at_it_both_values_are_shown_and_nothing_typed_is_lost(
        self, served: Office, seen_by: str
    ) -> None:
        theirs = {**deepcopy(PERSON), "version": 5, "phone": "0900000000"}
        browser, said = served.browser("commune_officer"), {**TYPED, "phone": "0987654321"}
        form = browser.get(f"{ME}/edit").text
        answers = [PERSON, theirs] if seen_by == "registry" else [theirs, theirs]
        served.rpc.answers["registry.get_person"] = lambda **_: answers.pop(0)
        served.rpc.answers["registry.amend_person"] = Conflict(
            "version_moved", {"expected": 4, "present": 5}
        )
        key = form.partition('name="key" value="')[2].partition('"')[0]
        token = form.partition('name="csrf_token" value="')[2].partition('"')[0]
        answer = browser.post(
            f"{ME}/edit", data={**said, "csrf_token": token, "key": key, "version": "4"}
        )
        assert answer.status_code == 409
        for part in ("<td>0900000000</td>", '<td class="is-differs">0987654321</td>',
                     'value="0987654321"', 'name="version" value="5"',
                     "Người khác vừa sửa hồ sơ này"):  # fmt: skip
            assert part in answer.text, part
        assert len(asked(served, "amend_person")) == (seen_by == "registry")

    def test_what_is_refused_is_told_beside_what_was_typed(self, served: Office) -> None:
        served.rpc.answers["registry.amend_person"] = Invalid.of(national_id="bad_national_id")
        said = {**TYPED, "national_id": "12 <b>"}
        answer, _ = wrote(served, "amend_person", f"{ME}/edit", f"{ME}/edit", **said)
        assert answer.status_code == 422
        assert "Số định danh:" in answer.text
        assert 'value="12 &lt;b&gt;"' in answer.text

    def test_what_this_reader_is_not_shown_is_not_emptied(self, served: Office) -> None:
        closed = {**deepcopy(PERSON), "ethnicity": None, "withheld": ["ethnicity"]}
        served.rpc.answers["registry.get_person"] = lambda **_: closed
        assert 'id="ethnicity"' not in served.browser("commune_officer").get(f"{ME}/edit").text
        said = {"full_name": "Đào Thị Được", "ethnicity": None, "disability": None}
        whole = {**{name: closed.get(name) for name in ("birth_date", "gender", "national_id",
                 "phone", "schooling", "professional_level", "employment_status", "note")},
                 "languages": [], "access_needs": [], **said}  # fmt: skip
        assert changed(whole, closed) == {}

    def test_a_record_is_read_here_to_be_corrected(self, served: Office) -> None:
        served.browser("commune_officer").get(f"{ME}/edit")
        assert asked(served, "get_person")[0]["purpose"] == "correction"


class TestPlace:
    PAGE = f"{ME}/place"

    def test_a_move_begins_on_its_day(self, served: Office) -> None:
        there = {"kind": "permanent", "commune": "09931", "village": "Thôn 2", "from": "2026-05-01"}
        answer, sent = wrote(served, "amend_person", self.PAGE, f"{ME}/move", **there)
        assert answer.location == f"{self.PAGE}?done=1"
        assert sent[0]["body"] == {"residence": there}
        assert sent[0]["meta"]["if_match"] == PERSON["version"]

    def test_why_is_kept_with_a_move_and_with_a_leaving(self, served: Office) -> None:
        page = f"{ME}/place"
        why = {"why": "changed", "reason_note": "lấy chồng"}
        _, sent = wrote(served, "amend_person", page, f"{ME}/move", village="Thôn 3", **why)
        assert (sent[0]["body"]["reason"], sent[0]["body"]["reason_note"]) == (
            "changed", "lấy chồng",
        )  # fmt: skip
        said = {"on": "2026-11-01", "reason": "moved_away", "reason_note": "lấy chồng"}
        _, left = wrote(served, "record_person_left", page, f"{ME}/left", **said)
        assert left[0]["body"] == said

    def test_a_household_is_joined_by_code_and_left(self, served: Office) -> None:
        served.rpc.answers["registry.list_households"] = {"items": [{"id": "h1"}], "total": 1}
        said = {"code": "HĐ-0412", "household_from": "2026-05-01"}
        wrote(served, "amend_person", self.PAGE, f"{ME}/household", **said, do="join")
        _, sent = wrote(served, "amend_person", self.PAGE, f"{ME}/household", **said, do="leave")
        assert [each["body"] for each in sent] == [
            {"household_from": "2026-05-01", "household_id": "h1"},
            {"household_from": "2026-05-01", "household_id": None},
        ]

    @pytest.mark.parametrize("reason", ["died", "moved_away"])
    def test_death_and_moving_away_are_recorded_and_taken_back(
        self, served: Office, reason: str
    ) -> None:
        said = {"on": "2026-06-01", "reason": reason}
        _, sent = wrote(served, "record_person_left", self.PAGE, f"{ME}/left", **said, do="leave")
        assert sent[0]["body"] == said
        gone = {**deepcopy(PERSON), "left": said}
        served.rpc.answers["registry.get_person"] = lambda **_: gone
        _, back = wrote(served, "amend_person", self.PAGE, f"{ME}/left", do="undo")
        assert back[0]["body"] == {"left": None}

    def test_whoever_was_second_is_told_and_sees_what_stands_now(self, served: Office) -> None:
        served.rpc.answers["registry.record_person_left"] = Conflict("version_moved", {})
        said = {"on": "2026-06-01", "reason": "died"}
        answer, _ = wrote(served, "record_person_left", self.PAGE, f"{ME}/left", **said)
        assert answer.status_code == 422
        assert "đã được người khác sửa" in answer.text
        assert 'value="2026-06-01"' in answer.text


class TestPapers:
    PAGE = f"{ME}/groups"

    def test_a_group_is_added_with_its_paper_and_who_verified_it(self, served: Office) -> None:
        said = {"code": "disabled", "from": "2026-01-05", "to": ""}
        answer, sent = wrote(served, "add_group", self.PAGE, self.PAGE, **said, **PAPER)
        assert answer.location == f"{self.PAGE}?done=1"
        assert sent[0]["body"] == {"code": "disabled", "from": "2026-01-05", "evidence": PAPER}

    def test_the_one_who_sees_the_paper_is_proposed_as_who_verified_it(
        self, served: Office
    ) -> None:
        assert (
            'value="Người commune_officer"'
            in (served.browser("commune_officer").get(self.PAGE).text.partition('id="add"')[2])
        )

    def test_a_membership_is_ended_and_voided(self, served: Office) -> None:
        said = {"from": "2024-03-01", "to": "2026-06-01"}
        _, ended = wrote(served, "amend_group", self.PAGE, f"{self.PAGE}/g1/amend", **said, **PAPER)
        assert ended[0]["group_id"] == "g1"
        assert ended[0]["body"] == {**said, "evidence": PAPER}
        why = {"reason_code": "entered_by_mistake", "note": "nhầm người"}
        _, voided = wrote(served, "void_group", self.PAGE, f"{self.PAGE}/g1/void", **why)
        assert (voided[0]["group_id"], voided[0]["body"]) == ("g1", why)

    def test_why_a_paper_is_amended_is_kept(self, served: Office) -> None:
        group = PERSON["groups"][0]["group_id"]
        page = f"{ME}/groups"
        said = {"why": "paper", "reason_note": "bản gốc"}
        _, sent = wrote(served, "amend_group", page, f"{page}/{group}/amend", **said)
        assert (sent[0]["body"]["reason"], sent[0]["body"]["reason_note"]) == ("paper", "bản gốc")

    def test_where_two_were_at_a_paper_both_stand_there(self, served: Office) -> None:
        served.rpc.answers["registry.amend_group"] = Conflict("version_moved", {})
        said = {"from": "2024-03-01", "to": "2026-06-01", **PAPER}
        answer, _ = wrote(served, "amend_group", self.PAGE, f"{self.PAGE}/g1/amend", **said)
        held, _, fresh = answer.text.partition('id="add"')
        assert "đã được người khác sửa" in held
        assert "118/QĐ-UBND" in held and 'value="12/GXN"' in held
        assert 'value="2026-06-01"' in held and 'value="12/GXN"' not in fresh

    def test_a_step_that_there_is_not_reaches_no_service(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        form = fields(browser.get(self.PAGE).text, f"{self.PAGE}/g1/void")
        calls = len(served.rpc.calls)
        assert browser.post(f"{self.PAGE}/g1/burn", data=form).status_code == 404
        assert len(served.rpc.calls) == calls


def test_a_person_is_referred_with_purpose_and_consent(served: Office) -> None:
    said = {"to": "training", "kind": "training", "level": "elementary", "on": "2026-11-20"}
    answer, sent = wrote(
        served, "make_referral", f"{ME}/refer", f"{ME}/refer",
        **said, given_on="2026-11-19", form="paper",
    )  # fmt: skip
    assert answer.location == f"{ME}/refer?done=1"
    assert sent[0]["body"] == {
        **said, "person_id": IDS[0], "purpose": "support",
        "consent": {"given_on": "2026-11-19", "form": "paper"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12/5/1964", "1964-05-12"), ("05/1964", "1964-05"), ("1964", "1964"),
     ("12.05.1964", "1964-05-12"), ("1964-05-12", "1964-05-12"), ("khoảng 1964", "khoảng 1964")],
)  # fmt: skip
def test_a_birth_date_is_taken_as_exactly_as_it_is_typed(typed: str, kept: str) -> None:
    assert iso_birth(typed) == kept


def test_only_the_officer_is_shown_the_way_to_write(served: Office) -> None:
    for path in ("edit", "place", "groups", "refer"):
        assert f'href="{ME}/{path}"' in served.browser("commune_officer").get(ME).text
        assert f'href="{ME}/{path}"' not in served.browser("village_head").get(ME).text


@pytest.mark.parametrize(
    "path",
    ["/people/new", f"{ME}/edit", f"{ME}/place", f"{ME}/groups", f"{ME}/refer"],
)
def test_each_page_is_there_in_both_languages(served: Office, path: str) -> None:
    browser = served.browser("commune_officer")
    assert browser.get(path).status_code == 200
    english = browser.get(f"{path}?lang=en")
    assert english.status_code == 200
    assert '<html lang="en">' in english.text


def test_a_residence_is_told_with_its_commune(served: Office) -> None:
    """Who moved in from another commune had lived in a village of that name, too."""
    officer = served.browser("commune_officer")
    for path in (f"/people/{IDS[0]}", f"/people/{IDS[0]}/place"):
        assert "Thôn Trại Cá" in officer.get(path).text
        assert "Xã Hưng Đạo" in officer.get(path).text
