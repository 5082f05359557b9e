"""`status` says of the whole what `up` said, and names what is not ready."""

import pytest
from vieclam_cli import status_report
from vieclam_cli.catalogue import PROCESSES
from vieclam_cli.home import State
from vieclam_cli.installation import Installation
from vieclam_cli.supervisor import Watched

SERVERS = ("keeper", "database", "epmd", "broker")


class Told:
    """A supervisor and health pages that say what they are told."""

    def __init__(self) -> None:
        self.states = dict.fromkeys((*SERVERS, *(each.name for each in PROCESSES)), "RUNNING")
        self.unready: set[int] = set()

    def watched(self) -> dict[str, Watched]:
        return {name: Watched(name=name, pid=1, state=state) for name, state in self.states.items()}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    told = Told()
    monkeypatch.setattr(status_report, "Supervisor", lambda _installation: told)
    monkeypatch.setattr(status_report.readiness, "is_ready", lambda port: port not in told.unready)
    return told


@pytest.fixture
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(home=tmp_path_factory.mktemp("home"), state=State().completed(8000))


def test_a_process_that_says_it_is_ready_is_ready_from_then_on(
    told: Told, installation: Installation
) -> None:
    told.states["gateway"] = "STARTING"
    assert status_report.all_ready(installation)


def test_a_process_that_does_not_say_so_is_not(told: Told, installation: Installation) -> None:
    told.unready = {installation.metrics_port("indicators-consumer")}
    assert not status_report.all_ready(installation)


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_that_does_not_run_makes_the_whole_not_ready(
    told: Told, installation: Installation, server: str
) -> None:
    told.states[server] = "BACKOFF"
    assert not status_report.all_ready(installation)
