"""A service folder is what an agency receives: whole, and by the same plan as the others."""

from __future__ import annotations

import tomllib

import pytest
from chassis.topology import Topology

from .source import OWNERS, ROOT, SERVICES, committed, folder_of, package_of


@pytest.mark.parametrize("service", SERVICES)
def test_the_folder_is_whole(service: str) -> None:
    folder = folder_of(service)
    for name in ("README.md", "Dockerfile", "pyproject.toml", f"{service}/topology.yaml"):
        assert (folder / name).is_file(), f"{name} is missing"
        assert (folder / name) in committed(), f"{name} is not committed"
    for name in ("__init__.py", "__main__.py", "py.typed"):
        assert (package_of(service) / name).is_file(), f"{name} is missing"


@pytest.mark.parametrize("service", OWNERS)
def test_an_owner_keeps_its_contracts_with_it(service: str) -> None:
    assert list((folder_of(service) / "contracts" / "publishes").glob("*/*.v1.json"))
    assert list((folder_of(service) / "contracts" / "expects").glob("*/*.v1.json"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_distribution_names_every_package_it_holds(service: str) -> None:
    """A package left out of `packages` works here and is missing where it is installed."""
    folder = folder_of(service)
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    packages = {
        ".".join(path.parent.relative_to(folder).parts)
        for path in package_of(service).rglob("*.py")
    }
    assert set(project["tool"]["setuptools"]["packages"]) == packages


@pytest.mark.parametrize("service", SERVICES)
def test_a_distribution_depends_on_the_chassis_and_on_no_sibling(service: str) -> None:
    project = tomllib.loads((folder_of(service) / "pyproject.toml").read_text("utf-8"))
    ours = {each for each in project["project"]["dependencies"] if each.startswith("vieclam")}
    assert ours == {"vieclam-chassis"}


@pytest.mark.parametrize("service", SERVICES)
def test_the_topology_is_the_services_own(service: str) -> None:
    text = (package_of(service) / "topology.yaml").read_text("utf-8")
    assert Topology.parse(text).service == service


@pytest.mark.parametrize("service", SERVICES)
def test_the_image_stops_in_order_and_does_not_run_as_root(service: str) -> None:
    """No Docker engine is at hand: the file is read, not built."""
    lines = (folder_of(service) / "Dockerfile").read_text("utf-8").splitlines()
    words = [line.split(maxsplit=1)[0] for line in lines if line and line[0].isupper()]
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert "STOPSIGNAL SIGTERM" in lines
    assert f'ENTRYPOINT ["python", "-m", "{service}"]' in lines
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]
    siblings = [name for name in SERVICES if name != service]
    assert not [word for word in copied if word.strip("/") in siblings]
    assert not [word for word in copied if word.startswith("..")], "outside of its folder"


def test_no_other_folder_lies_among_the_services() -> None:
    found = {path.name for path in (ROOT / "services").iterdir() if path.is_dir()}
    assert found - {"__pycache__"} == set(OWNERS)
