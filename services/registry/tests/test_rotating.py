"""A new vault key: everything comes under it, also after a rotation was broken off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chassis.clock import Clock
from chassis.commands import Ledger
from chassis.mongo import Db, Transactions
from chassis.mongo_log import MongoLog
from prometheus_client import CollectorRegistry
from registry import rotate
from registry.build import Opened, office_on
from registry.data_keys import DataKeys, MemoryKeyStore, MongoKeyStore
from registry.imports.importer import Importer
from registry.resealing import Resealing
from registry.store import MongoFinder
from registry.vault import FILE, Unsealable, Vault
from registry.waiting import OverdueWatch

from .given import TODAY, Registry

ID = "001185000017"


@pytest.fixture
def process(db: Db, tmp_path: Path) -> Callable[[], Registry]:
    """A process on this database and this key file."""

    def opened() -> Registry:
        transactions = Transactions(db, "test")
        log = MongoLog(db, transactions)
        log.prepare()
        vault = Vault.open(tmp_path)
        finder = MongoFinder(db)
        office = office_on(db, transactions, Ledger(log), finder, vault, CollectorRegistry())
        clock = Clock(TODAY)
        found = Opened(
            office=office, importer=Importer(office, clock), overdue=OverdueWatch(office, clock)
        )
        return Registry(opened=found, clock=clock)

    return opened


def test_a_running_process_takes_up_the_new_key_and_reads_the_old(tmp_path: Path) -> None:
    running, command = Vault.open(tmp_path), Vault.open(tmp_path)
    before = running.seal(b"x", "c")
    assert command.add_key() == "2"
    after = running.seal(b"x", "c")
    assert (before.partition(".")[0], after.partition(".")[0]) == ("1", "2")
    assert command.unseal(before, "c") == running.unseal(after, "c") == b"x"
    assert command.forget_keys() == ["1"]
    assert running.seal(b"y", "c").startswith("2.")
    with pytest.raises(Unsealable):
        running.unseal(before, "c")


def test_a_key_opens_for_its_own_record_alone() -> None:
    vault = Vault.fresh()
    keys = DataKeys(vault, MemoryKeyStore())
    wrapped, key = keys.made("p1")
    assert keys.made("p1") == (wrapped, key)
    with pytest.raises(Unsealable):
        keys.opened("p2", wrapped)


def test_everything_comes_under_the_new_key_and_is_read_as_before(
    process: Callable[[], Registry], db: Db, tmp_path: Path, sample: bytes
) -> None:
    registry = process()
    person_id = registry.person(national_id=ID, ethnicity="Mường")
    registry.sent_list(sample)
    vault = Vault.open(tmp_path)
    vault.add_key()
    resealing = Resealing(db, Transactions(db, "rotate"), vault, DataKeys(vault, MongoKeyStore(db)))
    assert resealing.left() > 300
    resealing.run()
    assert resealing.left() == 0
    vault.forget_keys()
    following = process()
    shown = following.desk().get_person(person_id, "support")
    assert (shown["national_id"], shown["ethnicity"]) == (ID, "muong")
    assert following.desk().search_people(ID)["total"] == 1
    history = following.desk().record_history("people", person_id)["items"]
    assert history[0]["events"][0]["details"]["full_name"] == "Đào Thị Được"


def test_a_rotation_goes_on_where_it_was_broken_off(
    process: Callable[[], Registry], db: Db, tmp_path: Path
) -> None:
    registry = process()
    ids = [registry.person(full_name=f"Lê Thị {name}") for name in ("An", "Bình", "Chi")]
    vault = Vault.open(tmp_path)
    vault.add_key()
    keys = DataKeys(vault, MongoKeyStore(db))
    assert len(list(keys.rewrap(2))) == 2  # the power goes here
    # the service works on meanwhile, on what is done and on what is not
    for person_id in ids:
        registry.desk().amend_person(person_id, {"phone": "0912345678"}, registry.meta())
    resealing = Resealing(db, Transactions(db, "rotate"), vault, keys)
    resealing.run()
    assert resealing.left() == 0
    vault.forget_keys()
    for person_id in ids:
        assert process().desk().get_person(person_id, "support")["phone"] == "0912345678"


def test_an_erased_person_gets_no_key_back(
    process: Callable[[], Registry], db: Db, tmp_path: Path
) -> None:
    registry = process()
    person_id = registry.person()
    registry.desk().erase_person(person_id, {"basis": "request"}, registry.meta())
    vault = Vault.open(tmp_path)
    vault.add_key()
    Resealing(db, Transactions(db, "r"), vault, DataKeys(vault, MongoKeyStore(db))).run()
    assert db["data_keys"].count_documents({}) == 0
    (row,) = db["person"].find({})
    assert "key" not in row["state"]


def test_the_command_rotates_forgets_and_says_what_it_needs(
    process: Callable[[], Registry],
    db: Db,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert rotate.main([]) == 1
    registry = process()
    person_id = registry.person(national_id=ID)
    host, port = db.client.address or ("", 0)
    uri = f"mongodb://{host}:{port}/{db.name}?directConnection=true&retryWrites=false"
    monkeypatch.setenv("VIECLAM_MONGODB_URI", uri)
    monkeypatch.setenv("VIECLAM_VAULT_KEY_FILE", str(tmp_path / FILE))
    assert rotate.main(["--forget"]) == 0
    assert Vault.open(tmp_path).names() == ["2"]
    assert process().desk().get_person(person_id, "support")["national_id"] == ID
    assert "keys dropped: 1" in capsys.readouterr().err
