"""Set-up says in plain words what is missing, and does itself what it may."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from vieclam_cli.catalogue import ROOT, distributions


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "infra/cli/bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_installs_every_distribution(bootstrap: ModuleType) -> None:
    assert {ROOT / each for each in bootstrap.DISTRIBUTIONS} == set(distributions())


def test_without_rights_it_says_what_an_administrator_installs(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None if name == "sudo" else name)
    with pytest.raises(bootstrap.Stop) as stopped:
        bootstrap.apt_install(["python3-venv"], "Python's own environments")
    assert "sudo apt-get install python3-venv rabbitmq-server" in str(stopped.value)
    assert "compose" in str(stopped.value)


def test_on_another_system_it_names_the_package(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    with pytest.raises(bootstrap.Stop, match="rabbitmq-server"):
        bootstrap.apt_install(["rabbitmq-server"], "the message broker")


def test_an_external_broker_needs_no_package(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "RABBIT", tmp_path / "missing")
    monkeypatch.setenv("VIECLAM_AMQP_URI", "amqp://elsewhere")
    bootstrap.broker()


def test_root_and_a_user_who_may_sudo_install_without_being_asked(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "_run", lambda command, _what: asked.append(list(command)))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    bootstrap.apt_install(["rabbitmq-server"], "the message broker")
    assert asked[-1][-1] == "rabbitmq-server"
    assert "sudo" not in " ".join(asked[-1])


def test_the_tests_get_the_checker_of_the_alerts_and_no_running_prometheus(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, ...]] = []
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name == "promtool" or None)
    bootstrap.alert_checker()
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: None)
    monkeypatch.setattr(bootstrap, "apt_install", lambda names, _what: done.append(tuple(names)))
    monkeypatch.setattr(bootstrap, "_stopped", lambda package: done.append((package, "stopped")))
    bootstrap.alert_checker()
    assert done == [("prometheus",), ("prometheus", "stopped")]


def test_a_failed_step_shows_the_end_of_its_output(bootstrap: ModuleType) -> None:
    fails = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    with pytest.raises(bootstrap.Stop, match="the reason"):
        bootstrap._run(fails, "installing")
