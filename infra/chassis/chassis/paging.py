"""Pages of a list, as every list RPC is asked for them: ``page`` from 1, ``page_size`` to 1,000."""

from __future__ import annotations

from chassis.errors import Invalid

__all__ = ["MAX_PAGE_SIZE", "check_page", "pages"]

MAX_PAGE_SIZE = 1_000


def check_page(page: object, page_size: object) -> None:
    """Raises ``Invalid`` (``out_of_range``) for a page no list has."""
    if not isinstance(page, int) or page < 1:
        raise Invalid.of(page="out_of_range")
    if not isinstance(page_size, int) or not 1 <= page_size <= MAX_PAGE_SIZE:
        raise Invalid.of(page_size="out_of_range")


def pages(page: int, page_size: int) -> dict[str, int]:
    """As keywords for :meth:`chassis.store.Store.page`. Raises as :func:`check_page`."""
    check_page(page, page_size)
    return {"page": page, "page_size": page_size}
