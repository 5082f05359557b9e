"""Forms sent as a browser sends them, and what the services were asked then."""

from __future__ import annotations

import re
from typing import Any

from .office import Office

__all__ = ["RECEIPT", "asked", "fields", "send", "wrote"]

RECEIPT = {"id": "x1", "version": 2, "warnings": []}


def fields(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent there."""
    form = html[html.index(f'action="{action}"') :].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def send(browser: Any, page: str, action: str, **said: str) -> Any:
    return browser.post(action, data={**fields(browser.get(page).text, action), **said})


def asked(served: Office, method: str) -> list[dict[str, Any]]:
    return [call.kwargs for call in served.rpc.calls if call.method == method]


def wrote(served: Office, method: str, page: str, action: str, **said: str) -> tuple[Any, Any]:
    """An officer sends the page's form: the answer, and what the registry was asked."""
    served.rpc.answers.setdefault(f"registry.{method}", RECEIPT)
    answer = send(served.browser("commune_officer"), page, action, **said)
    return answer, asked(served, method)
