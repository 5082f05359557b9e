"""The measurements still run and prove what they did: no figure is looked at here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.measurements.limit import limit
from benchmarks.measurements.ours import caught_up, from_the_queue, relayed, relays_alone
from benchmarks.measurements.rebuild import rebuild
from benchmarks.measurements.setting import Setting
from benchmarks.measurements.theirs import nameko
from benchmarks.noise import Window
from benchmarks.sizes import Sizes

SMALL = Sizes(
    runs=1,
    persons=600,
    batched=750,
    one_by_one=40,
    warm_up=50,
    warm_up_one_by_one=10,
    patience=0.0,
    again=0,
)


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    found = Setting(SMALL)
    found.folder = tmp_path_factory.mktemp("measured")
    return found


@pytest.mark.parametrize(
    "once",
    [
        from_the_queue,
        relayed,
        caught_up,
        relays_alone,
        limit("same"),
        limit("least"),
        nameko(workers=2, atomic=True, ledger=True),
    ],
    ids=["queue", "relayed", "caught up", "relays", "same writes", "least writes", "nameko"],
)
def test_events_arrive_and_are_proven(
    setting: Setting, once: Callable[[Setting, Window], float]
) -> None:
    assert once(setting, Window()) > 0


def test_a_rebuild_agrees_with_what_was_live(setting: Setting) -> None:
    assert len(rebuild(setting).rows) == 2


def test_the_command_refuses_a_measurement_nobody_knows() -> None:
    from benchmarks.program import main

    with pytest.raises(SystemExit) as ended:
        main(["througput"])
    assert ended.value.code == 2
