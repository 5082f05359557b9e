"""A file that a service made, handed on."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import Response

__all__ = ["download", "file_answer"]

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}


def download(made: Mapping[str, Any]) -> Response:
    """``made``: {filename, content_base64}. Nobody keeps a copy on the way."""
    return file_answer(base64.b64decode(made["content_base64"]), str(made["filename"]))


def file_answer(content: bytes, name: str) -> Response:
    """A file to be saved under its name, whose ending says what it is."""
    return Response(
        content,
        content_type=TYPES[name.rpartition(".")[2]],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
