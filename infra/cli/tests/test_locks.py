"""The locks hold what every distribution of ours asks for, in the same version."""

import re
import tomllib
from pathlib import Path

import pytest
from vieclam_cli.catalogue import ROOT, distributions

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)


def locked() -> dict[str, str]:
    return {normal(name): version for name, version in PIN.findall(lock("requirements.txt"))}


def lock(name: str) -> str:
    return (ROOT / name).read_text()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("folder", distributions(), ids=lambda path: path.name)
def test_what_a_distribution_asks_for_is_in_the_lock(folder: Path) -> None:
    asked = tomllib.loads((folder / "pyproject.toml").read_text())["project"]["dependencies"]
    pins = {normal(name): version for each in asked for name, version in PIN.findall(each)}
    assert {name: locked().get(name) for name in pins} == pins


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_pins_everything_by_hash_and_names_no_registry(name: str) -> None:
    pins = [line for line in lock(name).splitlines() if line and not line.startswith((" ", "#"))]
    assert all("==" in line and line.endswith("\\") for line in pins)
    assert "://" not in lock(name)
    assert "--index-url" not in lock(name)
