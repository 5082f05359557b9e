"""Sets up what ./vieclam needs, then becomes it. Standard library only: nothing is installed yet.

A Python environment in .venv from the locks, the seven distributions in it (editable), and from
Debian's packages what Python cannot bring: python3-venv, rabbitmq-server and, for the tests of
the pages, a browser. Everything is done once; a stamp says for which locks.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DISTRIBUTIONS = (
    "infra/chassis",
    "services/registry",
    "services/training",
    "services/placement",
    "services/credit",
    "services/indicators",
    "gateway",
    "infra/cli",
)
RUN_LOCKS = ("requirements.txt", "requirements-embedded.txt")
DEV_LOCKS = ("requirements-dev.txt",)
NEED_BROKER = ("up", "test", "bench", "backup", "restore")
NEED_DEV = ("test", "check")
RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
COMPOSE = "or run it with Docker: infra/deploy/compose.yaml"


class Stop(Exception):
    """What is missing, and what to do about it, in plain words."""


def main() -> None:
    """Set up, then become the command line."""
    command = next((each for each in sys.argv[1:] if not each.startswith("-")), "")
    asks_for_help = any(each in ("-h", "--help") for each in sys.argv[1:])
    try:
        with Path(__file__).open() as turnstile:  # two first runs at once: one sets up, one waits
            fcntl.flock(turnstile, fcntl.LOCK_EX)
            environment(dev=command in NEED_DEV and not asks_for_help)
            if command in NEED_BROKER and not asks_for_help:
                broker()
            if command == "test" and not asks_for_help:
                browser()
                alert_checker()
    except Stop as reason:
        say(str(reason))
        sys.exit(1)
    except KeyboardInterrupt:
        say("stopped; the next ./vieclam goes on where this one stopped")
        sys.exit(130)
    except PermissionError as error:
        say(f"Not allowed to write {error.filename}: run as the user who owns this folder.")
        sys.exit(1)
    except OSError as error:
        say(f"Setting up failed: {error.strerror} ({error.filename or 'no file'}).")
        sys.exit(1)
    become = [str(PYTHON), "-P", "-m", "vieclam_cli", *sys.argv[1:]]
    os.execv(PYTHON, become)  # noqa: S606


def say(text: str) -> None:
    """One line on standard error: standard output belongs to the command."""
    print(text, file=sys.stderr, flush=True)


def environment(*, dev: bool) -> None:
    """The Python environment, made anew when the locks, Python or this folder's place changed."""
    place = f"{ROOT} {sys.version}"
    if _stamp("place").exists() and _stamp("place").read_text() != place:
        shutil.rmtree(VENV)
    if not PYTHON.exists():
        _make_venv()
    _stamp("place").write_text(place)
    _install("run", RUN_LOCKS, "what the services run on")
    if dev:
        _install("dev", DEV_LOCKS, "what tests and checks need")
    _install_own()


def _stamp(name: str) -> Path:
    return VENV / f"vieclam-{name}.stamp"


def _digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def _make_venv() -> None:
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships it in python3-venv
        import venv  # noqa: F401, PLC0415
    except ImportError:
        minor = f"python3.{sys.version_info.minor}-venv"
        packages = ["python3-venv"] if sys.version_info[:2] == (3, 11) else [minor]
        apt_install(packages, "Python's own environments")
    say("Setting up (once): a Python environment in .venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    _run([sys.executable, "-m", "venv", str(VENV)], "making .venv")


def _install(name: str, locks: Sequence[str], what: str) -> None:
    files = [ROOT / each for each in locks]
    if not _outdated(name, _digest(files)):
        return
    say(f"Setting up (once): {what}, about a minute")
    for file in files:
        # the locks name every dependency of a dependency, so none is looked for
        _pip("install", "--no-deps", "--require-hashes", "-r", str(file))
    _stamp(name).write_text(_digest(files))


def _install_own() -> None:
    folders = [ROOT / each for each in DISTRIBUTIONS if (ROOT / each / "pyproject.toml").exists()]
    digest = _digest(folder / "pyproject.toml" for folder in folders)
    if not _outdated("own", digest):
        return
    say("Setting up (once): the services, the gateway and this command")
    editable = [part for folder in folders for part in ("-e", str(folder))]
    _pip("install", "--no-deps", "--no-index", "--no-build-isolation", *editable)
    _stamp("own").write_text(digest)


def _outdated(name: str, digest: str) -> bool:
    return not _stamp(name).exists() or _stamp(name).read_text() != digest


def _pip(*arguments: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    _run([str(PYTHON), "-m", "pip", *arguments, *quiet], "installing Python packages")


def _run(command: Sequence[str], what: str) -> None:
    """Run it silently; its output is shown when it fails."""
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
        if done.returncode == 0:
            return
        output.seek(0)
        shown = "".join(f"    {line}" for line in output.readlines()[-15:])
    hint = "Is the disk full, or the package index out of reach? Then run ./vieclam again."
    raise Stop(f"{what} failed:\n{shown}{hint}")


def broker() -> None:
    """RabbitMQ, unless an external one is used."""
    if RABBIT.exists() or os.environ.get("VIECLAM_AMQP_URI"):
        return
    apt_install(["rabbitmq-server"], "the message broker")
    _stopped("rabbitmq-server")  # ours is a private one


def browser() -> None:
    """A browser without a window, for the tests of the pages."""
    missing = [name for name in ("chromium", "chromium-driver") if not _has_browser(name)]
    if missing:
        apt_install(missing, "the browser for the tests of the pages")


def alert_checker() -> None:
    """promtool, for the tests of the alerts; Debian has it in the package of Prometheus."""
    if shutil.which("promtool"):
        return
    apt_install(["prometheus"], "the checker of the alerts")
    _stopped("prometheus")


def _stopped(package: str) -> None:
    """Debian starts what a package brings, on every address: nobody asked for that."""
    if shutil.which("systemctl") and Path("/run/systemd/system").exists():
        subprocess.run(
            [*_as_root(), "systemctl", "disable", "--now", package],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )


def _has_browser(package: str) -> bool:
    return bool(shutil.which({"chromium-driver": "chromedriver"}.get(package, package)))


def apt_install(packages: Sequence[str], what: str) -> None:
    """Install Debian packages. Raises Stop when there are no rights for it, or no Debian."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise Stop(f"Vieclam needs {what}: install what your system calls `{names}`, {COMPOSE}.")
    allowed = _as_root()
    say(f"Setting up (once): {names}, {what}")
    install = [
        *allowed,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=300",
        "install",
        "--yes",
        "--no-install-recommends",
        *packages,
    ]
    if not any(Path("/var/lib/apt/lists").glob("*Packages*")):
        _run([*allowed, "apt-get", "update"], "apt-get update")
    try:
        _run(install, f"installing {names}")
    except Stop:  # an old list names files that are gone
        _run([*allowed, "apt-get", "update"], "apt-get update")
        _run(install, f"installing {names}")


def _as_root() -> list[str]:
    """What to put before a command that needs root."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is not None:
        asked_for_nothing = subprocess.run(
            [sudo, "-n", "true"], capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
        if asked_for_nothing.returncode == 0:
            return [sudo, "-n"]
        if sys.stdin.isatty() and subprocess.run([sudo, "-v"], check=False).returncode == 0:
            return [sudo, "-n"]
    raise Stop(
        "Some packages are missing, and you may not install them. Ask an administrator for\n"
        "    sudo apt-get install python3-venv rabbitmq-server\n"
        f"then run ./vieclam again; {COMPOSE}."
    )


if __name__ == "__main__":
    main()
