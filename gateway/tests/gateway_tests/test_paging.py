"""Long lists in pages."""

from __future__ import annotations

import pytest
from flask import Flask
from gateway.pages.paging import last_page, number_of

APP = Flask(__name__)


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=7", 7), ("page=0", 1), ("page=-1", 1), ("page=x", 1), ("page=10000", 1)],
)
def test_what_is_no_page_is_the_first(query: str, number: int) -> None:
    with APP.test_request_context(f"/?{query}"):
        assert number_of() == number


def test_a_number_too_long_to_be_read_is_the_first_page_too() -> None:
    with APP.test_request_context("/?page=" + "9" * 5000):
        assert number_of() == 1


def test_the_number_may_stand_in_a_form_and_under_another_name() -> None:
    with APP.test_request_context("/?page=2"):
        assert number_of(said={"page": "3"}) == 3
        assert number_of("rows") == 1


@pytest.mark.parametrize(("total", "last"), [(0, 1), (1, 1), (25, 1), (26, 2)])
def test_an_empty_list_has_a_page_too(total: int, last: int) -> None:
    assert last_page(total, 25) == last
