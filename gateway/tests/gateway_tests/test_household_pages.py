"""Households: listed, told, registered, amended; both values where two were at it."""

from __future__ import annotations

from datetime import date

from chassis.errors import Conflict
from gateway.pages.household_form import conflict_lines, poverty_of, years_of

from .believable_desk import HOUSEHOLD
from .believable_people import NAMES
from .forms import RECEIPT, asked, send
from .office import Office


class TestHouseholds:
    """Found, opened, amended."""

    def test_households_are_listed_with_todays_status(self, served: Office) -> None:
        browser = served.browser("commune_officer")
        html = browser.get("/households?village=Thôn Trại Cá&page=2").text
        for part in ("HĐ-0412", "Không nghèo", "1 người", "cần bổ sung", "Trang 2 / 3"):
            assert part in html, part
        assert asked(served, "list_households")[0]["village"] == "Thôn Trại Cá"
        assert "village=Th%C3%B4n" in html.partition('class="pager"')[2]

    def test_a_household_tells_each_year_and_its_members(self, served: Office) -> None:
        html = served.browser("commune_officer").get("/households/h1").text
        for part in ("HĐ-0412", NAMES[0], "đến trước 01/05/2024", "2025", "Hộ cận nghèo",
                     "từ 01/07/2025"):  # fmt: skip
            assert part in html, part

    def test_a_household_is_amended_against_the_version_that_was_seen(self, served: Office) -> None:
        served.rpc.answers["registry.amend_household"] = RECEIPT
        browser, action = served.browser("commune_officer"), "/households/h1/edit"
        said = {"code": "HĐ-0412", "village": "Thôn Phú Mỹ", "status_0": "poor",
                "from_0": "2026-01-01", "to_0": ""}  # fmt: skip
        assert send(browser, action, action, **said).location == "/households/h1?done=1"
        sent = asked(served, "amend_household")[0]
        assert sent["meta"]["if_match"] == 5
        assert sent["body"] == {
            "code": "HĐ-0412", "village": "Thôn Phú Mỹ",
            "poverty": [{"status": "poor", "from": "2026-01-01"}],
        }  # fmt: skip

    def test_where_two_were_at_it_both_values_are_shown_and_nothing_typed_is_lost(
        self, served: Office
    ) -> None:
        moved = Conflict("version_moved", {"expected": 5, "present": 6})
        served.rpc.answers["registry.amend_household"] = moved
        browser, action = served.browser("commune_officer"), "/households/h1/edit"
        served.rpc.answers["registry.get_household"] = {**HOUSEHOLD, "version": 6}
        said = {"code": "HĐ-0500", "village": "Thôn Trại Cá", "status_0": "poor",
                "from_0": "2026-01-01"}  # fmt: skip
        answer = send(browser, action, action, **said)
        assert answer.status_code == 409
        for part in ("<td>HĐ-0412</td>", "HĐ-0500</td>", 'value="HĐ-0500"',
                     "Không nghèo từ 01/01/2026", "Hộ nghèo từ 01/01/2026",
                     'name="version" value="6"'):  # fmt: skip
            assert part in answer.text, part

    def test_a_household_is_registered_and_opened(self, served: Office) -> None:
        served.rpc.answers["registry.register_household"] = {**RECEIPT, "id": "h9"}
        said = {"code": "HĐ-9", "village": "Thôn Trại Cá"}
        answer = send(served.browser("commune_officer"), "/households/new", "/households", **said)
        assert answer.location == "/households/h9?done=1"
        assert asked(served, "register_household")[0]["body"] == {**said, "poverty": []}

    def test_rows_that_are_blank_are_left_out_and_half_rows_are_not(self) -> None:
        form = {"status_0": "poor", "from_0": "2026-01-01", "status_2": "none", "status_3": ""}
        assert poverty_of(form) == [
            {"status": "poor", "from": "2026-01-01"}, {"status": "none", "from": ""},
        ]  # fmt: skip

    def test_a_year_has_every_status_it_had_and_none_where_nothing_is_known(self) -> None:
        found = {
            each["year"]: [one["status"] for one in each["statuses"]]
            for each in years_of(HOUSEHOLD["poverty"], date(2026, 11, 23))
        }
        assert found == {
            2026: ["none"], 2025: ["poor", "near_poor"], 2024: ["poor"], 2023: ["poor"],
        }  # fmt: skip
        gap = [{"status": "poor", "from": "2024-01-01", "to": "2025-01-01"}]
        assert years_of(gap, date(2026, 1, 1))[0] == {"year": 2026, "statuses": []}

    def test_equal_values_are_no_conflict(self) -> None:
        said = {"code": HOUSEHOLD["code"], "village": "Thôn 2", "poverty": HOUSEHOLD["poverty"]}
        assert [each["field"] for each in conflict_lines(said, HOUSEHOLD)] == ["village"]
