"""How much of everything a run does."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["QUICK", "USUAL", "Sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """`runs` of each thing; counts include the warm-up. Rates per second, times in seconds.

    `patience`, `again`, `limit`: see `series.Patience`; `limit` counts from the start.
    """

    runs: int = 3
    persons: int = 10_000
    batched: int = 11_000
    one_by_one: int = 1_500
    warm_up: int = 1_000
    warm_up_one_by_one: int = 200
    commands: int = 2_400
    paced_rate: int = 200
    paced_seconds: float = 10.0
    requests: int = 240
    patience: float = 90.0
    again: int = 2
    limit: float = 420.0


USUAL = Sizes()
QUICK = Sizes(
    runs=1,
    persons=1_200,
    batched=1_500,
    one_by_one=400,
    warm_up=500,
    warm_up_one_by_one=100,
    commands=200,
    paced_seconds=2.0,
    requests=24,
    patience=0.0,
    again=0,
)
