"""The topology is checked before it is declared, and declared without changing what exists."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import amqp
import pytest
from chassis.topology import Topology
from kombu import Connection
from vieclam_cli import accounts, catalogue, topology
from vieclam_cli.broker import RabbitNode


def publisher(readers: Mapping[str, tuple[str, ...]]) -> Topology:
    return Topology(service="registry", publishes=readers)


TRAINING = Topology(service="training", publishes={"training": ()}, consumes=("registry.training",))
CREDIT = Topology(service="credit", publishes={"credit": ()}, consumes=("registry.credit",))
REGISTRY = publisher({"registry.training": ("training",), "registry.credit": ("credit",)})
ALL = [REGISTRY, TRAINING, CREDIT]


def test_agreeing_topologies_pass() -> None:
    topology.check(ALL)


def test_the_product_s_own_topologies_agree() -> None:
    topology.check(catalogue.topologies())


def test_a_consumer_that_the_publisher_does_not_name_is_a_mismatch() -> None:
    with pytest.raises(topology.Mismatch) as refused:
        topology.check([publisher({"registry.training": ()}), TRAINING])
    assert refused.value.lines == (
        "training consumes registry.training, but registry does not name it as a reader",
    )


def test_a_reader_that_does_not_consume_is_a_mismatch() -> None:
    idle = Topology(service="training")
    with pytest.raises(topology.Mismatch) as refused:
        topology.check([publisher({"registry.training": ("training",)}), idle])
    assert refused.value.lines == (
        "registry names training as a reader of registry.training, "
        "but training does not consume it",
    )


def test_a_feed_that_nobody_publishes_is_a_mismatch() -> None:
    with pytest.raises(topology.Mismatch, match=r"registry[.]training, which no service publishes"):
        topology.check([TRAINING])


def test_a_feed_named_after_another_service_is_a_mismatch() -> None:
    thief = Topology(service="credit", publishes={"training": ()})
    with pytest.raises(topology.Mismatch, match="credit publishes training, whose name says"):
        topology.check([thief])


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitNode]:
    node = RabbitNode(tmp_path_factory.mktemp("broker"))
    node.start()
    topology.declare(node.uri, ALL)
    accounts.put_accounts(node.api, ALL, PASSWORDS)
    yield node
    node.stop()


PASSWORDS = {"registry": "r", "training": "t", "credit": "c"}


def as_service(broker: RabbitNode, name: str) -> Connection:
    return Connection(broker.account_uri(name, PASSWORDS[name]), connect_timeout=5)


def test_declaring_again_creates_nothing(broker: RabbitNode) -> None:
    again = topology.declare(broker.uri, ALL)
    assert again.new_queues == ()
    assert again.queues == ("training--registry.training", "credit--registry.credit")


def test_an_event_reaches_only_the_feed_s_reader(broker: RabbitNode) -> None:
    with as_service(broker, "registry") as owner:
        channel = owner.default_channel
        channel.confirm_select()
        channel.basic_publish_confirm(
            amqp.Message(b"{}"), "registry.training.events", "person_referred.v1"
        )
    assert received(broker, "training", "training--registry.training") == ["person_referred.v1"]
    with Connection(broker.uri) as admin:
        waiting = admin.default_channel.queue_declare("credit--registry.credit", passive=True)
        assert waiting.message_count == 0


def received(broker: RabbitNode, service: str, queue: str) -> list[str]:
    keys: list[str] = []

    def take(message: amqp.Message) -> None:
        keys.append(message.delivery_info["routing_key"])

    with as_service(broker, service) as connection:
        connection.default_channel.basic_consume(queue, no_ack=True, callback=take)
        connection.drain_events(timeout=5)
    return keys


def test_a_queue_with_other_arguments_stops_the_declaration(broker: RabbitNode) -> None:
    later = Topology(service="placement", consumes=("registry.placement",))
    registry = publisher({"registry.placement": ("placement",)})
    with Connection(broker.uri) as admin:
        admin.default_channel.queue_declare("placement--registry.placement", durable=True)
    with pytest.raises(topology.Different, match=r"queue placement--registry[.]placement exists"):
        topology.declare(broker.uri, [registry, later])
    assert accounts.strangers(broker.api, topology.queues(ALL)) == ["placement--registry.placement"]


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [
        ("training", lambda ch: ch.basic_get("credit--registry.credit")),
        ("training", lambda ch: ch.queue_delete("credit--registry.credit")),
        ("training", lambda ch: ch.queue_declare("somewhere", durable=True)),
        ("training", lambda ch: ch.exchange_delete("training.events")),
        ("training", lambda ch: ch.exchange_declare("registry.training.events", "topic")),
        ("training", lambda ch: spy(ch, "rpc.reply-training-x", "registry.credit.events", "#")),
        ("training", lambda ch: spy(ch, "rpc.reply-training-x", "nameko-rpc", "credit.assess")),
        ("training", lambda ch: spy(ch, "rpc.reply-training-x", "nameko-rpc", "#")),
        ("training", lambda ch: forge(ch, "registry.training.events")),
        ("credit", lambda ch: forge(ch, "training.events")),
        ("credit", lambda ch: forge(ch, "")),
    ],
)
def test_a_service_may_not(broker: RabbitNode, name: str, forbidden: object) -> None:
    with as_service(broker, name) as connection, pytest.raises(amqp.AccessRefused):
        forbidden(connection.default_channel)  # type: ignore[operator]


def test_a_service_may_answer_and_ask_by_rpc(broker: RabbitNode) -> None:
    with as_service(broker, "training") as connection:
        channel = connection.default_channel
        channel.exchange_declare("nameko-rpc", "topic", durable=True, auto_delete=False)
        channel.queue_declare("rpc-training", durable=True, auto_delete=False)
        channel.queue_bind("rpc-training", "nameko-rpc", routing_key="training.*")
        key = "0123456789abcdef0123456789abcdef"
        queue = f"rpc.reply-training-{key}"
        channel.queue_declare(queue, durable=True, auto_delete=False)
        channel.queue_bind(queue, "nameko-rpc", routing_key=key)
        channel.confirm_select()
        channel.basic_publish_confirm(amqp.Message(b"{}"), "nameko-rpc", key)
        assert channel.basic_get(queue, no_ack=True) is not None


def spy(channel: amqp.Channel, queue: str, exchange: str, key: str) -> None:
    channel.queue_declare(queue, durable=True, auto_delete=False)
    channel.queue_bind(queue, exchange, routing_key=key)


def forge(channel: amqp.Channel, exchange: str) -> None:
    channel.confirm_select()
    channel.basic_publish_confirm(amqp.Message(b"{}"), exchange, "credit--registry.credit")


def test_the_topology_files_are_found(tmp_path: Path) -> None:
    package = tmp_path / "services" / "training" / "training"
    package.mkdir(parents=True)
    (package / "topology.yaml").write_text("service: training\npublishes: {training: {}}\n")
    assert [each.service for each in catalogue.topologies(tmp_path)] == ["training"]
