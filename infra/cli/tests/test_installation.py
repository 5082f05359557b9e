"""What each process is told, and what the supervisor is told."""

import configparser
import json
from pathlib import Path

import pytest
from vieclam_cli.catalogue import PROCESSES, SERVICES, distributions
from vieclam_cli.home import State
from vieclam_cli.installation import Installation, with_database
from vieclam_cli.keys import make, trusted_keys
from vieclam_cli.supervisor import Supervisor
from vieclam_cli.up import CannotStart, not_in_force, remembered


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(home=tmp_path / "a % folder", state=State().completed(8000))


def test_a_service_is_told_its_own_accounts_only(installation: Installation) -> None:
    told = {each.name: each.environment for each in installation.processes({"PATH": "/bin"})}
    for process in PROCESSES:
        own = {
            installation.state.passwords[f"{server}/{process.service}"]
            for server in ("broker", "database")
        }
        text = json.dumps(told[process.name])
        known = {each for each in installation.state.passwords.values() if each in text}
        assert known == own


def test_every_process_has_a_metrics_address_of_its_own(installation: Installation) -> None:
    told = installation.processes({})
    addresses = {each.environment["VIECLAM_METRICS_ADDRESS"] for each in told}
    assert len(addresses) == len(PROCESSES)


def test_processes_of_one_service_share_its_folder_and_key(installation: Installation) -> None:
    told = {each.name: each.environment for each in installation.processes({})}
    one, other = told["indicators"], told["indicators-consumer"]
    for name in ("VIECLAM_STATE_DIR", "VIECLAM_SIGNING_KEY_FILE", "VIECLAM_MONGODB_URI"):
        assert one[name] == other[name]
    assert one["VIECLAM_PROCESS"] != other["VIECLAM_PROCESS"]


def test_settings_given_to_up_are_passed_on(installation: Installation) -> None:
    given = {"VIECLAM_TODAY": "2026-07-01", "SECRET_OF_THE_SHELL": "x"}
    for each in installation.processes(given):
        assert each.environment["VIECLAM_TODAY"] == "2026-07-01"
        assert "SECRET_OF_THE_SHELL" not in each.environment


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("mongodb://db:27017", "mongodb://db:27017/credit"),
        ("mongodb://u:p@db/?w=1", "mongodb://u:p@db/credit?w=1&authSource=admin"),
        ("mongodb://u:p@a,b/main", "mongodb://u:p@a,b/credit?authSource=main"),
        ("mongodb://u:p@a/?authSource=x", "mongodb://u:p@a/credit?authSource=x"),
    ],
)
def test_an_external_server_holds_a_database_for_each_service(given: str, expected: str) -> None:
    assert with_database(given, "credit") == expected


def test_external_servers_are_not_started(tmp_path: Path) -> None:
    state = State(external={"amqp": "amqp://b", "mongodb": "mongodb://m"}).completed(None)
    installation = Installation(home=tmp_path, state=state)
    assert installation.servers() == []
    assert installation.amqp_uri("credit") == "amqp://b"
    assert installation.mongodb_uri("credit") == "mongodb://m/credit"


def test_the_supervisor_s_settings_hold_no_password_but_its_own(
    installation: Installation,
) -> None:
    Supervisor(installation).write([*installation.servers(), *installation.processes({})])
    settings = installation.home / "run" / "supervisord.conf"
    text = settings.read_text()
    named = {name for name, each in installation.state.passwords.items() if each in text}
    assert named == {"supervisor"}
    assert settings.stat().st_mode & 0o077 == 0
    parsed = configparser.RawConfigParser()
    parsed.read_string(text)
    programs = parsed["group:services"]["programs"].split(",")
    assert programs == [each.name for each in PROCESSES]
    assert "a %% folder" in parsed["program:registry"]["command"]
    for told in (installation.home / "run").glob("*.json"):
        assert told.stat().st_mode & 0o077 == 0


def test_everybody_s_public_key_is_known_and_keys_stay(tmp_path: Path) -> None:
    make(tmp_path, SERVICES)
    first = trusted_keys(tmp_path).read_text()
    make(tmp_path, SERVICES)
    assert trusted_keys(tmp_path).read_text() == first
    assert json.loads(first).keys() == set(SERVICES)
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_every_distribution_has_its_folder() -> None:
    assert [each.name for each in distributions() if not (each / "pyproject.toml").exists()] == []


def test_whose_plan_it_is_is_remembered_from_one_start_to_the_next(tmp_path: Path) -> None:
    file = tmp_path / "city.yaml"
    file.write_text("plan: x\n", encoding="utf-8")
    first = remembered(State(), {"VIECLAM_PLAN": str(file), "VIECLAM_COMMUNE": "04"})
    assert first == {"VIECLAM_PLAN": str(file), "VIECLAM_COMMUNE": "04"}
    kept = State(settings=first).completed(None)
    assert remembered(kept, {}) == first
    told = Installation(home=tmp_path, state=kept).processes({})
    assert {each.environment["VIECLAM_PLAN"] for each in told} == {str(file)}
    assert remembered(kept, {"VIECLAM_PLAN": ""}) == {"VIECLAM_COMMUNE": "04"}
    file.unlink()
    with pytest.raises(CannotStart, match="there is no such file"):
        remembered(kept, {})


def test_a_plan_that_is_given_to_what_runs_is_said_to_wait(tmp_path: Path) -> None:
    file, gone = tmp_path / "city.yaml", tmp_path / "gone.yaml"
    file.touch()
    runs = State(settings={"VIECLAM_PLAN": str(file)})
    for given, told in (
        ({}, []),
        ({"VIECLAM_PLAN": str(file)}, []),
        ({"VIECLAM_PLAN": ""}, ["VIECLAM_PLAN"]),
        ({"VIECLAM_PLAN": str(gone)}, ["VIECLAM_PLAN"]),
        ({"VIECLAM_COMMUNE": "04"}, ["VIECLAM_COMMUNE"]),
    ):
        assert not_in_force(runs, given) == told


def test_a_plan_file_named_from_where_one_stands_is_found_by_the_services(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "city.yaml").touch()
    monkeypatch.chdir(tmp_path)
    given = {"VIECLAM_PLAN": "city.yaml"}
    assert remembered(State(), given) == {"VIECLAM_PLAN": str(tmp_path.resolve() / "city.yaml")}
