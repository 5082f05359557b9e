"""Nothing happens at import: no environment read, no client, no metric, no file, no thread."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest

from .source import ROOT, SERVICES, Module, modules, package_of

PACKAGES = ("chassis", *SERVICES)
ENVIRONMENT = {"os.environ", "os.getenv", "environ", "getenv"}
MAKES = {
    "MongoClient",
    "Connection",
    "RpcClient",
    "Producer",
    "CollectorRegistry",
    "Counter",  # prometheus_client's; collections' own is allowed where it is imported
    "Gauge",
    "Histogram",
    "Thread",
    "Popen",
    "connect",
    "open_runtime",
    "socket",
    "urlopen",
}

WATCH = """
import importlib, os, sys, threading
def forbid(event, arguments):
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.system", "os.fork"):
        raise SystemExit(f"{event} at import")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise SystemExit(f"{arguments[0]} written at import")
read = []
class Watched(type(os.environ)):
    def __getitem__(self, key):
        if str(key).startswith("VIECLAM_"):
            read.append(key)
        return super().__getitem__(key)
os.environ.__class__ = Watched
sys.dont_write_bytecode = True
names = sys.argv[1:]
before = threading.active_count()
sys.addaudithook(forbid)
for name in names:
    importlib.import_module(name)
    if read:
        raise SystemExit(f"{name} reads {read} at import")
    if threading.active_count() != before:
        raise SystemExit(f"{name} starts a thread at import")
from prometheus_client import REGISTRY
ours = [each for each in REGISTRY._names_to_collectors if each.startswith("vieclam")]
if ours:
    raise SystemExit(f"on the shared registry at import: {ours}")
"""


def reads_environment(module: Module) -> list[str]:
    return [
        f"{module.where}:{node.lineno}"
        for node in module.at_import()
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in ENVIRONMENT
    ]


def makes_something(module: Module) -> list[str]:
    collections = "collections" in module.imports()
    return [
        f"{module.where}:{node.lineno} {ast.unparse(node.func)}"
        for node in module.at_import()
        if isinstance(node, ast.Call)
        and (name := ast.unparse(node.func).split(".")[-1]) in MAKES
        and not (name == "Counter" and collections)
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_reads_the_environment_when_imported(package: str) -> None:
    assert not [found for each in modules(package_of(package)) for found in reads_environment(each)]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_makes_a_client_or_a_metric_when_imported(package: str) -> None:
    assert not [found for each in modules(package_of(package)) for found in makes_something(each)]


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_everything_touches_nothing(package: str) -> None:
    """For real: in a fresh process that ends at the first connection, file or thread."""
    root = package_of(package)
    names = [
        ".".join((package, *each.path.relative_to(root).with_suffix("").parts))
        for each in modules(root)
        if each.path.stem not in ("__main__", "__init__") and not runs_when_imported(each)
    ]
    done = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", "-c", WATCH, *names],
        # none of ours is set: what is asked for is a name in the code, not a copy of all
        env={name: value for name, value in os.environ.items() if not name.startswith("VIECLAM_")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def runs_when_imported(module: Module) -> bool:
    """A program (`python -m …`): its last statement starts it, without the usual guard."""
    last = module.tree.body[-1] if module.tree.body else None
    starts = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    return starts and "chassis.run" in module.imports()


def test_a_breach_would_be_seen() -> None:
    text = (
        "import os\n"
        "def late():\n    return os.environ['X']\n"
        "def early(x=os.getenv('X')):\n    pass\n"
        "class C:\n    client = MongoClient()\n"
    )
    module = Module(ROOT / "x.py", ast.parse(text))
    assert reads_environment(module) == ["x.py:4"]
    assert makes_something(module) == ["x.py:7 MongoClient"]
