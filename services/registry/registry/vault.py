"""Sensitive fields at rest: sealed with AES-256-GCM, found again only by a keyed hash.

The keys are made at the first start in a file of the process's own folder, outside the
database: a copy of the database alone tells neither who belongs to a group nor a
national id. A sealed value names its key, so keys can be changed without reading all
records first. Losing the file loses the sealed fields: the backup takes it along.
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

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["Unsealable", "Vault"]

NONCE_BYTES = 12
FILE = "registry-vault.json"


class Unsealable(Exception):
    """A sealed value of another vault, or a changed one."""


class Vault:
    """``context`` binds a sealed value to its place: elsewhere it does not open."""

    def __init__(self, *, hash_key: bytes, seal_keys: Mapping[str, bytes], current: str) -> None:
        self._hash_key = hash_key
        self._ciphers = {name: AESGCM(key) for name, key in seal_keys.items()}
        self._current = current

    @classmethod
    def fresh(cls) -> Vault:
        """A vault nobody else has (tests)."""
        return cls(
            hash_key=secrets.token_bytes(32), seal_keys={"1": secrets.token_bytes(32)}, current="1"
        )

    @classmethod
    def open(cls, folder: Path) -> Vault:
        """The vault of this folder, made now if there is none (readable by its owner alone)."""
        path = folder / FILE
        if not path.exists():
            _make(path)
        kept = json.loads(path.read_text("ascii"))
        return cls(
            hash_key=bytes.fromhex(kept["hash"]),
            seal_keys={name: bytes.fromhex(key) for name, key in kept["seal"].items()},
            current=kept["current"],
        )

    def blind(self, kind: str, value: str) -> str:
        """The same value, the same hash; without the key nobody can try values out."""
        message = f"{kind}\x1f{value}".encode()
        return hmac.new(self._hash_key, message, hashlib.sha256).hexdigest()[:32]

    def seal(self, plain: bytes, context: str) -> str:
        """``<key>.<base64>``; two seals of one value differ."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._ciphers[self._current].encrypt(nonce, plain, context.encode())
        return f"{self._current}.{base64.b64encode(sealed).decode('ascii')}"

    def unseal(self, token: str, context: str) -> bytes:
        """What was sealed; raises :class:`Unsealable`."""
        name, _, encoded = token.partition(".")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise Unsealable(name)
        sealed = base64.b64decode(encoded)
        try:
            return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
        except InvalidTag as error:
            raise Unsealable(context) from error


def _make(path: Path) -> None:
    """Write whole or not at all; of two first starts at once, one file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {"hash": secrets.token_hex(32), "seal": {"1": secrets.token_hex(32)}, "current": "1"}
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
