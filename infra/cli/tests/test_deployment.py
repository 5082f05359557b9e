"""What a deployment is given works on a real broker, and says the same as the topology."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml
from kombu import Connection
from vieclam_cli import catalogue, deployment, topology
from vieclam_cli.broker import RabbitNode
from vieclam_cli.catalogue import PROCESSES, ROOT, SERVICES
from vieclam_cli.definitions import password_hash

METRIC = re.compile(r"vieclam_[a-z_]+")
DEPLOY = ROOT / "infra" / "deploy"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("secrets")
    deployment.make(made, rabbitmq=3, broker="broker:5672", database="database:27017")
    return made


@pytest.fixture(scope="module")
def broker(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitNode]:
    node = RabbitNode(tmp_path_factory.mktemp("broker"))
    node.start()
    told = json.loads((folder / "definitions.json").read_text())
    # the node's own administrator loads it; the deployment's password replaces this one's
    requests.post(f"{node.api}/api/definitions", json=told, timeout=30).raise_for_status()
    yield node
    node.kill()
    node.stop()


def test_the_definitions_let_each_service_in_with_its_password(
    broker: RabbitNode, folder: Path
) -> None:
    passwords = json.loads((folder / "passwords.json").read_text())
    for name in SERVICES:
        with Connection(broker.account_uri(name, passwords[f"broker/{name}"])) as connection:
            connection.connect()


def test_declaring_the_topology_after_the_definitions_changes_nothing(
    broker: RabbitNode, folder: Path
) -> None:
    passwords = json.loads((folder / "passwords.json").read_text())
    admin = broker.account_uri("vieclam-admin", passwords["broker/admin"])
    assert topology.declare(admin, catalogue.topologies()).new_queues == ()


def test_making_again_keeps_every_key_and_password(folder: Path) -> None:
    before = {
        path.name: path.read_text()
        for path in [*folder.glob("*.env"), *(folder / "keys").iterdir()]
    }
    deployment.make(folder, rabbitmq=3, broker="broker:5672", database="database:27017")
    after = {
        path.name: path.read_text()
        for path in [*folder.glob("*.env"), *(folder / "keys").iterdir()]
    }
    assert after == before


def test_rabbitmq_4_is_told_to_drop_nothing(tmp_path: Path) -> None:
    deployment.make(tmp_path, rabbitmq=4, broker="b:1", database="d:1")
    told = json.loads((tmp_path / "definitions.json").read_text())
    assert told["policies"][0]["definition"] == {"delivery-limit": -1}


def test_a_password_hash_is_as_rabbitmq_documents_it() -> None:
    assert password_hash("test12", bytes.fromhex("908DC60A")) == (
        "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"
    )


def test_compose_and_kubernetes_run_every_process() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    documents = [
        each
        for path in (DEPLOY / "kubernetes").glob("*.yaml")
        for each in yaml.safe_load_all(path.read_text())
        if each
    ]
    deployed = {each["metadata"]["name"] for each in documents if each["kind"] == "Deployment"}
    wanted = {each.name for each in PROCESSES}
    assert wanted <= compose["services"].keys()
    assert wanted == deployed


def test_prometheus_asks_every_process() -> None:
    settings = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    asked = [
        target.partition(":")[0]
        for job in settings["scrape_configs"]
        for targets in job["static_configs"]
        for target in targets["targets"]
    ]
    assert sorted(asked) == sorted(each.name for each in PROCESSES)


def test_every_alert_and_panel_asks_for_a_metric_that_some_process_has() -> None:
    sources = "".join(
        path.read_text()
        for pattern in (
            "services/*/*/**/*.py",
            "gateway/gateway/**/*.py",
            "infra/chassis/chassis/*.py",
        )
        for path in ROOT.glob(pattern)
    )
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())
    board = json.loads((DEPLOY / "grafana" / "vieclam.json").read_text())
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    asked += [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
    names = {name for each in asked for name in METRIC.findall(each)}
    assert names
    unknown = {name for name in names if f'"{base(name)}"' not in sources}
    assert not unknown


def base(metric: str) -> str:
    """A histogram's own name: its series end in _bucket, _count and _sum."""
    return re.sub(r"_(bucket|count|sum)$", "", metric)
