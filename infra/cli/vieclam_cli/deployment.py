"""Keys, passwords and the broker's definitions for a deployment by compose or Kubernetes."""

import base64
import json
import secrets
from pathlib import Path

from vieclam_cli import catalogue, keys
from vieclam_cli.broker import ADMIN
from vieclam_cli.catalogue import SERVICES
from vieclam_cli.definitions import definitions
from vieclam_cli.private import write_private


def make(folder: Path, *, rabbitmq: int, broker: str, database: str) -> None:
    """Write `keys/`, `<service>.env`, `admin.env`, `definitions.json`, `accounts.js`, `mongo.key`.

    `broker` and `database` are host and port as the services reach them. What is there already
    stays as it is, so that a second call adds what is new.
    """
    keys.make(folder / "keys", SERVICES)
    kept = folder / "passwords.json"
    passwords: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    wanted = [
        *("broker/admin", "database/admin", "database/members"),
        *(f"{server}/{name}" for server in ("broker", "database") for name in SERVICES),
    ]
    passwords = {name: passwords.get(name) or secrets.token_urlsafe(24) for name in wanted}
    write_private(kept, json.dumps(passwords, indent=1))
    for name in SERVICES:
        write_private(folder / f"{name}.env", _environment(name, passwords, broker, database))
    write_private(
        folder / "admin.env",
        "MONGO_INITDB_ROOT_USERNAME=admin\n"
        f"MONGO_INITDB_ROOT_PASSWORD={passwords['database/admin']}\n",
    )
    write_private(folder / "mongo.key", _base64(passwords["database/members"]))
    write_private(folder / "accounts.js", _database_accounts(passwords))
    told = definitions(
        catalogue.topologies(),
        {name: passwords[f"broker/{name}"] for name in SERVICES},
        (ADMIN, passwords["broker/admin"]),
        rabbitmq=rabbitmq,
    )
    write_private(folder / "definitions.json", json.dumps(told, indent=1))


def _base64(secret: str) -> str:
    """MongoDB's members' key file: letters of base64 only."""
    return base64.b64encode(secret.encode()).decode() + "\n"


def _environment(name: str, passwords: dict[str, str], broker: str, database: str) -> str:
    own = passwords[f"database/{name}"]
    return "\n".join(
        (
            f"VIECLAM_AMQP_URI=amqp://{name}:{passwords[f'broker/{name}']}@{broker}//",
            f"VIECLAM_MONGODB_URI=mongodb://{name}:{own}@{database}/{name}"
            f"?authSource={name}&replicaSet=rs0",
            "VIECLAM_SIGNING_KEY_FILE=/run/vieclam/signing-key.pem",
            "VIECLAM_TRUSTED_KEYS_FILE=/run/vieclam/trusted.json",
            "",
        )
    )


def _database_accounts(passwords: dict[str, str]) -> str:
    """A script for mongosh: each service's account in its own database."""
    return "".join(
        f'db.getSiblingDB("{name}").createUser({{user: "{name}", '
        f'pwd: "{passwords[f"database/{name}"]}", '
        f'roles: [{{role: "dbOwner", db: "{name}"}}]}});\n'
        for name in SERVICES
    )
