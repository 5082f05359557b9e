"""Accounts in the gateway's own database: collections ``users`` and ``sign_ins``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chassis.mongo import Db, ensure_indexes, is_duplicate, meaning
from pymongo.errors import DuplicateKeyError

from gateway.accounts import Account, AlreadyThere, SignIn, StoredAccount

__all__ = ["MongoAccounts"]

INDEXES = {"sign_ins": [("account_id",)]}


class MongoAccounts:
    """Keeps what :class:`gateway.accounts.Accounts` promises."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def prepare(self) -> None:
        """Create the indexes; safe to repeat."""
        with meaning():
            ensure_indexes(self._db, INDEXES)

    def find(self, account_id: str) -> StoredAccount | None:
        with meaning():
            found = self._db["users"].find_one({"_id": account_id})
        return None if found is None else _stored(found)

    def all(self) -> list[StoredAccount]:
        with meaning():
            found = list(self._db["users"].find({}))
        return sorted((_stored(each) for each in found), key=lambda stored: stored.account.id)

    def add(self, stored: StoredAccount) -> None:
        with meaning():
            try:
                self._db["users"].insert_one(_document(stored))
            except DuplicateKeyError as error:
                if is_duplicate(error):
                    raise AlreadyThere(stored.account.id) from error
                raise

    def replace(self, stored: StoredAccount) -> None:
        with meaning():
            self._db["users"].replace_one({"_id": stored.account.id}, _document(stored))

    def remember(self, sign_in: SignIn) -> None:
        now = datetime.now(UTC)
        with meaning():
            for each in list(self._db["sign_ins"].find({"account_id": sign_in.account_id})):
                if each["expires_at"] <= now:
                    self._db["sign_ins"].delete_one({"_id": each["_id"]})
            self._db["sign_ins"].insert_one(
                {
                    "_id": sign_in.digest,
                    "account_id": sign_in.account_id,
                    "expires_at": sign_in.expires_at,
                }
            )

    def sign_in(self, digest: str) -> SignIn | None:
        with meaning():
            found = self._db["sign_ins"].find_one({"_id": digest})
        if found is None:
            return None
        return SignIn(digest=digest, account_id=found["account_id"], expires_at=found["expires_at"])

    def forget(self, digest: str) -> None:
        with meaning():
            self._db["sign_ins"].delete_one({"_id": digest})

    def forget_all(self, account_id: str) -> None:
        with meaning():
            self._db["sign_ins"].delete_many({"account_id": account_id})


def _document(stored: StoredAccount) -> dict[str, Any]:
    account = stored.account
    return {
        "_id": account.id,
        "name": account.name,
        "role": account.role,
        "agency": account.agency,
        "commune": account.commune,
        "village": account.village,
        "password_hash": stored.password_hash,
        "disabled": stored.disabled,
    }


def _stored(document: dict[str, Any]) -> StoredAccount:
    return StoredAccount(
        account=Account(
            id=document["_id"],
            name=document["name"],
            role=document["role"],
            agency=document["agency"],
            commune=document["commune"],
            village=document.get("village"),
        ),
        password_hash=document["password_hash"],
        disabled=document["disabled"],
    )
