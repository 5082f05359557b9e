"""Aggregates whose personal fields never stand open in the database, neither in the
current state nor in the log, and can be made unreadable for ever.

A sealed value is ``{"$sealed": "<record id>.<base64>"}``: AES-256-GCM with the key of that
record (:mod:`registry.data_keys`), bound to its kind and field. The state's document carries
its own record's wrapped key as ``key``; what is said of a person elsewhere (an officer's
reason, the proof of a consent) is sealed by that person's key, which lies nowhere else. Once
the key is destroyed a sealed field reads as ``ERASED`` says: who it was is gone, that
something happened stays. Who moves into a household of which everybody was erased brings it a
new key: what the destroyed one sealed is told by not opening under the new one. What was
written before a field was sealed is read as it stands.
"""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from chassis.commands import Aggregate
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.data_keys import DataKeys
from registry.vault import NONCE_BYTES, Unsealable

__all__ = ["SEALED", "SealedAggregate"]

S = TypeVar("S")
E = TypeVar("E")
Json = dict[str, Any]

SEALED = frozenset({"details", "groups", "group", "row", "text", "answer"})
"""Field names sealed wherever they occur in a state or an event, unless a kind has its own."""

HIDDEN = frozenset({"national_id", "ethnicity", "disability", "groups", "group", "row", "note"})
"""What a record's history leaves sealed: the record itself shows it, and logs that."""

ERASED: dict[str, Any] = {
    "details": {"full_name": "", "birth_date": {"year": 1900}, "gender": ""},
    "groups": [],
    "group": {
        "group_id": "",
        "code": "",
        "time": {"start": "1900-01-01"},
        "evidence": {"document": ""},
    },
    "row": None,
    "text": "",
    "answer": "",
    "reason": "",
    "evidence": "",
    "paper": {"document": ""},
}

NOTHING: tuple[Any, ...] = (None, "", [], {})
_MARK = "$sealed"
_KEY = "key"


class SealedAggregate(Aggregate[S, E]):
    """Seals the fields named ``sealed`` on dump, unseals them on load. ``record_id`` tells by
    whose key: the state's own record, or with ``by_another`` the person it is about, whose key
    is then copied nowhere. ``erased`` tells a state that has nothing left to seal. ``row`` is
    what an imported list said of one person."""

    def __init__(
        self,
        kind: str,
        *,
        state: type[S],
        events: Sequence[type[E]],
        evolve: Callable[[S | None, E], S],
        keys: DataKeys,
        record_id: Callable[[S], str],
        erased: Callable[[S], bool] = lambda _state: False,
        fields: Callable[[S], Mapping[str, Any]] | None = None,
        sealed: frozenset[str] = SEALED,
        by_another: bool = False,
    ) -> None:
        self.sealed = sealed
        self._by_another = by_another
        self._about = threading.local()
        self._record_id = record_id
        self._erased = erased
        self._keys = keys
        super().__init__(
            kind, state=state, events=events, evolve=self._noting(evolve), fields=fields
        )

    def _noting(self, evolve: Callable[[S | None, E], S]) -> Callable[[S | None, E], S]:
        """An event does not name its record, and is sealed by its record's key: a unit
        evolves the state by the event before it writes the event."""

        def noted(state: S | None, event: E) -> S:
            after = evolve(state, event)
            self._about.record_id = self._record_id(after)
            return after

        return noted

    def dump(self, state: S) -> Json:
        plain = super().dump(state)
        if self._erased(state) or not self._to_seal(plain):
            return plain
        record_id = self._record_id(state)
        wrapped, key = self._keys.made(record_id)
        sealed: Json = self._seal(plain, record_id, key)
        return sealed if self._by_another else {**sealed, _KEY: wrapped}

    def load(self, body: Json) -> S:
        wrapped = body.get(_KEY)
        known: dict[str, AESGCM | None] = {}
        if wrapped is not None:
            record_id = _first_record_id(body)
            if record_id is not None:
                known[record_id] = AESGCM(self._key(record_id, wrapped))
        return super().load(self._unseal({k: v for k, v in body.items() if k != _KEY}, known))

    def _key(self, record_id: str, wrapped: str) -> bytes:
        try:
            return self._keys.opened(record_id, wrapped)
        except Unsealable:
            # the copy is wrapped by a key that was forgotten since: the store has it anew
            key = self._keys.found(record_id)
            if key is None:
                raise
            return key

    def dump_event(self, event: E) -> Json:
        plain = super().dump_event(event)
        if not self._to_seal(plain):
            return plain
        record_id: str = self._about.record_id
        return dict(self._seal(plain, record_id, self._keys.made(record_id)[1]))

    def load_event(self, stored: Json) -> E:
        return super().load_event(self._unseal(stored, {}))

    def shown(self, stored: Json) -> Json:
        """A stored event for reading: open, but for what is sensitive."""
        return dict(_hidden(self._unseal(stored, {})))

    def _seal(self, value: Any, record_id: str, key: bytes) -> Any:
        cipher = AESGCM(key)

        def sealed(name: str, inner: Any) -> Any:
            if name not in self.sealed or inner in NOTHING:
                return walked(inner)
            nonce = os.urandom(NONCE_BYTES)
            plain = msgspec.json.encode(inner)
            token = nonce + cipher.encrypt(nonce, plain, f"{self.kind}:{name}".encode())
            return {_MARK: f"{record_id}.{base64.b64encode(token).decode('ascii')}"}

        def walked(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: sealed(name, inner) for name, inner in value.items()}
            return [walked(each) for each in value] if isinstance(value, list | tuple) else value

        return walked(value)

    def _to_seal(self, value: Any) -> bool:
        """Whether a sealed field that says something stands anywhere in it."""
        if isinstance(value, dict):
            return any(
                (name in self.sealed and inner not in NOTHING) or self._to_seal(inner)
                for name, inner in value.items()
            )
        return (
            any(self._to_seal(each) for each in value) if isinstance(value, list | tuple) else False
        )

    def _unseal(self, value: Any, known: dict[str, AESGCM | None], name: str = "") -> Any:
        if isinstance(value, dict):
            if _MARK in value:
                return self._opened(value[_MARK], known, name)
            return {key: self._unseal(inner, known, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._unseal(each, known, name) for each in value]
        return value

    def _opened(self, token: str, known: dict[str, AESGCM | None], name: str) -> Any:
        record_id, _, encoded = token.partition(".")
        if record_id not in known:
            key = self._keys.found(record_id)
            known[record_id] = AESGCM(key) if key is not None else None
        cipher = known[record_id]
        if cipher is None:
            return ERASED[name]
        sealed = base64.b64decode(encoded)
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            plain = cipher.decrypt(nonce, rest, f"{self.kind}:{name}".encode())
        except InvalidTag as error:
            if self._by_another:
                return ERASED[name]  # by a key that was destroyed before there was another
            raise Unsealable(name) from error
        return msgspec.json.decode(plain)


def _first_record_id(value: Any) -> str | None:
    """The record that the sealed values of a state name."""
    if isinstance(value, dict):
        if _MARK in value:
            return str(value[_MARK]).partition(".")[0]
        for inner in value.values():
            found = _first_record_id(inner)
            if found is not None:
                return found
    return None


def _hidden(value: Any, name: str = "") -> Any:
    if name in HIDDEN and value not in NOTHING:
        return {"sealed": True}
    if isinstance(value, dict):
        return {key: _hidden(inner, key) for key, inner in value.items()}
    return [_hidden(each) for each in value] if isinstance(value, list | tuple) else value
