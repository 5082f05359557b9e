"""Villages to rename, merge and put right."""

from __future__ import annotations

from typing import Any

from .given import Registry

Json = dict[str, Any]
RESOLUTION = {
    "number": "12/NQ-HĐND",
    "issued_by": "Hội đồng nhân dân xã",
    "issued_on": "2026-06-15",
}
DAY = "2026-07-01"


def decided(registry: Registry, kind: str, villages: list[str], into: str, **more: Any) -> Json:
    """The receipt; the records have not followed yet."""
    body: Json = {
        "kind": kind,
        "villages": villages,
        "into": into,
        "on": DAY,
        "decision": RESOLUTION,
        "reason": "Theo nghị quyết sắp xếp thôn",
    }
    return dict(registry.desk().change_villages(body | more, registry.meta()))


def changed(registry: Registry, kind: str, villages: list[str], into: str, **more: Any) -> str:
    """Decided, and everybody brought along."""
    change_id = str(decided(registry, kind, villages, into, **more)["id"])
    registry.opened.importer.work()
    return change_id


def voided(registry: Registry, change_id: str) -> None:
    """Everybody is back."""
    meta = {"key": f"void-{change_id}"}
    registry.desk().void_village_change(change_id, {"reason": "Nhập nhầm"}, meta)
    registry.opened.importer.work()


def stays(registry: Registry, person_id: str) -> list[tuple[str, str, str | None]]:
    """What the figures learn of where the person lived: village, from, to."""
    told = registry.last_profile(person_id)["residences"]
    return [(each["village"], each["from"], each["to"]) for each in told]


def names(registry: Registry) -> list[str]:
    return [each["name"] for each in registry.desk().list_villages()["items"]]


def found_in(registry: Registry, village: str) -> list[str]:
    items = registry.desk().search_people(village=village)["items"]
    return sorted(each["id"] for each in items)
