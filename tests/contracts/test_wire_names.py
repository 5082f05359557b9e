"""Names that agencies, dashboards and tools hold on to, as literals.

A change here is a change for others: add beside the old one, and say so in the changelog.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from chassis.metrics import ConsumerMetrics, RelayMetrics, RpcMetrics
from chassis.names import RPC_EXCHANGE, exchange_of, owner_of, queue_arguments, queue_of
from chassis.topology import Topology
from gateway.texts import LANGUAGES, Texts
from prometheus_client import CollectorRegistry

from .agency import SHELLS
from .codes import CODES
from .files import expects, publishes
from .wire import EVENTS, OWNER, READERS

ROOT = Path(__file__).resolve().parents[2]
TOPOLOGIES = {
    **{name: Topology.of_package(name) for name in SHELLS},
    # by its file: the repository's folder of the same name hides the package's resources here
    "gateway": Topology.parse((ROOT / "gateway/gateway/topology.yaml").read_text("utf-8")),
}


def test_the_feeds_and_who_may_bind_to_each() -> None:
    told = {
        feed: (name, set(readers))
        for name, topology in TOPOLOGIES.items()
        for feed, readers in topology.publishes.items()
    }
    assert told == {feed: (OWNER[feed], READERS[feed]) for feed in EVENTS}
    assert {feed: owner_of(feed) for feed in EVENTS} == OWNER


def test_who_consumes_what() -> None:
    consumed = {name: set(topology.consumes) for name, topology in TOPOLOGIES.items()}
    assert consumed == {
        "registry": {"training", "placement", "credit"},
        "training": {"registry.training"},
        "placement": {"registry.placement"},
        "credit": {"registry.credit"},
        "indicators": {
            "registry.indicators",
            "training",
            "placement",
            "credit",
            "credit.indicators",
        },
        "gateway": set(),
    }


def test_the_exchanges() -> None:
    assert RPC_EXCHANGE == "nameko-rpc"
    assert {exchange_of(feed) for feed in EVENTS} == {
        "registry.indicators.events",
        "registry.training.events",
        "registry.placement.events",
        "registry.credit.events",
        "training.events",
        "placement.events",
        "credit.events",
        "credit.indicators.events",
        "indicators.events",
    }


def test_the_queues() -> None:
    named = {
        queue_of(name, feed) for name, topology in TOPOLOGIES.items() for feed in topology.consumes
    }
    assert named == {
        "registry--training",
        "registry--placement",
        "registry--credit",
        "training--registry.training",
        "placement--registry.placement",
        "credit--registry.credit",
        "indicators--registry.indicators",
        "indicators--training",
        "indicators--placement",
        "indicators--credit",
        "indicators--credit.indicators",
    }
    assert queue_arguments() == {"x-queue-type": "quorum", "x-single-active-consumer": True}


@pytest.mark.parametrize("service", SHELLS)
def test_the_contract_folders_are_the_topology(service: str) -> None:
    """A feed without a contract, or a contract on no feed, is a mistake in one of the two."""
    topology = TOPOLOGIES[service]
    assert {feed for owner, feed, _ in publishes() if owner == service} == set(topology.publishes)
    assert {feed for who, feed, _ in expects() if who == service} == set(topology.consumes)


def names_of(*metrics: Any) -> set[str]:
    """The exposed names, as dashboards query them (a histogram by its base name)."""
    found: set[str] = set()
    for make in metrics:
        registry = CollectorRegistry()
        make(registry)
        for family in registry.collect():
            suffix = "_total" if family.type == "counter" else ""
            found.add(f"{family.name}{suffix}")
    return found


def test_the_metrics() -> None:
    """Those of the interfaces page, and what was added beside them."""
    own = [
        getattr(importlib.import_module(module), name)
        for module, name in (
            ("registry.metrics", "RegistryMetrics"),
            ("credit.metrics", "CreditMetrics"),
            ("indicators.metrics", "IndicatorMetrics"),
            ("gateway.metrics", "HttpMetrics"),
        )
    ]
    found = names_of(
        lambda registry: RelayMetrics(registry, "x"),
        lambda registry: ConsumerMetrics(registry, "x"),
        RpcMetrics,
        *own,
    )
    listed = {
        "vieclam_events_published_total",
        "vieclam_events_applied_total",
        "vieclam_relay_backlog",
        "vieclam_feed_position",
        "vieclam_consumer_watermark",
        "vieclam_consumer_lag_seconds",
        "vieclam_event_to_figure_seconds",
        "vieclam_parked_events",
        "vieclam_rpc_seconds",
        "vieclam_http_request_seconds",
        "vieclam_indicator_value",
        "vieclam_indicator_target",
        "vieclam_recompute_difference",
        "vieclam_sensitive_reads_total",
    }
    added = {
        "vieclam_consumer_halted",
        "vieclam_feed_differs",
        "vieclam_rpc_in_work",
        "vieclam_import_rows_total",
        "vieclam_overdue_referrals",
        "vieclam_live_subscribers",
    }
    assert found == listed | added


@pytest.mark.parametrize("service", SHELLS)
def test_the_error_and_warning_codes(service: str) -> None:
    assert sorted(importlib.import_module(f"{service}.errors").CODES) == CODES[service]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", SHELLS)
def test_every_code_has_a_sentence_in_both_languages(service: str, language: str) -> None:
    spoken = Texts(ROOT / "gateway" / "gateway" / "texts").language(language)
    codes = importlib.import_module(f"{service}.errors").CODES
    assert not {code for code in codes if code not in {**spoken.codes, **spoken.reasons}}
