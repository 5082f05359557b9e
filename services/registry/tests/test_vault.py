"""Sensitive fields are sealed at rest; the keys lie outside the database."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from registry.data_keys import DataKeys
from registry.vault import Unsealable, Vault

from .given import Registry


def test_what_is_sealed_comes_back_only_in_its_place() -> None:
    vault = Vault.fresh()
    token = vault.seal(b"secret", "person:groups")
    assert vault.unseal(token, "person:groups") == b"secret"
    with pytest.raises(Unsealable):
        vault.unseal(token, "person:national_id")
    with pytest.raises(Unsealable):
        Vault.fresh().unseal(token, "person:groups")


def test_two_seals_of_one_value_differ_and_its_hash_does_not() -> None:
    vault = Vault.fresh()
    assert vault.seal(b"x", "c") != vault.seal(b"x", "c")
    assert vault.blind("national_id", "1") == vault.blind("national_id", "1")
    assert vault.blind("national_id", "1") != vault.blind("group", "1")
    assert vault.blind("national_id", "1") != Vault.fresh().blind("national_id", "1")


def test_the_keys_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    token = Vault.open(tmp_path).seal(b"x", "c")
    assert Vault.open(tmp_path).unseal(token, "c") == b"x"
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_sensitive_stands_open_in_what_is_stored(registry: Registry) -> None:
    person_id = registry.person(
        national_id="001185000017", ethnicity="Mường", disability={"type": "vision"}
    )
    for code in ("ex_prisoner", "post_rehab"):
        body = {"code": code, "from": "2026-01-01", "evidence": {"document": "Trại giam"}}
        registry.desk().add_group(person_id, body, registry.meta())
    log = registry.office.ledger.log
    record = log.load("person", person_id)
    assert record is not None
    stored = json.dumps(
        [record.body, *(commit.events for commit in log.commits())], default=str, ensure_ascii=False
    )
    for secret in ("001185000017", "muong", "vision", "ex_prisoner", "post_rehab", "Trại giam"):
        assert secret not in stored


def test_the_current_state_can_be_rebuilt_from_the_log(registry: Registry) -> None:
    person_id = registry.person(national_id="001185000017", ethnicity="Mường")
    registry.desk().amend_person(person_id, {"phone": "0912345678"}, registry.meta())
    records, log = registry.office.records, registry.office.ledger.log
    kept = log.load("person", person_id)
    assert kept is not None
    commits = log.history(records.person.stream(person_id))
    replayed = records.person.replay([event for commit in commits for event in commit.events])
    assert replayed == records.person.load(kept.body)


def test_keys_made_together_are_the_keys_made_one_by_one(either: Registry) -> None:
    keys = either.office.data_keys
    before = keys.made("a" * 32)
    keys.make_all(["a" * 32, "b" * 32])
    assert keys.made("a" * 32) == before
    anew = DataKeys(either.office.vault, keys._store)
    assert anew.found("b" * 32) == keys.made("b" * 32)[1]
    anew.make_all(["a" * 32, "c" * 32])
    assert anew.made("a" * 32) == before, "one that was there is kept"


def test_keys_of_what_is_only_tried_out_are_not_kept(either: Registry) -> None:
    keys = either.office.data_keys
    keys.make_all(["a" * 32], kept=False)
    assert keys.made("a" * 32)[1] == keys.found("a" * 32)
    assert DataKeys(either.office.vault, keys._store).found("a" * 32) is None
