"""Who may import whom. The linter says the same of a whole import chain; this names the line."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from .source import OWNERS, ROOT, SERVICES, Module, modules, package_of

OURS = {*SERVICES, "chassis", "vieclam_cli"}
ADMITTED = {"services/indicators/indicators/domain/facts.py": {"msgspec"}}
"""``infra/decisions/0012-facts-are-structs.md``."""
BROKER = {"nameko", "eventlet", "kombu", "amqp", "pika", "aio_pika"}


def foreign(module: Module, forbidden: set[str]) -> set[str]:
    return {f"{module.where}: {name}" for name in module.imports() if top(name) in forbidden}


def top(name: str) -> str:
    return name.partition(".")[0]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_no_sibling_and_no_command_line(service: str) -> None:
    others = OURS - {service, "chassis"}
    assert not set().union(*(foreign(each, others) for each in modules(package_of(service))))


def test_the_chassis_imports_no_service() -> None:
    others = OURS - {"chassis"}
    assert not set().union(*(foreign(each, others) for each in modules(package_of("chassis"))))


@pytest.mark.parametrize("service", OWNERS)
def test_the_rules_stand_on_the_standard_library_alone(service: str) -> None:
    domain = package_of(service) / "domain"
    allowed = f"{service}.domain"
    strangers = {
        f"{each.where}: {name}"
        for each in modules(domain)
        for name in each.imports()
        if top(name) not in sys.stdlib_module_names
        and name not in ADMITTED.get(each.where, set())
        and not (name == allowed or name.startswith(f"{allowed}."))
    }
    assert not strangers


@pytest.mark.parametrize("service", OWNERS)
def test_a_service_reaches_the_broker_through_the_chassis_only(service: str) -> None:
    assert not set().union(*(foreign(each, BROKER) for each in modules(package_of(service))))


def test_nobody_but_the_chassis_sends_to_the_broker() -> None:
    """The gateway runs in nameko's shell, but asks through the chassis' client."""
    senders = BROKER - {"nameko", "eventlet"}
    assert not set().union(*(foreign(each, senders) for each in modules(package_of("gateway"))))


@pytest.mark.parametrize("service", OWNERS)
def test_a_message_is_made_in_publishing_and_handed_to_a_unit(service: str) -> None:
    """`Message(...)` stands in the module `publishing` only: one door out, read in one place."""
    makers = {
        each.where
        for each in modules(package_of(service))
        for node in ast.walk(each.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Message"
    }
    assert makers <= {
        str(path.relative_to(ROOT)) for path in doors(package_of(service)) if path.exists()
    }


def doors(package: Path) -> list[Path]:
    return [package / "publishing.py", *package.glob("publishing/*.py")]


def test_a_breach_would_be_seen() -> None:
    """The reader of imports finds them in functions, in `if TYPE_CHECKING`, and by `from`."""
    text = "if TYPE_CHECKING:\n    import kombu.entity\ndef f():\n    from amqp import Channel\n"
    module = Module(ROOT / "x.py", ast.parse(text))
    assert foreign(module, BROKER) == {"x.py: kombu.entity", "x.py: amqp"}
