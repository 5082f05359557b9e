"""Links that change one thing of the present page and keep the rest."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request

__all__ = ["in_language", "local_path", "with_query"]


def with_query(**changes: str | int | None) -> str:
    """The present path with some parameters changed; None drops one."""
    query = {**request.args.to_dict(), **changes}
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    kept.pop("lang", None) if "lang" not in changes else None
    return request.path + (f"?{urlencode(kept)}" if kept else "")


def in_language(name: str) -> str:
    """This page in another language; a page that came by POST leads to its start."""
    return with_query(lang=name)


def local_path(target: str | None) -> str:
    """Where to go after signing in: a path of ours, never another site's."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")):
        return target
    return "/"
