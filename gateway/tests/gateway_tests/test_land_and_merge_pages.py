"""A household's land recovery, and two records that nobody suspected, in the browser."""

from __future__ import annotations

import pytest
from chassis.errors import Conflict, Refused

from .believable_desk import HOUSEHOLD
from .believable_people import IDS, NAMES
from .forms import asked, send, wrote
from .office import Office

LAND = "/households/h1/land"
MERGE = f"/people/{IDS[0]}/merge"
SAID = {
    "number": "9/QĐ-UBND", "on": "2026-06-01", "issued_by": "UBND xã", "land": "business",
    "area": "1.360", "verified_by": "",
}  # fmt: skip


class TestLand:
    def test_the_household_tells_its_decisions_and_whom_they_reach(self, served: Office) -> None:
        html = served.browser("commune_officer").get("/households/h1").text
        for part in ("45/QĐ-UBND", "12/03/2026", "Đất nông nghiệp", "1.360 m²",
                     "1 người thuộc nhóm", "đã hủy"):  # fmt: skip
            assert part in html, part

    def test_a_decision_is_recorded_with_the_officers_last_word(self, served: Office) -> None:
        answer, sent = wrote(
            served, "record_land_recovery", LAND, LAND, **SAID, **{f"who_{IDS[1]}": "include"}
        )
        assert answer.location == f"{LAND}?done=1"
        assert sent[0]["household_id"] == "h1"
        assert sent[0]["meta"]["if_match"] == HOUSEHOLD["version"]
        assert sent[0]["body"] == {
            "number": "9/QĐ-UBND", "on": "2026-06-01", "issued_by": "UBND xã",
            "land": "business", "area": 1360, "include": [IDS[1]],
        }  # fmt: skip

    def test_it_is_corrected_with_a_reason_and_what_is_emptied_is_taken_back(
        self, served: Office
    ) -> None:
        why = {"why": "mistake", "reason_note": "nhầm số"}
        said = {**SAID, **why, "area": "", f"who_{IDS[1]}": ""}
        _, sent = wrote(served, "amend_land_recovery", LAND, f"{LAND}/lr1/amend", **said)
        assert sent[0]["recovery_id"] == "lr1"
        assert sent[0]["body"] == {
            "number": "9/QĐ-UBND", "on": "2026-06-01", "issued_by": "UBND xã",
            "land": "business", "area": None, "verified_by": None, "include": [],
            "leave_out": [], "reason": "mistake", "reason_note": "nhầm số",
        }  # fmt: skip

    def test_the_form_of_a_correction_stands_as_the_decision_is(self, served: Office) -> None:
        html = served.browser("commune_officer").get(LAND).text
        form = html[html.index("lr1/amend") :].partition("</form>")[0]
        for part in ('value="45/QĐ-UBND"', 'value="2026-03-12"', 'value="1360"',
                     '<option value="leave_out" selected>', '<option value="agricultural" selected>'
                     ):  # fmt: skip
            assert part in form, part

    def test_it_is_voided(self, served: Office) -> None:
        said = {"reason_code": "duplicate", "note": "ghi hai lần"}
        _, sent = wrote(served, "void_land_recovery", LAND, f"{LAND}/lr1/void", **said)
        assert sent[0]["body"] == said

    def test_what_is_refused_is_told_beside_what_was_typed(self, served: Office) -> None:
        served.rpc.answers["registry.record_land_recovery"] = Refused("land_recovery_known")
        answer, _ = wrote(served, "record_land_recovery", LAND, LAND, **SAID)
        assert answer.status_code == 422
        assert "Hộ này đã có quyết định với số ấy." in answer.text
        assert 'value="9/QĐ-UBND"' in answer.text

    def test_whoever_was_second_is_told(self, served: Office) -> None:
        served.rpc.answers["registry.amend_land_recovery"] = Conflict("version_moved")
        answer, _ = wrote(served, "amend_land_recovery", LAND, f"{LAND}/lr1/amend", **SAID)
        assert 'value="9/QĐ-UBND"' in answer.text
        assert 'role="alert"' in answer.text

    def test_a_members_page_leads_to_the_household_for_its_paper(self, served: Office) -> None:
        html = served.browser("commune_officer").get(f"/people/{IDS[0]}/groups").text
        assert f'href="{LAND}"' in html
        assert "/groups/lr1/void" not in html and "/groups/g1/void" in html

    def test_a_step_that_there_is_not_reaches_no_service(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        form = {"csrf_token": "x"}
        answer = browser.post(f"{LAND}/lr1/erase", data=form)
        assert answer.status_code in (403, 404)
        assert not asked(served, "void_land_recovery")


class TestMerging:
    def test_the_other_record_is_looked_for_by_post_and_never_itself(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        answer = send(browser, MERGE, MERGE, q="dao thi")
        assert asked(served, "search_people")[0]["q"] == "dao thi"
        assert f"{MERGE}/{IDS[1]}" in answer.text
        assert f"{MERGE}/{IDS[0]}" not in answer.text

    def test_both_are_seen_side_by_side_before_anything_is_done(self, served: Office) -> None:
        html = served.browser("commune_officer").get(f"{MERGE}/{IDS[1]}").text
        for part in (NAMES[0], NAMES[1], "05/1964", "001•••••1234", "gần giống", "Nữ"):
            assert part in html, part
        assert "household_id" not in html

    @pytest.mark.parametrize("kept", [0, 1])
    def test_the_record_that_is_kept_takes_the_other_over_with_a_reason(
        self, served: Office, kept: int
    ) -> None:
        page = f"{MERGE}/{IDS[1]}"
        said = {"keep": IDS[kept], "reason": "cùng một thẻ căn cước"}
        answer, sent = wrote(served, "merge_person", page, page, **said)
        assert answer.location == f"/people/{IDS[kept]}/history?done=1"
        assert sent[0]["person_id"] == IDS[1 - kept]
        assert sent[0]["body"] == {"into": IDS[kept], "reason": "cùng một thẻ căn cước"}

    def test_what_is_refused_is_told_beside_both(self, served: Office) -> None:
        served.rpc.answers["registry.merge_person"] = Refused("person_erased")
        page = f"{MERGE}/{IDS[1]}"
        said = {"keep": IDS[1], "reason": "x"}
        answer, _ = wrote(served, "merge_person", page, page, **said)
        assert answer.status_code == 422 and NAMES[1] in answer.text

    def test_the_way_there_stands_on_the_persons_page(self, served: Office) -> None:
        assert f'href="{MERGE}"' in served.browser("commune_officer").get(f"/people/{IDS[0]}").text
