"""What runs: the services, their processes, and where their folders are."""

import sys
from dataclasses import dataclass
from pathlib import Path

from chassis.topology import Topology

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process of a service; `module` is what `python -m` runs."""

    name: str
    service: str
    module: str

    @property
    def command(self) -> list[str]:
        """How it is started, by the Python that runs us."""
        return [sys.executable, "-P", "-m", self.module]


SERVICES = ("registry", "training", "placement", "credit", "indicators", "gateway")

PROCESSES = (
    *(Process(name=name, service=name, module=name) for name in SERVICES),
    Process(name="indicators-consumer", service="indicators", module="indicators.consume"),
)


def distributions(root: Path = ROOT) -> list[Path]:
    """The folders of everything that is installed, what others need first."""
    own = ("infra/chassis", *(f"services/{name}" for name in SERVICES if name != "gateway"))
    return [root / folder for folder in (*own, "gateway", "infra/cli")]


def topology_files(root: Path = ROOT) -> list[Path]:
    """Every `topology.yaml` in the packages of the services and the gateway."""
    return sorted([*root.glob("services/*/*/topology.yaml"), *root.glob("gateway/*/topology.yaml")])


def topologies(root: Path = ROOT) -> list[Topology]:
    """All topologies, by service name."""
    found = [Topology.parse(path.read_text(encoding="utf-8")) for path in topology_files(root)]
    return sorted(found, key=lambda each: each.service)
