"""Calls to the services as the operator of this machine, who holds the state folder's keys."""

import uuid
from typing import Any

from chassis.identity import Caller, Signer
from chassis.rpc import RpcClient

from vieclam_cli import keys
from vieclam_cli.installation import Installation


def call(
    installation: Installation, service: str, method: str, *, timeout: float = 30, **arguments: Any
) -> Any:
    """The method's answer, asked in the role `ops` (signed by the gateway's key).

    `timeout` in seconds. Raises the service's errors, Transient when nobody answers.
    """
    key = keys.signing_key(installation.home / "keys", "gateway")
    token = Signer.from_file("gateway", key).sign(Caller(id="command-line", role="ops"))
    client = RpcClient(installation.amqp_uri("gateway"), f"gateway-cli-{uuid.uuid4().hex[:8]}")
    try:
        return client.call(service, method, token=token, timeout=timeout, **arguments)
    finally:
        client.close()
