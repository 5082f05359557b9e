"""Ports and passwords are chosen once; a port that a stranger took is chosen anew."""

import json
import socket
import stat
from pathlib import Path

import pytest
from vieclam_cli import home, ports
from vieclam_cli.home import State
from vieclam_cli.private import write_private


def test_completing_twice_keeps_every_port_and_password() -> None:
    first = State().completed(None)
    assert first.completed(None) == first


def test_every_use_has_its_own_port() -> None:
    state = State().completed(8000)
    assert len(set(state.ports.values())) == len(state.ports)
    assert state.ports["gateway"] == 8000


def test_a_port_that_a_stranger_took_is_chosen_anew() -> None:
    state = State().completed(None)
    with socket.socket() as stranger:
        stranger.bind((ports.LOOPBACK, state.ports["amqp"]))
        stranger.listen()
        again = state.completed(None)
    assert again.ports["amqp"] != state.ports["amqp"]
    assert again.ports["mongodb"] == state.ports["mongodb"]
    assert again.passwords == state.passwords


def test_the_gateway_s_port_is_the_user_s_and_stays() -> None:
    assert State().completed(8123).completed(None).ports["gateway"] == 8123


def test_chosen_ports_lie_below_those_of_outgoing_connections() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert all(port < max(lowest, ports.HIGHEST + 1) for port in ports.choose(20))


def test_the_state_is_kept_in_a_file_of_its_owner_s_alone(tmp_path: Path) -> None:
    state = State().completed(None)
    state.save(tmp_path)
    assert State.load(tmp_path) == state
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600


def test_a_folder_without_an_installation_says_so(tmp_path: Path) -> None:
    with pytest.raises(home.NoInstallation, match=r"run \./vieclam up"):
        State.load(tmp_path)


def test_two_commands_do_not_start_and_stop_one_folder_at_once(tmp_path: Path) -> None:
    with home.alone(tmp_path), pytest.raises(home.Busy), home.alone(tmp_path):
        pass
    with home.alone(tmp_path):
        pass


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "secret.json"
    write_private(path, json.dumps({"a": 1}))
    write_private(path, json.dumps({"a": 2}))
    assert json.loads(path.read_text()) == {"a": 2}
    assert [each.name for each in path.parent.iterdir()] == ["secret.json"]
