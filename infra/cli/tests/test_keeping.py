"""A backup holds everything, knows when it was changed, and fills empty databases again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bson import Decimal128, Int64
from pymongo import MongoClient
from pymongo.errors import DuplicateKeyError
from vieclam_cli import keeping
from vieclam_cli.catalogue import SERVICES
from vieclam_cli.database import EmbeddedDatabase
from vieclam_cli.installation import with_database

DOCUMENTS = [
    {"_id": "a/1", "position": Int64(1), "amount": Decimal128("1.50"), "body": b"\x00\xff"},
    {"_id": "a/2", "position": Int64(2), "text": "Đào Thị Thuý", "nested": {"list": [1, None]}},
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedDatabase]:
    server = EmbeddedDatabase(tmp_path_factory.mktemp("database"), log_file_max="32MB")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("keys", "services"):
        (tmp_path / "home" / name).mkdir(parents=True)
    (tmp_path / "home" / "keys" / "gateway.pem").write_text("a key")
    return tmp_path / "home"


@pytest.fixture
def kept(database: EmbeddedDatabase, home: Path, tmp_path: Path) -> Path:
    with MongoClient[dict[str, object]](database.uri) as client:
        client.drop_database("credit")
        client.credit.commits.insert_many(DOCUMENTS)
        client.credit.commits.create_index([("position", 1)], unique=True)
        client.credit.empty.create_index([("x", 1), ("y", -1)])
    target = tmp_path / "backup"
    target.mkdir()
    keeping.write(target, home, lambda name: with_database(database.uri, name))
    return target


def test_what_is_restored_is_what_was_stored(database: EmbeddedDatabase, kept: Path) -> None:
    with MongoClient[dict[str, object]](database.uri) as client:
        client.drop_database("credit")
        counts = keeping.read(kept, lambda name: with_database(database.uri, name))
        assert counts == {name: 2 if name == "credit" else 0 for name in SERVICES}
        assert list(client.credit.commits.find().sort("position")) == DOCUMENTS
        with pytest.raises(DuplicateKeyError):
            client.credit.commits.insert_one({"_id": "a/3", "position": Int64(2)})
        assert "x_1_y_-1" in client.credit.empty.index_information()


def test_a_whole_backup_passes_its_check(kept: Path) -> None:
    assert keeping.check(kept)["documents"]["credit"] == 2


def test_a_changed_file_is_found(kept: Path) -> None:
    file = kept / "databases" / "credit" / "commits.bson"
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    with pytest.raises(keeping.BadBackup, match=r"commits\.bson is missing or changed"):
        keeping.check(kept)


def test_a_missing_file_is_found(kept: Path) -> None:
    (kept / "keys" / "gateway.pem").unlink()
    with pytest.raises(keeping.BadBackup, match=r"gateway\.pem"):
        keeping.check(kept)


def test_any_other_folder_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(keeping.BadBackup, match="is no backup"):
        keeping.check(tmp_path)


def test_keys_come_back(kept: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    keeping.read_files(kept, fresh)
    assert (fresh / "keys" / "gateway.pem").read_text() == "a key"
