"""The keys of the registry: sealing with AES-256-GCM, and a keyed hash for looking up.

The keys are made at the first start in a file of the process's own folder (or where
``VIECLAM_VAULT_KEY_FILE`` says), outside the database: a copy of the database alone tells
neither who belongs to a group nor a national id. A sealed value names its key, so a new
key can be put in use at once and the old ones re-wrapped behind it
(``python -m registry.rotate``). Losing the file loses the sealed fields: the backup takes
it along.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["FILE", "NONCE_BYTES", "Unsealable", "Vault"]

NONCE_BYTES = 12
FILE = "registry-vault.json"


class Unsealable(Exception):
    """A sealed value of another vault, or a changed one."""


class Vault:
    """``context`` binds a sealed value to its place: elsewhere it does not open."""

    def __init__(
        self,
        *,
        hash_key: bytes,
        seal_keys: Mapping[str, bytes],
        current: str,
        file: Path | None = None,
    ) -> None:
        self._hash_key = hash_key
        self._ciphers = {name: AESGCM(key) for name, key in seal_keys.items()}
        self._current = current
        self._file = file
        self._read_at = _changed_at(file)

    @classmethod
    def fresh(cls) -> Vault:
        """A vault nobody else has (tests)."""
        return cls(
            hash_key=secrets.token_bytes(32), seal_keys={"1": secrets.token_bytes(32)}, current="1"
        )

    @classmethod
    def open(cls, folder: Path) -> Vault:
        """The vault of this folder, made now if there is none (readable by its owner alone)."""
        return cls.at(folder / FILE)

    @classmethod
    def at(cls, path: Path) -> Vault:
        """The vault in this file, made now if there is none."""
        if not path.exists():
            _make(path)
        kept = _read(path)
        return cls(
            hash_key=bytes.fromhex(kept["hash"]),
            seal_keys={name: bytes.fromhex(key) for name, key in kept["seal"].items()},
            current=kept["current"],
            file=path,
        )

    @property
    def current(self) -> str:
        """The name of the key that seals now."""
        self._refresh()
        return self._current

    def add_key(self) -> str:
        """A new current key, in the file before it is used; the name of it."""
        if self._file is None:
            raise ValueError("a vault without a file")
        kept = _read(self._file)
        name = str(max(map(int, kept["seal"])) + 1)
        kept["seal"][name] = secrets.token_hex(32)
        kept["current"] = name
        _replace(self._file, kept)
        self._refresh()
        return name

    def forget_keys(self) -> list[str]:
        """Drop every key but the current one: what they sealed is lost. Their names."""
        if self._file is None:
            raise ValueError("a vault without a file")
        kept = _read(self._file)
        dropped = [name for name in kept["seal"] if name != kept["current"]]
        kept["seal"] = {kept["current"]: kept["seal"][kept["current"]]}
        _replace(self._file, kept)
        self._refresh()
        return dropped

    def names(self) -> list[str]:
        """The keys there are."""
        return sorted(self._ciphers, key=int)

    def _refresh(self) -> None:
        """A running process takes up a key that was added meanwhile."""
        if self._file is None or _changed_at(self._file) == self._read_at:
            return
        self._read_at = _changed_at(self._file)
        kept = _read(self._file)
        self._ciphers = {n: AESGCM(bytes.fromhex(key)) for n, key in kept["seal"].items()}
        self._current = kept["current"]

    def blind(self, kind: str, value: str) -> str:
        """The same value, the same hash; without the key nobody can try values out."""
        message = f"{kind}\x1f{value}".encode()
        return hmac.new(self._hash_key, message, hashlib.sha256).hexdigest()[:32]

    def seal(self, plain: bytes, context: str) -> str:
        """``<key>.<base64>``; two seals of one value differ."""
        current = self.current
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._ciphers[current].encrypt(nonce, plain, context.encode())
        return f"{current}.{base64.b64encode(sealed).decode('ascii')}"

    def unseal(self, token: str, context: str) -> bytes:
        """What was sealed; raises :class:`Unsealable`."""
        name, _, encoded = token.partition(".")
        if name not in self._ciphers:
            self._refresh()
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise Unsealable(name)
        sealed = base64.b64decode(encoded)
        try:
            return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
        except InvalidTag as error:
            raise Unsealable(context) from error


def _changed_at(path: Path | None) -> int:
    try:
        return path.stat().st_mtime_ns if path is not None else 0
    except FileNotFoundError:
        return 0


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("ascii")))


def _draft(path: Path, keys: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _replace(path: Path, keys: dict[str, Any]) -> None:
    """Whole or not at all; the folder is flushed, or a power cut could bring the old file back."""
    _draft(path, keys).replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(path: Path) -> None:
    """Write whole or not at all; of two first starts at once, one file stays."""
    draft = _draft(
        path,
        {"hash": secrets.token_hex(32), "seal": {"1": secrets.token_hex(32)}, "current": "1"},
    )
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
