"""Whole numbers as people type them."""

from __future__ import annotations

import pytest
from gateway.pages.whole_numbers import whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("80000000", 80_000_000), ("80.000.000", 80_000_000), ("1 360", 1_360)],
)
def test_thousands_may_be_parted(typed: str, number: int) -> None:
    assert whole(typed) == number


@pytest.mark.parametrize("typed", ["1.5", "80.00", "1,5", "-3", "mười", "1.2345", "9" * 40, "."])
def test_what_is_no_whole_number_is_left_for_the_service_to_refuse(typed: str) -> None:
    assert whole(typed) == typed
