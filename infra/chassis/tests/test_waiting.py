"""Waiting for a condition."""

from __future__ import annotations

import pytest
from chassis.waiting import until


def test_what_is_found_at_last_is_returned() -> None:
    found = iter(([], None, "here", "later"))
    assert until(lambda: next(found)) == "here"


def test_what_never_comes_is_told_in_words() -> None:
    with pytest.raises(TimeoutError, match=r"waited 0\.01 s in vain for the list to be done"):
        until(lambda: False, 0.01, "the list to be done")


def test_what_was_said_until_then_is_asked_when_the_time_is_up() -> None:
    said = ["starting"]

    def look() -> bool:
        said.append("still starting")
        return False

    with pytest.raises(TimeoutError, match="still starting"):
        until(look, 0.01, lambda: said[-1])
