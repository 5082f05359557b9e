"""Rules that import-linter cannot say in one contract, read from the source itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from vieclam_cli.catalogue import ROOT

# Where the driver of the database may be named: its own layer of a package.
STORES = ("store", "stores", "mongo")


def sources(pattern: str) -> list[Path]:
    return sorted(
        path
        for path in ROOT.glob(pattern)
        if "tests" not in path.parts and "build" not in path.parts
    )


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by the full name"
            yield node.module or ""


@pytest.mark.parametrize(
    "path",
    [*sources("services/*/*/domain/**/*.py"), *sources("services/*/*/domain.py")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_rules_import_the_standard_library_and_themselves_only(path: Path) -> None:
    service = path.relative_to(ROOT).parts[1]
    for name in imported(path):
        own = name == f"{service}.domain" or name.startswith(f"{service}.domain.")
        assert own or name.partition(".")[0] in sys.stdlib_module_names, name


@pytest.mark.parametrize(
    "path",
    [*sources("services/*/*/**/*.py"), *sources("gateway/gateway/**/*.py")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_database_driver_is_named_in_stores_only(path: Path) -> None:
    a_store = any(part.removesuffix(".py").startswith(STORES) for part in path.parts)
    drivers = {name for name in imported(path) if name.partition(".")[0] in ("pymongo", "bson")}
    assert a_store or not drivers, drivers
