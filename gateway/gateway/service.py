"""The nameko process: parts from the environment, an HTTP server, no entrypoint."""

from __future__ import annotations

import os

from chassis.clock import Clock
from chassis.health import HealthServer
from chassis.identity import Caller, Signer
from chassis.mongo import connect
from chassis.rpc import RpcClient
from chassis.settings import Settings as ProcessSettings
from eventlet import tpool
from nameko.extensions import DependencyProvider
from prometheus_client import CollectorRegistry

from gateway.accounts import Account
from gateway.app import create_app, make_parts
from gateway.http_server import HttpServer
from gateway.live import Snapshot
from gateway.mongo_accounts import MongoAccounts
from gateway.passwords import Passwords
from gateway.settings import Settings

__all__ = ["Gateway", "GatewayService", "caller_of"]

SNAPSHOT_SECONDS = 5


def caller_of(account: Account) -> Caller:
    """What services are told of somebody: nothing but who, role, agency and place."""
    return Caller(
        id=account.id,
        role=account.role,
        agency=account.agency,
        commune=account.commune or None,
        village=account.village,
    )


class Gateway(DependencyProvider):  # type: ignore[misc]
    """Serves HTTP while the container runs."""

    def setup(self) -> None:
        process: ProcessSettings = self.container.config["SETTINGS"]
        settings = Settings.from_environ(os.environ)
        clock = Clock(process.today)
        signer = Signer.from_file("gateway", process.signing_key_file)
        registry = CollectorRegistry()
        self._db = connect(process.mongodb_uri)
        self._rpc = rpc = RpcClient(process.amqp_uri, process.process)
        accounts = MongoAccounts(self._db)
        accounts.prepare()

        def snapshot() -> Snapshot:
            found: Snapshot = rpc.call(
                "indicators", "snapshot", token=signer.as_service(), timeout=SNAPSHOT_SECONDS
            )
            return found

        self._parts = make_parts(
            settings,
            rpc=rpc,
            accounts=accounts,
            sign=lambda account: signer.sign(caller_of(account)),
            snapshot=snapshot,
            now=clock.now,
            today=clock.today,
            passwords=Passwords(run=tpool.execute),
            apart=tpool.execute,
            registry=registry,
        )
        self._http = http = HttpServer(settings.host_and_port, create_app(self._parts))
        self._health = HealthServer(
            process.metrics_address,
            registry,
            live={},
            ready={"http": lambda: http.serving, "database": self._database_answers},
        )

    def start(self) -> None:
        self._http.start()

    def stop(self) -> None:
        self._parts.live.close()
        self._http.stop()
        self._rpc.close()
        self._health.stop()
        self._db.client.close()

    def _database_answers(self) -> bool:
        return bool(self._db.command("ping")["ok"])


class GatewayService:
    """What the runner starts."""

    name = "gateway"
    gateway = Gateway()
