"""Rules that import-linter cannot say in one contract, read from the source itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from vieclam_cli.catalogue import ROOT

# The layers that decide, translate or only pass on: they reach the database through a store.
DRIVERLESS = (
    "domain",
    "commands",
    "events",
    "handlers",
    "publishing",
    "schemas",
    "service",
    "desk",
    "errors",
)


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


def of_layers() -> list[Path]:
    return [
        path
        for path in [*sources("services/*/*/**/*.py"), *sources("gateway/gateway/**/*.py")]
        if any(part.removesuffix(".py") in DRIVERLESS for part in path.relative_to(ROOT).parts)
    ]


@pytest.mark.parametrize("path", of_layers(), ids=lambda path: str(path.relative_to(ROOT)))
def test_layers_that_decide_do_not_name_the_database_driver(path: Path) -> None:
    assert not [name for name in imported(path) if name.partition(".")[0] in ("pymongo", "bson")]
