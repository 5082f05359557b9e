"""`status`: how people, tools and tests find the running system."""

from typing import Any

from vieclam_cli import ports, readiness
from vieclam_cli.catalogue import PROCESSES, SERVICES
from vieclam_cli.installation import Installation
from vieclam_cli.supervisor import Supervisor


def report(installation: Installation) -> dict[str, Any]:
    """{gateway, broker, databases, metrics, processes, home}, for the one who runs the system:
    broker and databases carry their passwords."""
    watched = Supervisor(installation).watched()
    return {
        "gateway": installation.url,
        "broker": installation.amqp_admin(),
        "databases": {name: installation.mongodb_uri(name) for name in SERVICES},
        "metrics": {
            each.name: f"http://{ports.LOOPBACK}:{installation.metrics_port(each.name)}/metrics"
            for each in PROCESSES
        },
        "processes": {
            name: {"pid": each.pid or None, "state": each.state} for name, each in watched.items()
        },
        "home": str(installation.home),
    }


def lines(installation: Installation) -> list[str]:
    """The same for a person's eyes, without passwords."""
    watched = Supervisor(installation).watched()
    served = {each.name for each in PROCESSES}
    shown = [f"Vieclam runs at {installation.url}  (state folder {installation.home})", ""]
    for name, each in sorted(watched.items()):
        ready = ""
        if name in served:
            ready = "ready" if readiness.is_ready(installation.metrics_port(name)) else "not ready"
        shown.append(f"  {name:<22}{each.state:<10}{each.pid or '-':>8}  {ready}".rstrip())
    return shown


def all_ready(installation: Installation) -> bool:
    """Whether everything runs and every process is ready.

    One that says it is ready counts, though the supervisor calls it STARTING for its first
    seconds: `status` right after `up` says what `up` said.
    """
    served = {each.name for each in PROCESSES}
    return all(
        readiness.is_ready(installation.metrics_port(name))
        if name in served
        else each.state == "RUNNING"
        for name, each in Supervisor(installation).watched().items()
    )
