"""The nameko shell: a real process, a real broker, a real database; asked, stopped, killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from chassis.envelope import decode
from chassis.errors import Conflict, Forbidden, NotFound, Transient, Unauthenticated
from chassis.identity import Caller
from chassis.names import RPC_EXCHANGE
from chassis.rpc import RemoteFailure, RpcClient
from chassis.waiting import until
from kombu import Connection, Exchange, Producer
from kombu.transport.pyamqp import Channel

from .live import SECONDS, TESTS, Ask, Keys, Process, counted, ticks


def test_a_service_answers_and_its_errors_keep_their_type(process: Process, ask: Ask) -> None:
    receipt = ask("count", tally_id="a", body={"by": 3}, meta={"key": "k1"})
    assert receipt == {"id": "a", "version": 1, "warnings": []}
    assert ask("count", tally_id="a", body={"by": 3}, meta={"key": "k1"}) == receipt
    assert ask("show", tally_id="a") == {"count": 3, "by": "u1"}
    with pytest.raises(NotFound) as missing:
        ask("show", tally_id="b")
    assert missing.value.code == "tally"
    with pytest.raises(Conflict):
        ask("count", tally_id="a", body={"by": 4}, meta={"key": "k1"})
    with pytest.raises(Forbidden):
        ask("count", role="ops", tally_id="a", body={"by": 1}, meta={"key": "k2"})
    with pytest.raises(RemoteFailure):
        ask("broken")
    assert ask("show", tally_id="a")["count"] == 3
    assert "Nguyễn" not in process.errors.read_text()


def test_only_a_trusted_issuer_is_believed(process: Process, ask: Ask, keys: Keys) -> None:
    person = Caller(id="u1", role="counter")
    posing = Caller(id="gateway", role="service", agency="gateway")
    for issuer, caller in (("reader", person), ("tallies", person), ("stranger", posing)):
        with pytest.raises(Unauthenticated):
            ask("show", token=keys.signer(issuer).sign(caller), tally_id="a")
    with pytest.raises(Unauthenticated):
        ask("show", token="nonsense", tally_id="a")


def test_a_call_ends_in_time_when_nobody_answers(process: Process, ask: Ask) -> None:
    with pytest.raises(Transient) as late:
        ask("slow", seconds=5, timeout=0.3)
    assert late.value.code == "timeout"


def test_a_service_nobody_has_ever_started_is_told_at_once(amqp_uri: str) -> None:
    client = RpcClient(amqp_uri, "test")
    with Connection(amqp_uri) as connection:
        Exchange(RPC_EXCHANGE, "topic", durable=True)(connection.default_channel).declare()
    with pytest.raises(Transient) as missing:
        client.call("nobody", "anything", token="t", timeout=5)
    assert missing.value.code == "no_service"
    client.close()


def test_malformed_requests_do_not_kill_the_service(
    process: Process, ask: Ask, amqp_uri: str
) -> None:
    with Connection(amqp_uri) as connection:
        producer = Producer(connection, Exchange(RPC_EXCHANGE, "topic"))
        publish = producer.publish
        publish({"args": [], "kwargs": {}}, routing_key="tallies.show")  # no reply_to
        publish("{", routing_key="tallies.show", content_type="application/json", reply_to="x")
        publish({"kwargs": {}}, routing_key="tallies.show", reply_to="x")
        publish([1], routing_key="tallies.show", reply_to="x")
        publish(
            {"args": [], "kwargs": {}},
            routing_key="tallies.show",
            reply_to="x",
            headers={"nameko.call_id_stack": "not a list"},
        )
        publish({"args": [], "kwargs": {}}, routing_key="tallies.nothing", reply_to="x")
    with pytest.raises(NotFound):
        ask("show", tally_id="a")
    assert process.running.poll() is None


def test_feeds_are_read_again_only_by_their_readers(process: Process, ask: Ask, keys: Keys) -> None:
    for number in range(3):
        ask("count", tally_id="a", body={"by": number}, meta={"key": f"k{number}"})
    token = keys.signer("reader").as_service()

    def events() -> list[str]:
        answer = ask("events_after", token=token, feed="tallies", position=1, limit=10)
        return list(answer["events"])

    until(lambda: len(events()) == 2)
    assert [decode(body).position for body in events()] == [2, 3]
    for other in (keys.signer("stranger").as_service(), None):
        with pytest.raises(Forbidden):
            ask("events_after", token=other, feed="tallies", position=0, limit=10)


def test_consumed_events_count_once_whatever_is_killed(
    process: Process, ask: Ask, amqp_uri: str
) -> None:
    ticks(amqp_uri, 1, 300)
    until(lambda: counted(ask) > 0, SECONDS)
    process.end(signal.SIGKILL)
    ticks(amqp_uri, 301, 100)
    process.start()
    ticks(amqp_uri, 390, 11)  # redelivered
    until(lambda: counted(ask) >= 400, SECONDS)
    ticks(amqp_uri, 401, 1)
    until(lambda: counted(ask) >= 401, SECONDS)
    assert counted(ask) == 401


def test_sigterm_finishes_what_is_in_work_and_nothing_done_is_redelivered(
    process: Process, ask: Ask, channel: Channel
) -> None:
    answers: list[Any] = []
    calls = [
        threading.Thread(target=lambda: answers.append(ask("slow", seconds=1.0, timeout=15)))
        for _ in range(3)
    ]
    for each in calls:
        each.start()
    until(lambda: process.busy() == 3)
    assert process.end() == 0
    for each in calls:
        each.join()
    assert answers == ["done"] * 3
    left = channel.queue_declare("rpc-tallies", passive=True).message_count
    assert left == 0


def test_metrics_answer_beside_busy_workers(process: Process, ask: Ask) -> None:
    ask("count", tally_id="a", body={"by": 1}, meta={"key": "k1"})
    until(lambda: 'vieclam_feed_position{feed="tallies"} 1.0' in process.get("/metrics")[1])
    status, text = process.get("/metrics")
    assert status == 200
    assert 'vieclam_rpc_seconds_count{method="count",outcome="ok",service="tallies"} 1.0' in text
    assert process.get("/health/live")[0] == 200


def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    code = "from chassis.run import run_service; run_service('tallies.service:TallyService')"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    assert ended.returncode == 1
    assert b"VIECLAM_AMQP_URI" in ended.stderr


def test_a_database_that_does_not_answer_is_said_to_be_away(process: Process) -> None:
    process.end()
    process.restarted(VIECLAM_MONGODB_URI="mongodb://127.0.0.1:1/tallies?directConnection=true")
    until(process.ended, SECONDS)
    assert process.running.returncode == 1
    assert "cannot start: the database does not answer" in process.said()
    assert "Traceback" not in process.said()
