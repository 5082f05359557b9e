"""More entrypoints of the registry: the commune's villages."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Meta
from chassis.service import rpc

__all__ = ["Villages"]

Json = dict[str, Any]


class Villages:
    """Mixed into the service."""

    desk: Any

    @rpc
    def list_villages(self) -> Any:
        return self.desk.list_villages()

    @rpc
    def list_village_changes(self) -> Any:
        return self.desk.list_village_changes()

    @rpc
    def get_village_change(self, change_id: str) -> Any:
        return self.desk.get_village_change(change_id)

    @rpc
    def preview_village_change(self, body: Json) -> Any:
        return self.desk.preview_village_change(body)

    @rpc
    def change_villages(self, body: Json, meta: Meta) -> Any:
        return self.desk.change_villages(body, meta)

    @rpc
    def void_village_change(self, change_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.void_village_change(change_id, body, meta)
