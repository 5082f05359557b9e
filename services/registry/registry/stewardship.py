"""More entrypoints of the registry: what keeps the records right and the persons' rights."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Meta
from chassis.service import rpc

__all__ = ["Stewardship"]

Json = dict[str, Any]


class Stewardship:
    """Mixed into the service."""

    desk: Any

    @rpc
    def erase_person(self, person_id: str, body: Json, meta: Meta) -> Any:
        return self.desk.erase_person(person_id, body, meta)
