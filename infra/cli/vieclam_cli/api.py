"""The HTTP API as one signed-in user: what the demo and `import` speak."""

import time
from pathlib import Path
from typing import Any

import requests

PATIENCE = 60.0  # seconds for "in progress", "not there yet" and "busy"


class ApiRefused(Exception):
    """The gateway refused; the text holds the path, the status and the problem's code."""


class Api:
    """One user's calls. Every write carries its key, so a repeated one gives the first answer."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._url = f"{url}/api/v1"
        self._http = requests.Session()
        self._http.headers["Accept-Language"] = "en"
        answer = self._http.post(
            f"{self._url}/session", json={"username": username, "password": password}, timeout=30
        )
        if not answer.ok:
            raise ApiRefused(f"sign-in as {username}: {answer.status_code}")
        self._http.cookies.clear()  # a program shows its token
        self._http.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def get(self, path: str, **query: str) -> Any:
        """The answer's JSON. Raises ApiRefused."""
        return self._told(self._http.get(f"{self._url}{path}", params=query, timeout=60), path)

    def post(self, path: str, body: dict[str, Any], key: str, *, awaited: bool = False) -> Any:
        """Write, and answer the JSON; waits where the gateway asks for it.

        `awaited`: the thing named in the path is on its way to its service; wait for it.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._http.post(
                f"{self._url}{path}", json=body, headers={"Idempotency-Key": key}, timeout=60
            )
            again = _asks_to_wait(answer) or (awaited and answer.status_code == 404)
            if not again or time.monotonic() > deadline:
                return self._told(answer, path)
            time.sleep(0.2)

    def upload(
        self, file: Path | None, content: bytes, key: str, *, as_of: str | None, dry_run: bool
    ) -> str:
        """Send a worker list; the import's id. Raises ApiRefused."""
        name = file.name if file else "list.xlsx"
        form = {"dry_run": "true" if dry_run else "false", **({"as_of": as_of} if as_of else {})}
        answer = self._http.post(
            f"{self._url}/people/imports",
            files={"file": (name, content)},
            data=form,
            headers={"Idempotency-Key": key},
            timeout=120,
        )
        return str(self._told(answer, "/people/imports")["import_id"])

    def _told(self, answer: requests.Response, path: str) -> Any:
        if answer.ok:
            return answer.json()
        raise ApiRefused(f"{path}: {answer.status_code} {_problem(answer)}")


def _asks_to_wait(answer: requests.Response) -> bool:
    return answer.status_code in (429, 503) or (
        answer.status_code == 409 and "Retry-After" in answer.headers
    )


def _problem(answer: requests.Response) -> str:
    """What a problem document says, without anything a person wrote."""
    try:
        problem = answer.json()
    except requests.JSONDecodeError:
        return ""
    return f"{problem.get('code') or problem.get('title')} {problem.get('errors') or ''}".strip()
