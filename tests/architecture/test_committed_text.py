"""What is committed runs anywhere: no path of a machine, no package registry, no secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .source import ROOT, committed

# Put together here, so that this file does not hold what it forbids.
MACHINE = re.compile(
    "|".join(
        (
            r"(?<![\w./-])/" + "work/(?:main|shared)",
            r"(?<![\w./-])/" + r"home/\w+/",
            r"(?<![\w./-])/" + r"Users/\w+/",
            r"(?<![\w./-])/" + "root/",
            r"(?<![\w./-])/" + "tmp/(?:venv|dev)",
        )
    )
)
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pypi", "python", "org"),
            ("files", "pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("index", "docker", "io"),
            ("registry", "hub", "docker"),
            ("ghcr", "io"),
            ("quay", "io"),
            ("deb", "debian", "org"),
        )
    )
    + r"|^\s*--(?:extra-)?index-url",
    re.MULTILINE,
)
SECRETS = re.compile(
    r"BEGIN (?:EC |RSA |OPENSSH )?" + r"PRIVATE KEY-----\n[A-Za-z0-9+/]"
    r"|(?:amqp|mongodb)://[\w.-]+:(?!\{)[\w-]{8,}" + "@"
)


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in committed():
        data = path.read_bytes()
        if b"\0" not in data:
            found.append((path, data.decode("utf-8", errors="replace")))
    return found


@pytest.mark.parametrize(
    "forbidden", [MACHINE, REGISTRIES, SECRETS], ids=["machine path", "registry host", "secret"]
)
def test_no_committed_file_holds(forbidden: re.Pattern[str]) -> None:
    held = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts()
        if (match := forbidden.search(text))
    ]
    assert not held


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        (MACHINE, "cd /" + "work/main"),
        (MACHINE, '"/' + 'home/ada/x"'),
        (REGISTRIES, "https://" + "pypi" + ".org/simple"),
        (REGISTRIES, "--index" + "-url=x"),
        (SECRETS, "amqp://a:0123456789abc" + "@host"),
    ],
)
def test_a_breach_would_be_seen(forbidden: re.Pattern[str], text: str) -> None:
    assert forbidden.search(text)


def test_nothing_that_a_run_leaves_behind_is_committed() -> None:
    left = re.compile(r"(^|/)(__pycache__|\.vieclam|build|dist|node_modules|[^/]*\.egg-info)/")
    names = [str(path.relative_to(ROOT)) for path in committed()]
    assert not [name for name in names if left.search(name) or name.endswith(".pyc")]
