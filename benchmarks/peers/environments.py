"""A peer's environment: made once from its pinned requirements, beside them, kept for next time."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from benchmarks.progress import say

__all__ = ["PEERS", "Unavailable", "python_of"]

PEERS = ("faststream", "celery", "dramatiq")
HERE = Path(__file__).parent


class Unavailable(Exception):
    """The environment could not be made; the text is pip's last line."""


def python_of(peer: str) -> str:
    """The Python that runs the peer. Raises Unavailable."""
    locked = HERE / peer / "requirements.txt"
    folder = HERE / peer / ".venv"
    stamp, digest = folder / "stamp", sha256(locked.read_bytes()).hexdigest()
    python = folder / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != digest:
        say(f"    setting up {peer} (once)")
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([str(python), "-m", "pip", "install", "-q", "--no-deps", "-r", str(locked)])
        stamp.write_text(digest)
    return str(python)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable((done.stderr.strip().splitlines() or ["no message"])[-1])
