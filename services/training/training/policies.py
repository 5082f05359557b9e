"""The policy table as shipped with the service (policies.yaml)."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from training.domain.policy import Policies, Rule

__all__ = ["load_policies", "rule_view"]


def load_policies() -> Policies:
    """Read the rows. Raises ``msgspec.ValidationError`` for a row that is not one."""
    text = files("training").joinpath("policies.yaml").read_text(encoding="utf-8")
    return Policies(
        tuple(
            msgspec.convert(_row(each), Rule, strict=True) for each in yaml.safe_load(text)["rules"]
        )
    )


def rule_view(rule: Rule) -> dict[str, Any]:
    """A row as a caller sees it: dates as ISO text."""
    return dict(msgspec.to_builtins(rule))


def _row(row: dict[str, Any]) -> dict[str, Any]:
    known = dict(row)
    since: date | None = known.pop("from", None)
    until: date | None = known.pop("to", None)
    return {**known, "since": since, "until": until}
