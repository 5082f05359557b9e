"""What a backup is made of: every database's documents, the keys, the services' own files.

The documents stand in `databases/<service>/<collection>.bson`, one BSON document after the other
(as mongodump writes them), their indexes in `indexes.json` beside. `manifest.json` names every
file with its SHA-256. The broker is not kept: its queues hold nothing that the logs do not.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bson import decode_file_iter
from bson.raw_bson import DEFAULT_RAW_BSON_OPTIONS, RawBSONDocument
from pymongo import MongoClient

from vieclam_cli.catalogue import SERVICES
from vieclam_cli.private import write_private

FORMAT = 1
BATCH = 1_000
FOLDERS = ("keys", "services")
FILES = ("demo-users.json", "demo.json")
Uri = Callable[[str], str]


class BadBackup(Exception):
    """The folder is no whole backup; the text says what is missing or changed."""


def write(target: Path, home: Path, uri: Uri) -> dict[str, int]:
    """Write everything of a system at rest into `target`; the documents by database."""
    counts = {name: _dump(uri(name), target / "databases" / name, name) for name in SERVICES}
    for folder in FOLDERS:
        shutil.copytree(home / folder, target / folder)
    for name in FILES:
        if (home / name).exists():
            shutil.copy2(home / name, target / name)
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "documents": counts,
        "files": {str(path.relative_to(target)): _digest(path) for path in _files(target)},
    }
    write_private(target / "manifest.json", json.dumps(manifest, indent=1))
    return counts


def check(source: Path) -> dict[str, Any]:
    """The manifest of a whole and unchanged backup. Raises BadBackup."""
    try:
        manifest: dict[str, Any] = json.loads((source / "manifest.json").read_text())
    except (OSError, ValueError) as error:
        raise BadBackup(f"{source} is no backup: it has no readable manifest.json") from error
    if manifest.get("format") != FORMAT:
        raise BadBackup(f"{source} was made by another version (format {manifest.get('format')})")
    for name, digest in manifest["files"].items():
        path = source / name
        if not path.is_file() or _digest(path) != digest:
            raise BadBackup(f"{source} is damaged: {name} is missing or changed")
    return manifest


def read(source: Path, uri: Uri) -> dict[str, int]:
    """Write a backup's documents into empty databases; how many, by database."""
    return {name: _load(source / "databases" / name, uri(name), name) for name in SERVICES}


def read_files(source: Path, home: Path) -> None:
    """Put keys and the services' own files in place."""
    for folder in FOLDERS:
        shutil.rmtree(home / folder, ignore_errors=True)
        shutil.copytree(source / folder, home / folder)
    for name in FILES:
        if (source / name).exists():
            shutil.copy2(source / name, home / name)


def _dump(uri: str, folder: Path, database: str) -> int:
    folder.mkdir(mode=0o700, parents=True)
    total = 0
    indexes: dict[str, Any] = {}
    with MongoClient[RawBSONDocument](uri, document_class=RawBSONDocument) as client:
        for name in sorted(client[database].list_collection_names()):
            collection = client[database][name]
            indexes[name] = {
                index: {"key": [list(pair) for pair in told["key"]], "unique": "unique" in told}
                for index, told in collection.index_information().items()
                if index != "_id_"
            }
            with (folder / f"{name}.bson").open("wb") as out:
                for document in collection.find(batch_size=BATCH):
                    out.write(document.raw)
                    total += 1
    (folder / "indexes.json").write_text(json.dumps(indexes, indent=1))
    return total


def _load(folder: Path, uri: str, database: str) -> int:
    total = 0
    indexes = json.loads((folder / "indexes.json").read_text())
    with MongoClient[RawBSONDocument](uri, document_class=RawBSONDocument) as client:
        for name, told in indexes.items():
            collection = client[database][name]
            collection.drop()
            with (folder / f"{name}.bson").open("rb") as file:
                for batch in _batches(decode_file_iter(file, DEFAULT_RAW_BSON_OPTIONS)):
                    collection.insert_many(batch)
                    total += len(batch)
            for index, each in told.items():
                keys = [(field, order) for field, order in each["key"]]
                collection.create_index(keys, name=index, unique=each["unique"])
    return total


def _batches(documents: Iterator[RawBSONDocument]) -> Iterator[list[RawBSONDocument]]:
    batch: list[RawBSONDocument] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
