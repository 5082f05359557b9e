"""What it ran on."""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import requests

__all__ = ["described"]

PACKAGES = ("nameko", "kombu", "amqp", "eventlet", "pymongo", "msgspec", "secantusdb")


def described() -> list[tuple[str, str]]:
    """Machine, system, versions."""
    return [
        ("machine", f"{_cpu()}, {os.cpu_count()} cores, {_memory():.0f} GiB"),
        (
            "system",
            f"{_release()}, kernel {platform.release()}, Python {platform.python_version()}",
        ),
        ("broker", f"RabbitMQ {_rabbit()}, one private node"),
        (
            "database",
            "secantusd-rs --sync-on-commit --oplog-nonlogged (embedded), retryWrites=false for "
            "everybody",
        ),
        ("versions", ", ".join(f"{name} {_version(name)}" for name in PACKAGES)),
    ]


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _release() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    return platform.system()


def _rabbit() -> str:
    with suppress(requests.RequestException, KeyError):
        url = os.environ["VIECLAM_TEST_RABBIT_API"]
        return str(requests.get(f"{url}/api/overview", timeout=5).json()["rabbitmq_version"])
    return "?"


def _version(package: str) -> str:
    with suppress(PackageNotFoundError):
        return version(package)
    return "?"
