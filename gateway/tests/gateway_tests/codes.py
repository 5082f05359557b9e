"""Every code that services and chassis can answer with, read from their source as text.

Services are not installed where the gateway's tests run: their files are parsed, not
imported. In a checkout of the gateway alone there are none, and only its own are known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["raised_in", "told_by_services"]

ROOT = Path(__file__).parents[3]
KINDS = (
    "Invalid",
    "Refused",
    "NotFound",
    "Unauthenticated",
    "Forbidden",
    "Conflict",
    "Transient",
    "TooManyTries",
)
SETS = ("CODES", "ERRORS", "REASONS", "WARNINGS")


def told_by_services() -> dict[str, set[str]]:
    """Code -> the files that name it: ``errors.py`` of each service, the chassis' schemas."""
    found: dict[str, set[str]] = {}
    files = [
        *ROOT.glob("services/*/*/errors.py"),
        ROOT / "infra/chassis/chassis/schemas.py",
        ROOT / "services/registry/registry/schemas.py",
    ]
    for file in files:
        for code in _in_sets(file):
            found.setdefault(code, set()).add(str(file.relative_to(ROOT)))
    return found


def _in_sets(file: Path) -> Iterator[str]:
    if not file.exists():
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(each, ast.Name) and each.id in SETS for each in targets):
            for each in ast.walk(node):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value


def raised_in(*folders: str) -> dict[str, set[str]]:
    """Code -> the files that raise it: the first argument of our errors, reasons of fields."""
    found: dict[str, set[str]] = {}
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "tests" in file.parts:
                continue
            for code in _raised(ast.parse(file.read_text(encoding="utf-8"))):
                found.setdefault(code, set()).add(str(file.relative_to(ROOT)))
    return found


def _raised(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func
        if isinstance(name, ast.Name) and name.id in KINDS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
        if isinstance(name, ast.Attribute) and name.attr == "of" and _is(name.value, "Invalid"):
            for keyword in node.keywords:
                if isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value)


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
