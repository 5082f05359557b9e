"""Codes, names and addresses that others hold on to."""

from __future__ import annotations

import re
from pathlib import Path

import chassis.schemas
import pytest
from chassis.errors import Invalid
from registry import errors
from registry.catalogues import load
from registry.data_keys import DataKeys, MemoryKeyStore
from registry.domain.groups import DERIVED
from registry.domain.people import EVIDENCED
from registry.records import open_records
from registry.vault import Vault

from .given import Registry

PACKAGE = Path(errors.__file__).parent
SENT = re.compile(
    r"(?:Refused|Refusal|NotFound|warning|reject|warn)\(\s*(?:\"[a-z_]+\",\s*)?\"([a-z_0-9]+)\""
)
OF_THE_CHASSIS = {"key_reused", "role"}


def test_every_code_that_is_sent_is_listed() -> None:
    sent = {
        code for path in PACKAGE.rglob("*.py") for code in SENT.findall(path.read_text("utf-8"))
    }
    fields = {"birth_date", "national_id", "ethnicity", "code", "on", "village", "type"}
    fields |= {"household_id", "decision"}
    assert len(sent) > 40
    assert sent - fields - chassis.schemas.REASONS - OF_THE_CHASSIS - errors.CODES == set()


def test_the_group_codes_are_these() -> None:
    assert {*EVIDENCED, *DERIVED} == {
        "poor_household",
        "near_poor_household",
        "ethnic_minority",
        "disabled",
        "elderly",
        "ex_prisoner",
        "post_rehab",
        "rural",
        "land_recovered",
        "unemployment_insurance",
        "priority_youth",
    }


def test_the_collections_are_these() -> None:
    vault = Vault.fresh()
    records = open_records(vault, DataKeys(vault, MemoryKeyStore()))
    kinds = {getattr(records, name).kind for name in records.__slots__}
    assert kinds == {
        "person",
        "household",
        "need",
        "referral",
        "outreach",
        "feedback",
        "labour_survey",
        "visit_plan",
        "review",
        "term",
        "age_task",
        "data_request",
        "consent",
        "breach",
        "village_catalogue",
    }


def test_the_units_are_whole_and_hung_dao_is_the_right_one() -> None:
    catalogues = load()
    of_hanoi = [unit for unit in catalogues.units.values() if unit.province == "01"]
    assert len(catalogues.units) == 3321
    assert sorted(unit.kind for unit in of_hanoi) == ["phuong"] * 51 + ["xa"] * 75
    ours = catalogues.unit("09931")
    assert ours is not None
    assert (ours.name, ours.kind) == ("Xã Hưng Đạo", "xa")
    assert set(catalogues.former_communes.values()) == {"09931"}


def test_every_ethnic_group_is_found_by_key_name_and_code() -> None:
    catalogues = load()
    assert len(catalogues.ethnic_names) == 54
    for key, name in catalogues.ethnic_names.items():
        for entry in (key, name, name.upper(), name.replace("-", " ")):
            found = catalogues.ethnicity(entry)
            assert found is not None
            assert found.key == key


@pytest.mark.parametrize(("page", "page_size"), [(0, 50), (1, 0), (1, 1001)])
def test_a_page_out_of_range_is_invalid(registry: Registry, page: int, page_size: int) -> None:
    desk = registry.desk()
    for listing in (
        desk.search_people,
        desk.list_households,
        desk.list_referrals,
        desk.list_reviews,
        desk.list_feedback,
    ):
        with pytest.raises(Invalid):
            listing(page=page, page_size=page_size)
