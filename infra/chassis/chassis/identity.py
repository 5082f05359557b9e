"""Who calls: short-lived Ed25519 tokens, each signed by the process that vouches.

The gateway vouches for people (their role, agency, place); a service vouches only for
itself. Every service verifies for itself, with the public keys it was given.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from chassis.errors import Unauthenticated

__all__ = ["AUDIENCE", "SERVICE_ROLE", "Caller", "Signer", "Verifier"]

AUDIENCE = "vieclam"
GATEWAY = "gateway"
SERVICE_ROLE = "service"
LIFETIME = timedelta(minutes=2)
LEEWAY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person (``role`` as in the table of roles) or, with role ``service``, a process.

    ``id`` is opaque. ``commune`` and ``village`` bound what the caller may touch;
    None means no bound of that kind.
    """

    id: str
    role: str
    agency: str = ""
    commune: str | None = None
    village: str | None = None
    language: str = "vi"


class Signer:
    """Signs as ``issuer``."""

    def __init__(self, issuer: str, key: Ed25519PrivateKey) -> None:
        self.issuer = issuer
        self._key = key

    @classmethod
    def from_file(cls, issuer: str, path: Path) -> Signer:
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("the signing key is not Ed25519")
        return cls(issuer, key)

    def sign(self, caller: Caller, lifetime: timedelta = LIFETIME) -> str:
        now = datetime.now(UTC)
        claims = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": caller.id,
            "role": caller.role,
            "agency": caller.agency,
            "commune": caller.commune,
            "village": caller.village,
            "lang": caller.language,
            "iat": now,
            "exp": now + lifetime,
        }
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self.issuer})

    def as_service(self) -> str:
        """A token for this process itself."""
        return self.sign(Caller(id=self.issuer, role=SERVICE_ROLE, agency=self.issuer))


class Verifier:
    """Trusts the issuers it was given keys for, each for what it may vouch for."""

    def __init__(self, keys: dict[str, Ed25519PublicKey]) -> None:
        self._keys = keys

    @classmethod
    def from_file(cls, path: Path) -> Verifier:
        keys: dict[str, Ed25519PublicKey] = {}
        for issuer, pem in json.loads(path.read_text()).items():
            key = load_pem_public_key(pem.encode())
            if not isinstance(key, Ed25519PublicKey):
                raise TypeError(f"the key of {issuer} is not Ed25519")
            keys[issuer] = key
        return cls(keys)

    def verify(self, token: str | None) -> Caller:
        """Raises ``Unauthenticated``: no_token, bad_token or token_expired."""
        if not token:
            raise Unauthenticated("no_token")
        try:
            issuer = jwt.get_unverified_header(token).get("kid", "")
            key = self._keys.get(issuer)
            if key is None:
                raise Unauthenticated("bad_token")
            claims = jwt.decode(
                token, key, algorithms=["EdDSA"], audience=AUDIENCE, issuer=issuer, leeway=LEEWAY
            )
            caller = Caller(
                id=claims["sub"],
                role=claims["role"],
                agency=claims.get("agency") or "",
                commune=claims.get("commune"),
                village=claims.get("village"),
                language=claims.get("lang") or "vi",
            )
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated("token_expired") from error
        except (jwt.InvalidTokenError, KeyError) as error:
            raise Unauthenticated("bad_token") from error
        itself = caller.role == SERVICE_ROLE and caller.id == issuer
        if not itself and (issuer != GATEWAY or caller.role == SERVICE_ROLE):
            raise Unauthenticated("bad_token")
        return caller
