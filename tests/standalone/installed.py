"""A service as an agency has it: its folder and the chassis installed, the siblings nowhere.

The environment is a fresh venv. It sees the third-party packages of the one that runs the
tests (a `.pth` line adds their folder, and the editable installs in it stay unseen), and
of ours only what is installed into it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = shutil.ignore_patterns("__pycache__", "build", "*.egg-info", "tests")


def folder_of(name: str) -> Path:
    return {"gateway": ROOT / "gateway", "chassis": ROOT / "infra" / "chassis"}.get(
        name, ROOT / "services" / name
    )


def wheel(name: str, folder: Path) -> Path:
    """Build a distribution from a copy of its folder alone."""
    copy = folder / f"{name}-source"
    shutil.copytree(folder_of(name), copy, ignore=WORK)
    built = folder / f"{name}-wheel"
    _pip("wheel", str(copy), "--wheel-dir", str(built), "--no-build-isolation")
    return next(built.glob("*.whl"))


@dataclass(frozen=True)
class Installed:
    python: Path
    packages: Path

    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run a line of Python in it, ``-I``: nothing from outside."""
        return subprocess.run(
            [str(self.python), "-I", "-W", "ignore", "-c", code],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def module(self, name: str) -> list[str]:
        return [str(self.python), "-I", "-m", name]


def install(wheels: list[Path], folder: Path) -> Installed:
    """A fresh environment with these distributions of ours."""
    venv.create(folder, with_pip=False, symlinks=True)
    inside = next(folder.glob("lib/python*/site-packages"))
    _pip("install", "--target", str(inside), "--no-compile", *map(str, wheels))
    third_party = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (inside / "third_party.pth").write_text("\n".join(sorted(third_party)) + "\n")
    return Installed(python=folder / "bin" / "python", packages=inside)


def _pip(command: str, *arguments: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    alone = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    done = subprocess.run(
        [sys.executable, "-m", "pip", command, *arguments, *alone],
        env=kept,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
