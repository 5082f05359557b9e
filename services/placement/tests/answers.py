"""What a receipt warns of, and which fields were refused and why."""

from __future__ import annotations

from typing import Any

import pytest
from chassis.errors import Invalid


def codes(receipt: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in receipt["warnings"]]


def fields(invalid: pytest.ExceptionInfo[Invalid]) -> dict[str, list[str]]:
    return dict(invalid.value.fact["fields"])
