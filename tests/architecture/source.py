"""Our own source as the rules look at it: packages, modules, what a module imports and runs."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWNERS = ("registry", "training", "placement", "credit", "indicators")
SERVICES = (*OWNERS, "gateway")


def folder_of(service: str) -> Path:
    """What an agency receives."""
    return ROOT / "gateway" if service == "gateway" else ROOT / "services" / service


def package_of(name: str) -> Path:
    if name == "chassis":
        return ROOT / "infra" / "chassis" / "chassis"
    return folder_of(name) / name


@dataclass(frozen=True, slots=True)
class Module:
    path: Path
    tree: ast.Module

    @property
    def where(self) -> str:
        return str(self.path.relative_to(ROOT))

    def imports(self) -> set[str]:
        """Full names of everything it imports, wherever in the file; a relative import as `.`."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(("." * node.level) + (node.module or ""))
        return found

    def at_import(self) -> Iterator[ast.expr]:
        """Every expression that runs when the module is imported: class bodies, decorators and
        defaults too, function bodies not."""
        return _running(self.tree)


def _running(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        within: list[ast.AST] = [*node.decorator_list, node.args]
    elif isinstance(node, ast.Lambda):
        within = [node.args]
    elif isinstance(node, ast.If) and _is_main(node.test):
        within = list(node.orelse)
    else:
        within = list(ast.iter_child_nodes(node))
    for each in within:
        if isinstance(each, ast.expr):
            yield each
        yield from _running(each)


def _is_main(test: ast.expr) -> bool:
    return ast.unparse(test) == "__name__ == '__main__'"


@cache
def modules(package: Path) -> tuple[Module, ...]:
    """Every module of a package, tests not among them."""
    found = sorted(package.rglob("*.py"))
    assert found, f"no module under {package}"
    return tuple(Module(path, ast.parse(path.read_text("utf-8"))) for path in found)


@cache
def committed() -> tuple[Path, ...]:
    """Every file that git keeps and that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())
