"""The topology as RabbitMQ's definitions file: what a deployment's own broker loads at start.

The same names, arguments and permissions as `topology.declare` and `accounts.put_accounts` make.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.names import RPC_EXCHANGE, queue_arguments
from chassis.topology import Topology

from vieclam_cli import topology
from vieclam_cli.accounts import POLICY, permissions

VHOST = "/"


def password_hash(password: str, salt: bytes | None = None) -> str:
    """RabbitMQ's salted SHA-256: base64 of a four-byte salt and the digest of salt and password."""
    salt = secrets.token_bytes(4) if salt is None else salt
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def definitions(
    topologies: Sequence[Topology],
    passwords: Mapping[str, str],
    admin: tuple[str, str],
    *,
    rabbitmq: int = 3,
) -> dict[str, Any]:
    """Everything the broker must know, accounts included; `admin` is (name, password).

    `rabbitmq` is the major version: 4 counts deliveries unless a policy says otherwise, 3 refuses
    that policy. Raises Mismatch when the topologies disagree.
    """
    topology.check(topologies)
    return {
        "vhosts": [{"name": VHOST}],
        "users": [
            _user(*admin, ["administrator"]),
            *(_user(each.service, passwords[each.service], []) for each in topologies),
        ],
        "permissions": [
            {"user": admin[0], "vhost": VHOST, "configure": ".*", "write": ".*", "read": ".*"},
            *(_permissions(each) for each in topologies),
        ],
        "topic_permissions": [_topic_permissions(each) for each in topologies],
        "policies": [_no_delivery_limit()] if rabbitmq >= 4 else [],
        "exchanges": [
            _durable(name) | {"type": "topic", "internal": False}
            for name in (RPC_EXCHANGE, *topology.exchanges(topologies))
        ],
        "queues": [_durable(name, queue_arguments()) for name in topology.queues(topologies)],
        "bindings": [
            {
                "source": exchange,
                "vhost": VHOST,
                "destination": queue,
                "destination_type": "queue",
                "routing_key": "#",
                "arguments": {},
            }
            for queue, exchange in topology.queues(topologies).items()
        ],
    }


def _user(name: str, password: str, tags: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "password_hash": password_hash(password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }


def _permissions(each: Topology) -> dict[str, str]:
    allowed = permissions(each)
    return {
        "user": each.service,
        "vhost": VHOST,
        "configure": allowed.configure,
        "write": allowed.write,
        "read": allowed.read,
    }


def _topic_permissions(each: Topology) -> dict[str, str]:
    allowed = permissions(each)
    return {
        "user": each.service,
        "vhost": VHOST,
        "exchange": RPC_EXCHANGE,
        "write": allowed.rpc_write,
        "read": allowed.rpc_read,
    }


def _no_delivery_limit() -> dict[str, Any]:
    return {
        "vhost": VHOST,
        "name": POLICY,
        "pattern": "--",
        "apply-to": "queues",
        "definition": {"delivery-limit": -1},
    }


def _durable(name: str, arguments: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "vhost": VHOST,
        "durable": True,
        "auto_delete": False,
        "arguments": dict(arguments or {}),
    }
