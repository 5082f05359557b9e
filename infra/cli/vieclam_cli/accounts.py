"""One broker account for each service, allowed what its topology says and no more.

Names that a service may configure, write and read, as RabbitMQ's regular expressions:

- *configure*: its own queues (RPC requests, RPC replies, one for each feed it consumes) and the
  exchange `nameko-rpc`, which nameko declares each time it starts. No feed's exchange: those
  come from the topology alone.
- *write*: `nameko-rpc`, its own feeds' exchanges, its own queues (binding writes to the queue).
- *read*: its own queues, `nameko-rpc` and the exchanges of the feeds that name it as a reader
  (binding reads from the exchange).

On `nameko-rpc` a topic permission lets it bind only its own name and reply keys, so that no
service can listen to calls meant for another. Whom it calls is not limited here: the called
service verifies the caller's token and decides.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import requests
from chassis.names import RPC_EXCHANGE, exchange_of, queue_of
from chassis.topology import Topology

VHOST = quote("/", safe="")
REPLY_KEY = "[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
POLICY = "vieclam-no-delivery-limit"


class Refused(Exception):
    """The broker's HTTP API refused; the text says what was asked and what it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Three anchored regular expressions over names, and two over `nameko-rpc`'s keys."""

    configure: str
    write: str
    read: str
    rpc_write: str
    rpc_read: str


def permissions(topology: Topology) -> Permissions:
    """What the service needs, computed from its topology."""
    service = re.escape(topology.service)
    own_queues = [
        f"rpc-{service}",
        rf"rpc\.reply-{service}-.+",
        *(re.escape(queue_of(topology.service, feed)) for feed in topology.consumes),
    ]
    own_feeds = [re.escape(exchange_of(feed)) for feed in topology.publishes]
    others = [re.escape(exchange_of(feed)) for feed in topology.consumes]
    rpc = re.escape(RPC_EXCHANGE)
    return Permissions(
        configure=_any_of([rpc, *own_queues]),
        write=_any_of([rpc, *own_feeds, *own_queues]),
        read=_any_of([rpc, *others, *own_queues]),
        rpc_write=".*",
        rpc_read=_any_of([rf"{service}\..*", REPLY_KEY]),
    )


def _any_of(patterns: Iterable[str]) -> str:
    return f"^({'|'.join(patterns)})$"


def put_accounts(api: str, topologies: Sequence[Topology], passwords: Mapping[str, str]) -> None:
    """Make each service's account, or give the one that is there its password and rights.

    `api` is the management HTTP API with the administrator's account in it. Raises Refused.
    """
    with requests.Session() as http:
        for topology in topologies:
            name = topology.service
            allowed = permissions(topology)
            _put(http, api, f"users/{name}", {"password": passwords[name], "tags": ""})
            _put(
                http,
                api,
                f"permissions/{VHOST}/{name}",
                {"configure": allowed.configure, "write": allowed.write, "read": allowed.read},
            )
            _put(
                http,
                api,
                f"topic-permissions/{VHOST}/{name}",
                {"exchange": RPC_EXCHANGE, "write": allowed.rpc_write, "read": allowed.rpc_read},
            )
        _forget_guest(http, api)
        _lift_delivery_limit(http, api)


def strangers(api: str, queues: Iterable[str]) -> list[str]:
    """Consumers' queues at the broker that no topology names: they fill, and nobody reads."""
    with requests.Session() as http:
        found = http.get(f"{api}/api/queues/{VHOST}", timeout=10)
        found.raise_for_status()
        named = set(queues)
        return sorted(
            each["name"]
            for each in found.json()
            if "--" in each["name"]
            and each["name"] not in named
            and not each["name"].startswith("rpc.")
        )


def _lift_delivery_limit(http: requests.Session, api: str) -> None:
    """RabbitMQ 4 drops a message at its 20th return, unless a policy says otherwise.

    Our consumer sets aside itself what it cannot apply, so the broker must drop nothing.
    RabbitMQ 3 has no limit unless told, and refuses -1.
    """
    overview = http.get(f"{api}/api/overview", timeout=10)
    overview.raise_for_status()
    if int(overview.json()["rabbitmq_version"].partition(".")[0]) < 4:
        return
    definition = {"pattern": "--", "definition": {"delivery-limit": -1}, "apply-to": "queues"}
    _put(http, api, f"policies/{VHOST}/{POLICY}", definition)


def _forget_guest(http: requests.Session, api: str) -> None:
    answer = http.delete(f"{api}/api/users/guest", timeout=10)
    if answer.status_code not in (204, 404):
        raise Refused(f"removing the account guest: {answer.status_code}")


def _put(http: requests.Session, api: str, path: str, body: Mapping[str, object]) -> None:
    answer = http.put(f"{api}/api/{path}", json=body, timeout=10)
    if not answer.ok:
        raise Refused(f"{path}: {answer.status_code} {answer.text[:200]}")
