"""The policy of each evidenced group, from ``data/group_policies.yaml``."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from registry.domain.expiry import GroupPolicy, Policies

__all__ = ["group_policies"]


@cache
def group_policies() -> Policies:
    """Read once."""
    text = resources.files("registry").joinpath("data", "group_policies.yaml").read_text("utf-8")
    return {
        code: tuple(
            GroupPolicy(
                start=row["from"],
                end=row["to"],
                evidence=row["evidence"],
                ends_after_months=row["ends_after_months"],
                basis=row["basis"],
                confirmed=row["status"] == "confirmed",
                members_from_years=row.get("members_from_years"),
            )
            for row in rows
        )
        for code, rows in yaml.safe_load(text).items()
    }
