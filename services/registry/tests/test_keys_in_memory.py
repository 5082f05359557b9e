"""A key that a process remembers is only as good as its row, which another may have destroyed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from registry.data_keys import STANDS_SECONDS, DataKeys, MemoryKeyStore
from registry.vault import Vault

from .given import Registry

NOTE = "Bà Được kể ở Trại Cá"


class Watched(MemoryKeyStore):
    """Counts how often a row is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0

    def get(self, record_id: str) -> str | None:
        self.reads += 1
        return super().get(record_id)


class Seconds:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float = STANDS_SECONDS) -> None:
        self.now += seconds


@pytest.fixture
def vault() -> Vault:
    return Vault.fresh()


@pytest.fixture
def store() -> Watched:
    return Watched()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_a_key_that_another_process_destroyed_is_used_for_seconds_at_most(
    vault: Vault, store: Watched, seconds: Seconds
) -> None:
    here, there = DataKeys(vault, store, seconds), DataKeys(vault, store, seconds)
    made = here.made("p1")[1]
    seconds.pass_(STANDS_SECONDS - 1)
    assert here.found("p1") == made  # use does not make it good for longer
    there.destroy(["p1"])
    seconds.pass_(1)
    assert here.found("p1") is None


def test_nothing_new_is_sealed_by_a_key_that_another_process_destroyed(
    vault: Vault, store: Watched, seconds: Seconds
) -> None:
    here, there = DataKeys(vault, store, seconds), DataKeys(vault, store, seconds)
    before = here.made("h1")[1]
    there.destroy(["h1"])
    seconds.pass_()
    anew = here.made("h1")[1]
    assert anew != before
    assert there.found("h1") == anew, "kept, so that what it seals can be read"


def test_keys_made_together_are_asked_for_again_too(
    vault: Vault, store: Watched, seconds: Seconds
) -> None:
    here, there = DataKeys(vault, store, seconds), DataKeys(vault, store, seconds)
    here.make_all(["p1", "p2"])
    there.destroy(["p1"])
    seconds.pass_()
    assert here.found("p1") is None
    assert here.found("p2") == there.found("p2") is not None


def test_a_key_used_over_and_over_is_asked_for_once_in_that_time(
    vault: Vault, store: Watched, seconds: Seconds
) -> None:
    DataKeys(vault, store).made("09931")
    keys = DataKeys(vault, store, seconds)
    for _ in range(100):
        assert keys.found("09931") is not None
    assert store.reads == 1
    seconds.pass_()
    for _ in range(100):
        assert keys.found("09931") is not None
    assert store.reads == 2


def test_a_key_of_what_is_only_tried_out_has_no_row_to_ask_for(
    vault: Vault, store: Watched, seconds: Seconds
) -> None:
    keys = DataKeys(vault, store, seconds)
    keys.make_all(["p1"], kept=False)
    made = keys.made("p1")
    seconds.pass_()
    assert keys.made("p1") == made
    assert store.keys == {}


def test_a_process_that_read_of_a_person_tells_nothing_once_another_erased_them(
    reopen: Callable[[], Registry],
) -> None:
    writing, reading = reopen(), reopen()
    person_id = writing.person()
    moved = {"phone": "0912345678", "reason": "changed", "reason_note": NOTE}
    writing.desk().amend_person(person_id, moved, writing.meta())

    def told() -> str:
        desk = reading.desk()
        found = desk.person_history(person_id), desk.record_history("people", person_id)
        return json.dumps(found, ensure_ascii=False)

    assert NOTE in told() and "Đào Thị Được" in told()
    writing.desk().erase_person(person_id, {"basis": "request"}, writing.meta())
    reading.office.data_keys._now = lambda: time.monotonic() + STANDS_SECONDS
    for secret in (NOTE, "Đào", "0912345678"):
        assert secret not in told()
