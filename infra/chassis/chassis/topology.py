"""A service's place among the others: ``topology.yaml`` in its package.

service: registry
publishes:
  registry.training: {readers: [training]}
consumes: [training, placement, credit]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

import yaml

__all__ = ["Topology"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """``publishes`` maps a feed to the services that may read it."""

    service: str
    publishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    consumes: tuple[str, ...] = ()

    @classmethod
    def of_package(cls, package: str) -> Topology:
        """Read the package's ``topology.yaml``."""
        return cls.parse(resources.files(package).joinpath("topology.yaml").read_text("utf-8"))

    @classmethod
    def parse(cls, text: str) -> Topology:
        data = yaml.safe_load(text)
        unknown = data.keys() - {"service", "publishes", "consumes"}
        if unknown:
            raise ValueError(f"topology.yaml: unknown keys {sorted(unknown)}")
        publishes = {
            feed: tuple((rules or {}).get("readers", ()))
            for feed, rules in (data.get("publishes") or {}).items()
        }
        return cls(
            service=data["service"],
            publishes=publishes,
            consumes=tuple(data.get("consumes") or ()),
        )
