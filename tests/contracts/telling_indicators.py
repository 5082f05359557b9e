"""The figures told: a status, a closing, and what a late fact does to what was signed."""

from __future__ import annotations

from indicators.watching import watching

from .world import World


def tell(world: World, person: str) -> None:
    indicators = world["indicators"]
    watch = watching(indicators.runtime)
    world.settle()
    watch()
    indicators.ask("commune_leader", "close_span", body={"span": "2026-Q1"})
    late = {
        "person_id": person,
        "kind": "self_employment",
        "new_job": True,
        "suitable": True,
        "contract": "none",
        "on": "2026-02-10",
    }
    world["placement"].ask("job_centre", "start_placement", body=late)
    world.settle()
    watch()
    world.settle()
