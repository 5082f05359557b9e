"""One world for all contract tests: every owner has told everything it can tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from . import (
    telling_credit,
    telling_indicators,
    telling_placement,
    telling_registry,
    telling_training,
)
from .world import World, opened


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened(tmp_path_factory.mktemp("world")) as world:
        told = telling_registry.tell(world["registry"])
        world.settle()  # the partners know of their referrals
        telling_training.tell(world["training"], told)
        telling_placement.tell(world["placement"], told)
        telling_credit.tell(world["credit"], told)
        telling_indicators.tell(world, told.person)
        yield world
