"""A file that a service made, handed on."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import Response

__all__ = ["download"]

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def download(made: Mapping[str, Any]) -> Response:
    """``made``: {filename, content_base64}. Nobody keeps a copy on the way."""
    name = str(made["filename"])
    return Response(
        base64.b64decode(made["content_base64"]),
        content_type=TYPES[name.rpartition(".")[2]],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
