"""Why a change was made: a code that stands open, and the officer's own words, sealed.

The words stand beside a commit, in the log that is never rewritten, and often name somebody.
They are sealed by the key of each person they are about, one key within the other: once one
of these persons is erased nobody reads them any more. Words about nobody, or about nobody who
is known any more, are sealed by the key of the record they stand with. What was written
before reasons were sealed is read as it stands.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.data_keys import DataKeys
from registry.vault import NONCE_BYTES

__all__ = ["Reason", "Reasons"]

_STORED = re.compile(
    r"(?:(?P<code>[a-z_]+) )?sealed:(?P<ids>[^\s:]+):(?P<words>[A-Za-z0-9+/]+={0,2})"
)
_CODED = re.compile(r"[a-z_]+( [0-9a-f]{32})?")
_CONTEXT = b"reason"
BETWEEN = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """``code`` of a vocabulary, ``words`` of the officer; ``erased``: there were words."""

    code: str | None = None
    words: str | None = None
    erased: bool = False

    def view(self, *, open_: bool = True) -> dict[str, Any]:
        """``reason``: the code, or words without one; ``reason_note``: the words beside a
        code. Without ``open_`` the words are withheld and only told to be there."""
        if self.words is not None and not open_:
            return {"reason": self.code, "reason_note": None, "reason_withheld": True}
        alone = self.code is None
        return {
            "reason": self.words if alone else self.code,
            "reason_note": None if alone else self.words,
            **({"reason_erased": True} if self.erased else {}),
        }


class Reasons:
    """Sealed and opened by the keys of those they are about."""

    def __init__(self, keys: DataKeys) -> None:
        self._keys = keys

    def sealed(self, words: str, about: Iterable[str], record_id: str, code: str = "") -> str:
        """As it is stored: unreadable once one of these persons is erased. A person without a
        key is erased already, and is not given another."""
        known = {each: key for each in about if (key := self._keys.found(each)) is not None}
        if not known:
            known = {record_id: self._keys.made(record_id)[1]}
        token = words.encode()
        for key in known.values():
            nonce = os.urandom(NONCE_BYTES)
            token = nonce + AESGCM(key).encrypt(nonce, token, _CONTEXT)
        encoded = base64.b64encode(token).decode("ascii")
        return f"{code} sealed:{BETWEEN.join(known)}:{encoded}".strip()

    def opened(self, stored: str | None) -> Reason:
        """What a commit says, as far as anybody may still read it."""
        if stored is None:
            return Reason()
        found = _STORED.fullmatch(stored)
        if found is None:
            return Reason(code=stored) if _CODED.fullmatch(stored) else Reason(words=stored)
        keys = [self._keys.found(each) for each in found["ids"].split(BETWEEN)]
        if None in keys:
            return Reason(code=found["code"], erased=True)
        token = base64.b64decode(found["words"])
        for key in reversed(keys):
            try:
                token = AESGCM(key or b"").decrypt(
                    token[:NONCE_BYTES], token[NONCE_BYTES:], _CONTEXT
                )
            except InvalidTag:  # the record has another key since the one that sealed this
                return Reason(code=found["code"], erased=True)
        return Reason(code=found["code"], words=token.decode())
