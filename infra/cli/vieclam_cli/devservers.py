"""A broker and a database for a developer's own tests: `python -m vieclam_cli.devservers FOLDER`.

Prints the two URIs and the broker's HTTP API, then runs until it is ended.
"""

import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vieclam_cli.broker import RabbitNode
from vieclam_cli.database import EmbeddedDatabase


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The two, both running."""

    broker: RabbitNode
    database: EmbeddedDatabase

    def environment(self) -> dict[str, str]:
        """What tests read."""
        return {
            "VIECLAM_TEST_AMQP_URI": self.broker.uri,
            "VIECLAM_TEST_RABBIT_API": self.broker.api,
            "VIECLAM_TEST_MONGODB_URI": self.database.uri,
        }


@contextlib.contextmanager
def running(folder: Path, *, at_once: bool = False) -> Iterator[Servers]:
    """Both servers in `folder`, on free ports, ended whatever happens inside.

    `at_once` ends them without ceremony, for folders that nobody opens again.
    """
    broker = RabbitNode(folder / "broker", run_home=folder)
    database = EmbeddedDatabase(folder / "database", log_file_max="32MB", run_home=folder)
    try:
        database.start()
        broker.start()
        yield Servers(broker=broker, database=database)
    finally:
        if at_once:
            broker.kill()
            database.kill()
        broker.stop()
        database.stop()


def main() -> None:
    """Start both, print how to reach them (shell and JSON), wait for the end."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".vieclam-dev").resolve()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(0))
    with running(folder) as servers:
        for name_, value in servers.environment().items():
            print(f"export {name_}='{value}'")
        print(json.dumps(servers.environment()), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
