"""Live figures: one poller for all, only while somebody listens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from chassis.errors import Transient
from gateway.live import Live

from .office import Office, office

PATIENCE = 30


class Figures:
    """A source of snapshots that a test changes."""

    def __init__(self) -> None:
        self.version = 1
        self.asked = 0
        self.failing = False

    def __call__(self) -> dict[str, Any]:
        self.asked += 1
        if self.failing:
            raise Transient("timeout")
        return {"version": self.version}


def live(figures: Callable[[], dict[str, Any]], **settings: Any) -> Live:
    return Live(figures, **{"interval": 0.005, "heartbeat": 30, "most": 3, **settings})


def test_a_subscriber_hears_where_the_figures_stand_and_every_change() -> None:
    figures = Figures()
    heard = live(figures).subscribe(None)
    assert next(heard) == ": connected\n\n"
    assert next(heard) == 'id: 1\nevent: figures\ndata: {"version": 1}\n\n'
    figures.version = 2
    assert next(heard).startswith("id: 2\n")
    heard.close()


def test_who_comes_back_up_to_date_hears_only_what_is_new() -> None:
    figures = Figures()
    heard = live(figures).subscribe("1")
    next(heard)
    threading.Timer(0.05, lambda: setattr(figures, "version", 2)).start()
    assert next(heard).startswith("id: 2\n")
    heard.close()


def test_silence_is_broken_by_a_heartbeat() -> None:
    heard = live(Figures(), heartbeat=0.02).subscribe("1")
    next(heard)
    assert next(heard) == ": heartbeat\n\n"
    heard.close()


def test_trouble_is_told_once_and_its_end_too() -> None:
    figures = Figures()
    heard = live(figures).subscribe("1")
    next(heard)
    figures.failing = True
    assert next(heard) == "event: trouble\ndata: {}\n\n"
    figures.failing = False
    assert next(heard).startswith("id: 1\nevent: figures\n")
    heard.close()


def test_many_subscribers_share_one_poller_that_ends_with_the_last() -> None:
    figures = Figures()
    hub = live(figures)
    before = set(threading.enumerate())
    heard = [hub.subscribe(None) for _ in range(3)]
    for each in heard:
        next(each)
    (poller,) = (each for each in threading.enumerate() if each not in before)
    assert poller.name == "live-figures"
    for each in heard:
        each.close()
        each.close()
    assert hub.subscribers == 0
    poller.join(PATIENCE)
    assert not poller.is_alive(), "nobody asks any more"
    assert not hub.polling


def test_a_subscriber_that_never_read_is_counted_out_too() -> None:
    hub = live(Figures())
    hub.subscribe(None).close()
    assert hub.subscribers == 0


def test_a_full_house_says_come_back_later() -> None:
    hub = live(Figures())
    heard = [hub.subscribe(None) for _ in range(3)]
    with pytest.raises(Transient, match="too_many_subscribers"):
        hub.subscribe(None)
    heard[0].close()
    hub.subscribe(None).close()
    for each in heard:
        each.close()


def test_stopping_ends_every_stream() -> None:
    hub = live(Figures())
    heard = hub.subscribe(None)
    next(heard)
    next(heard)
    threading.Timer(0.02, hub.close).start()
    assert list(heard) == []
    with pytest.raises(Transient):
        hub.subscribe(None)


def test_a_defect_ends_the_poller_and_the_next_subscriber_starts_another() -> None:
    calls, asked_again = [], threading.Event()

    def snapshot() -> dict[str, Any]:
        calls.append(1)
        if len(calls) == 1:
            raise KeyError("a defect")
        asked_again.set()
        return {"version": len(calls)}

    hub = live(snapshot)
    threading.excepthook, kept = (lambda _args: None), threading.excepthook
    try:
        heard = hub.subscribe(None)
        next(heard)
        assert next(heard).startswith("event: trouble")
    finally:
        threading.excepthook = kept
    heard.close()
    again = hub.subscribe(None)
    assert asked_again.wait(PATIENCE)
    again.close()


def test_over_http_it_is_an_event_stream_that_nobody_may_keep(gateway: Office) -> None:
    gateway.rpc.answers["indicators.snapshot"] = {"version": "7-12"}
    with gateway.client("city_viewer").get("/api/v1/indicators/stream") as answer:
        assert answer.content_type == "text/event-stream; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        frames = answer.iter_encoded()
        assert next(frames) == b": connected\n\n"
        assert next(frames).startswith(b"id: 7-12\nevent: figures\n")
    assert gateway.parts.live.subscribers == 0


def test_a_subscription_is_measured() -> None:
    gateway = office()
    gateway.rpc.answers["indicators.snapshot"] = {"version": 1}
    with gateway.client("ops").get("/api/v1/indicators/stream"):
        assert gateway.registry.get_sample_value("vieclam_live_subscribers") == 1
    assert gateway.registry.get_sample_value("vieclam_live_subscribers") == 0


def test_a_page_asks_for_the_version_alone(gateway: Office) -> None:
    gateway.rpc.answers["indicators.snapshot"] = {"version": "7-12", "spans": {"2026": []}}
    with gateway.client("ops").get("/api/v1/indicators/stream?brief") as answer:
        frames = answer.iter_encoded()
        next(frames)
        assert next(frames) == b'id: 7-12\nevent: figures\ndata: {"version": "7-12"}\n\n'
