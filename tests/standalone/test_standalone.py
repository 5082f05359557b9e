"""Each service installs and starts from its own folder plus the chassis, siblings absent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from chassis.identity import Caller
from chassis.rpc import RpcClient
from chassis.topology import Topology
from kombu import Connection

from .installed import ROOT, Installed, folder_of, install, wheel
from .process import Process, free_port, make_keys, signer

TODAY = "2026-11-20"
EVERYBODY = ("registry", "training", "placement", "credit", "indicators", "gateway")
META = {"key": "k1", "if_match": None}
PERSON = {
    "full_name": "Nguyễn Thị Độc Lập",
    "birth_date": "1990",
    "gender": "female",
    "village": "Thôn 1",
    "residence": {"kind": "permanent", "commune": "09931", "from": "2026-01-01"},
}
LOAN = {
    "person_id": "0f3a",
    "product": "job_creation",
    "amount": 50_000_000,
    "purpose": "production",
    "on": "2026-03-02",
}


@dataclass(frozen=True)
class Asked:
    """A request that the service answers by itself, and what its answer holds."""

    role: str
    method: str
    arguments: dict[str, Any]
    holds: dict[str, Any] = field(default_factory=dict)


ASKED = {
    "registry": Asked("commune_officer", "register_person", {"body": PERSON, "meta": META}),
    "training": Asked(
        "school", "define_occupation", {"body": {"name": "May công nghiệp"}, "meta": META}
    ),
    "placement": Asked("job_centre", "register_employer", {"body": {"name": "A"}, "meta": META}),
    "credit": Asked("bank", "open_loan", {"body": LOAN, "meta": META}),
    "indicators": Asked("commune_leader", "figures", {"span": "2026"}),
}


@dataclass
class Place:
    """Where the service is installed, and what it is told."""

    service: str
    installed: Installed
    folder: Path
    settings: dict[str, str]
    processes: list[Process] = field(default_factory=list)

    def start(self, module: str, **more: str) -> Process:
        process = Process(self.installed, module, {**self.settings, **more}, self.folder)
        self.processes.append(process)
        process.start()
        return process


@pytest.fixture
def place(
    request: pytest.FixtureRequest,
    chassis_wheel: Path,
    tmp_path: Path,
    amqp_uri: str,
    mongodb_uri: str,
) -> Iterator[Place]:
    service = str(request.param)
    installed = install([chassis_wheel, wheel(service, tmp_path)], tmp_path / "venv")
    make_keys(tmp_path, *EVERYBODY)
    declare_feeds(service, amqp_uri)
    settings = {
        "VIECLAM_AMQP_URI": amqp_uri,
        "VIECLAM_MONGODB_URI": mongodb_uri,
        "VIECLAM_SIGNING_KEY_FILE": str(tmp_path / f"{service}.pem"),
        "VIECLAM_TRUSTED_KEYS_FILE": str(tmp_path / "trusted.json"),
        "VIECLAM_TODAY": TODAY,
    }
    place = Place(service, installed, tmp_path, settings)
    yield place
    for process in place.processes:
        process.kill()


def declare_feeds(service: str, amqp_uri: str) -> None:
    """The exchanges of its topology and of RPC: what `./vieclam topology` does for an agency."""
    text = (folder_of(service) / service / "topology.yaml").read_text("utf-8")
    topology = Topology.parse(text)
    with Connection(amqp_uri) as connection:
        feeds = (*topology.publishes, *topology.consumes)
        for exchange in ("nameko-rpc", *(f"{feed}.events" for feed in feeds)):
            connection.default_channel.exchange_declare(
                exchange, "topic", durable=True, auto_delete=False
            )


def refuse_siblings(installed: Installed, service: str) -> None:
    for other in (*EVERYBODY, "vieclam_cli"):
        found = installed.run(f"import {other}; print({other}.__file__)")
        if other == service:
            assert found.returncode == 0, found.stderr
            assert str(installed.packages) in found.stdout
        else:
            assert f"No module named '{other}'" in found.stderr, found.stdout
    told = installed.run("import chassis, sys; print(chassis.__file__, *sys.path)").stdout
    ours = told.replace(str(installed.packages), "").replace(f"{ROOT}/.venv", "")
    assert str(ROOT) not in ours, "only the third party's packages lie inside the checkout"


@pytest.mark.parametrize("place", list(ASKED), indirect=True)
def test_a_service_starts_answers_and_stops_with_no_sibling_anywhere(place: Place) -> None:
    refuse_siblings(place.installed, place.service)
    process = place.start(place.service)
    process.wait_until_ready()
    if place.service == "indicators":
        consumer = place.start("indicators.consume")
        consumer.wait_until_ready()
    answer = ask(place)
    if "id" in answer:
        assert answer["version"] == 1
    else:
        assert len(answer["items"]) == 14, "the plan came with the service"
    assert [each.end() for each in place.processes] == [0] * len(place.processes), process.said()


@pytest.mark.parametrize("place", ["indicators"], indirect=True)
def test_a_plan_file_with_a_mistake_stops_the_start_with_its_place(place: Place) -> None:
    file = place.folder / "city.yaml"
    file.write_text("plan: x\nversion: soon\n", encoding="utf-8")
    for module in ("indicators", "indicators.consume"):
        process = place.start(module, VIECLAM_PLAN=str(file))
        assert process.ended() == 1
        assert "city.yaml: version: must be a whole number above 0\n" in process.said()
        assert "Traceback" not in process.said()


@pytest.mark.parametrize("place", ["gateway"], indirect=True)
def test_the_gateway_starts_serves_and_stops_with_no_service_anywhere(place: Place) -> None:
    refuse_siblings(place.installed, "gateway")
    port = free_port()
    process = place.start("gateway", VIECLAM_HTTP_ADDRESS=f"127.0.0.1:{port}")
    process.wait_until_ready()
    status, text = process.get("/api/openapi.json", port)
    assert (status, json.loads(text)["openapi"][:3]) == (200, "3.1")
    assert process.get("/sign-in", port)[0] == 200
    assert process.get("/api/v1/people/imports/x", port)[0] == 401
    status, _ = process.get("/api/v1/public/indicators", port)
    assert status == 503, "a service that is away is said to be away"
    assert process.end() == 0, process.said()


def ask(place: Place) -> dict[str, Any]:
    """Call the service as somebody whom the gateway vouches for."""
    asked = ASKED[place.service]
    caller = Caller(id="u1", role=asked.role, agency=asked.role, commune="09931")
    client = RpcClient(place.settings["VIECLAM_AMQP_URI"], "test")
    try:
        return dict(
            client.call(
                place.service,
                asked.method,
                token=signer(place.folder, "gateway").sign(caller),
                **asked.arguments,
            )
        )
    finally:
        client.close()
