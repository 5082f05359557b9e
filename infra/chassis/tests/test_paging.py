"""Which pages a list has."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Invalid
from chassis.paging import check_page, pages


@pytest.mark.parametrize(
    ("page", "page_size", "field"),
    [(0, 50, "page"), ("1", 50, "page"), (1, 0, "page_size"), (1, 1_001, "page_size"),
     (1, None, "page_size")],
)  # fmt: skip
def test_a_page_that_cannot_be_is_refused_by_its_field(
    page: Any, page_size: Any, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check_page(page, page_size)
    assert refused.value.fact["fields"] == {field: ["out_of_range"]}


def test_a_page_that_can_be_goes_to_the_store_as_it_is() -> None:
    assert pages(3, 1_000) == {"page": 3, "page_size": 1_000}
