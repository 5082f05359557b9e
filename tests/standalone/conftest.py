"""A virtual host and a database of the test's own on the servers of the run."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from pymongo import MongoClient

from .installed import wheel


@pytest.fixture(scope="session")
def chassis_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel("chassis", tmp_path_factory.mktemp("chassis"))


@pytest.fixture
def amqp_uri() -> Iterator[str]:
    """A virtual host: queues are named after services, and others test them too."""
    api, uri = os.environ["VIECLAM_TEST_RABBIT_API"], os.environ["VIECLAM_TEST_AMQP_URI"]
    host, user = f"standalone-{uuid.uuid4().hex[:8]}", urlsplit(uri).username
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    for path, body in ((f"vhosts/{host}", {}), (f"permissions/{host}/{user}", everything)):
        requests.put(f"{api}/api/{path}", json=body, timeout=20).raise_for_status()
    yield urlsplit(uri)._replace(path=f"/{host}").geturl()
    requests.delete(f"{api}/api/vhosts/{host}", timeout=20).raise_for_status()


@pytest.fixture
def mongodb_uri() -> Iterator[str]:
    base, _, options = os.environ["VIECLAM_TEST_MONGODB_URI"].partition("?")
    uri = f"{base.rstrip('/')}/standalone_{uuid.uuid4().hex[:8]}?{options}"
    yield uri
    with MongoClient[dict[str, object]](uri) as client:
        client.drop_database(client.get_default_database().name)
