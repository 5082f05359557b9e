"""Waiting ends as soon as everything is ready, and as soon as something cannot become so."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest
from vieclam_cli import readiness
from vieclam_cli.supervisor import Supervisor, Watched


class Watching:
    """A supervisor whose one program has these pids, look by look."""

    def __init__(self, pids: Iterator[int]) -> None:
        self._pids = pids

    def watched(self) -> dict[str, Watched]:
        return {"credit": Watched(name="credit", pid=next(self._pids), state="STARTING")}


def supervisor(pids: Iterator[int]) -> Supervisor:
    return cast(Any, Watching(pids))


def test_everything_that_becomes_ready_is_told_once(tmp_path: Path) -> None:
    answers = iter([False, False, True])
    heard: list[str] = []
    readiness.wait_for(
        ["credit"],
        lambda _: next(answers),
        supervisor(iter([7] * 9)),
        tmp_path,
        told=heard.append,
    )
    assert heard == ["credit"]


def test_a_process_that_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "credit.log").write_text("the reason it ends\n")
    with pytest.raises(readiness.NotServing, match="the reason it ends"):
        readiness.wait_for(["credit"], lambda _: False, supervisor(count(1)), tmp_path)


def test_a_process_that_stays_but_never_serves_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(readiness.NotServing, match="credit is not ready"):
        readiness.wait_for(
            ["credit"], lambda _: False, supervisor(iter([7] * 99)), tmp_path, patience=0.2
        )
