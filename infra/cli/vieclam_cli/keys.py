"""The Ed25519 keys by which the processes know one another."""

import json
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from vieclam_cli.private import write_private


def signing_key(folder: Path, issuer: str) -> Path:
    """Where the issuer's private key is."""
    return folder / f"{issuer}.pem"


def trusted_keys(folder: Path) -> Path:
    """Where everybody's public keys are: JSON, issuer to PEM."""
    return folder / "trusted.json"


def make(folder: Path, issuers: Iterable[str]) -> None:
    """Make the keys that are missing; those that are there stay."""
    public: dict[str, str] = {}
    for issuer in issuers:
        path = signing_key(folder, issuer)
        if not path.exists():
            pem = Ed25519PrivateKey.generate().private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            )
            write_private(path, pem.decode())
        key = load_pem_private_key(path.read_bytes(), password=None)
        public[issuer] = (
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        )
    write_private(trusted_keys(folder), json.dumps(public, indent=1))
