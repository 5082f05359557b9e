"""An aggregate whose sensitive fields never stand open in the database, neither in the
current state nor in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from chassis.commands import Aggregate

from registry.vault import Vault

__all__ = ["SEALED", "SealedAggregate"]

S = TypeVar("S")
E = TypeVar("E")

SEALED = frozenset({"national_id", "ethnicity", "disability", "groups", "group", "row"})
"""Field names sealed wherever they occur in a state or an event."""

_MARK = "$sealed"


class SealedAggregate(Aggregate[S, E]):
    """Seals on dump, unseals on load. ``row`` is what an imported list said of one person."""

    def __init__(
        self,
        kind: str,
        *,
        state: type[S],
        events: Sequence[type[E]],
        evolve: Callable[[S | None, E], S],
        vault: Vault,
        fields: Callable[[S], Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(kind, state=state, events=events, evolve=evolve, fields=fields)
        self._vault = vault

    def dump(self, state: S) -> dict[str, Any]:
        return dict(self._seal(super().dump(state)))

    def load(self, body: dict[str, Any]) -> S:
        return super().load(self._unseal(body))

    def dump_event(self, event: E) -> dict[str, Any]:
        return dict(self._seal(super().dump_event(event)))

    def load_event(self, stored: dict[str, Any]) -> E:
        return super().load_event(self._unseal(stored))

    def _seal(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: self._sealed(key, inner)
                if key in SEALED and inner not in (None, [], {})
                else self._seal(inner)
                for key, inner in value.items()
            }
        return [self._seal(each) for each in value] if isinstance(value, list) else value

    def _sealed(self, key: str, value: Any) -> dict[str, str]:
        plain = msgspec.json.encode(value)
        return {_MARK: self._vault.seal(plain, f"{self.kind}:{key}")}

    def _unseal(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            if _MARK in value:
                plain = self._vault.unseal(value[_MARK], f"{self.kind}:{key}")
                return msgspec.json.decode(plain)
            return {name: self._unseal(inner, name) for name, inner in value.items()}
        return [self._unseal(each, key) for each in value] if isinstance(value, list) else value
