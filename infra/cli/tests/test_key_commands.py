"""Rotating the registry's keys: with its own environment, and honest about what is left."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from vieclam_cli import key_commands
from vieclam_cli.home import State
from vieclam_cli.installation import Installation
from vieclam_cli.main import commands


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(home=tmp_path, state=State().completed(None))


def test_it_runs_the_registrys_own_program_on_the_registrys_database(
    installation: Installation,
) -> None:
    asked: list[tuple[Sequence[str], dict[str, str]]] = []

    def run(command: Sequence[str], environment: dict[str, str]) -> int:
        asked.append((command, environment))
        return 0

    assert key_commands.rotate(installation, new=False, forget=True, run=run) == 0
    ((command, environment),) = asked
    assert list(command[-2:]) == ["registry.rotate", "--forget"]
    assert environment["VIECLAM_MONGODB_URI"] == installation.mongodb_uri("registry")
    assert environment["VIECLAM_STATE_DIR"] == str(installation.home / "services" / "registry")


def test_what_is_left_under_an_older_key_is_a_failure(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_commands, "require_running", lambda _home: installation)
    monkeypatch.setattr(key_commands, "_run", lambda _command, _environment: 1)
    done = CliRunner().invoke(commands, ["rotate-keys"])
    assert done.exit_code == 1
    assert "run it again" in done.output
