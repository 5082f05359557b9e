"""``python -m registry.rotate``: a new vault key, and everything put under it.

Broken off, the next run goes on with the same key; ``--new`` makes another. ``--forget``
then drops the older keys from the key file, when nothing needs them any more. Asks the
environment for VIECLAM_MONGODB_URI, and VIECLAM_STATE_DIR or VIECLAM_VAULT_KEY_FILE.
The service may run. Back the key file up before and after.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from chassis.errors import Transient
from chassis.mongo import Transactions, connect, ensure_indexes

from registry.build import vault_file
from registry.data_keys import DataKeys, MongoKeyStore
from registry.indexes import INDEXES
from registry.resealing import Resealing
from registry.vault import Vault

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """0 when everything is under the current key, 1 when something is left or away."""
    parser = argparse.ArgumentParser(description=__doc__, prog="registry.rotate")
    parser.add_argument("--new", action="store_true", help="a new key even if one is unfinished")
    parser.add_argument("--forget", action="store_true", help="drop the older keys afterwards")
    options = parser.parse_args(arguments)
    uri = os.environ.get("VIECLAM_MONGODB_URI", "")
    file = vault_file(Path(os.environ.get("VIECLAM_STATE_DIR", "")))
    if not uri or not file.exists():
        print("set VIECLAM_MONGODB_URI, and where the key file is", file=sys.stderr)  # noqa: T201
        return 1
    try:
        return _rotate(uri, Vault.at(file), new=options.new, forget=options.forget)
    except Transient as error:
        print(f"the database is away ({error.code}); run it again", file=sys.stderr)  # noqa: T201
        return 1


def _rotate(uri: str, vault: Vault, *, new: bool, forget: bool) -> int:
    db = connect(uri)
    ensure_indexes(db, INDEXES)
    done: Counter[str] = Counter()

    def tick(what: str, count: int) -> None:
        done[what] += count
        print(f"\r{what}: {done[what]}", end="", file=sys.stderr, flush=True)  # noqa: T201

    transactions = Transactions(db, "registry-rotate")
    transactions.end_former()
    resealing = Resealing(db, transactions, vault, DataKeys(vault, MongoKeyStore(db)), tick)
    unfinished = len(vault.names()) > 1 and resealing.left() > 0
    if new or not unfinished:
        print(f"new key {vault.add_key()}", file=sys.stderr)  # noqa: T201
    resealing.run()
    left = resealing.left()
    print(f"\nunder key {vault.current}; left under older keys: {left}", file=sys.stderr)  # noqa: T201
    if left:
        return 1
    if forget:
        dropped = ", ".join(vault.forget_keys()) or "none"
        print(f"keys dropped: {dropped}", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
