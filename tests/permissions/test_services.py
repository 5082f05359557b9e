"""Each service refuses by itself what is not the caller's to do, gateway or not."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chassis.errors import Forbidden, ServiceError
from chassis.identity import Caller, Signer
from chassis.rpc import RpcClient

from ..contracts.agency import SHELLS
from ..support.system import System
from .commands import ALSO_AMENDS, COMMANDS, CORRECTIONS
from .table import ROLES

EMPTY = {"body": {}, "meta": {"key": "k1", "if_match": None}, "dry_run": True, "content_base64": ""}
"""Nothing that could be carried out: what is not given here is the id of no record."""


@pytest.fixture(scope="module")
def rpc(system: System) -> Iterator[RpcClient]:
    client = RpcClient(system.status["broker"], "test")
    yield client
    client.close()


@pytest.fixture(scope="module")
def gateway(system: System) -> Signer:
    """The key with which the gateway vouches for people, from the state folder."""
    return Signer.from_file("gateway", Path(system.home) / "keys" / "gateway.pem")


def needed(service: str, method: str) -> dict[str, Any]:
    """Arguments for everything the entrypoint asks for, a correction's kind aside."""
    found = inspect.signature(getattr(shell(service), method)).parameters
    return {
        name: EMPTY.get(name, "0" * 32)
        for name, each in found.items()
        if each.default is inspect.Parameter.empty and name not in ("self", "kind")
    }


def shell(service: str) -> Any:
    return getattr(importlib.import_module(f"{service}.service"), SHELLS[service])


def answer(
    rpc: RpcClient, gateway: Signer, role: str, service: str, method: str, **more: Any
) -> str:
    """The class of the answer: ok, Forbidden, Invalid …"""
    caller = Caller(
        id=f"u-{role}", role=role, agency=role, commune="09931",
        village="Thôn 1" if role == "village_head" else None,
    )  # fmt: skip
    try:
        rpc.call(service, method, token=gateway.sign(caller), **needed(service, method), **more)
    except ServiceError as error:
        return type(error).__name__
    return "ok"


@pytest.mark.parametrize("service", COMMANDS)
def test_every_command_is_in_the_table(service: str) -> None:
    commands = {
        name
        for name, each in inspect.getmembers(shell(service), inspect.isfunction)
        if "meta" in inspect.signature(each).parameters
    }
    corrections = {"amend_record", "void_record"} if service in CORRECTIONS else set()
    assert commands == set(COMMANDS[service]) | corrections


@pytest.mark.parametrize("service", COMMANDS)
def test_a_command_is_refused_to_every_role_but_its_own(
    service: str, rpc: RpcClient, gateway: Signer
) -> None:
    wrong = []
    for method, writers in COMMANDS[service].items():
        for role in sorted(ROLES):
            found = answer(rpc, gateway, role, service, method)
            if (found == "Forbidden") != (role not in writers):
                wrong.append(f"{method} by {role}: {found}")
    assert not wrong


@pytest.mark.parametrize("service", CORRECTIONS)
def test_a_correction_is_refused_to_every_role_but_the_records_own(
    service: str, rpc: RpcClient, gateway: Signer
) -> None:
    wrong = []
    amended = {("amend_record", each) for each in ALSO_AMENDS}
    for kind, writers in CORRECTIONS[service].items():
        for method in ("amend_record", "void_record"):
            for role in sorted(ROLES):
                found = answer(rpc, gateway, role, service, method, kind=kind)
                own = role in writers or (method, (kind, role)) in amended
                if (found == "Forbidden") == own:
                    wrong.append(f"{method} of {kind} by {role}: {found}")
    assert not wrong


@pytest.mark.parametrize("service", COMMANDS)
def test_a_service_is_no_person(service: str, rpc: RpcClient, system: System) -> None:
    """A sibling's own token opens no command: only the gateway vouches for people."""
    sibling = "credit" if service != "credit" else "training"
    token = Signer.from_file(sibling, Path(system.home) / "keys" / f"{sibling}.pem").as_service()
    for method in COMMANDS[service]:
        with pytest.raises(Forbidden):
            rpc.call(service, method, token=token, **needed(service, method))
