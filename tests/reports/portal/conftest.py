"""Calls an application as a server would: no client puts paths in order on the way."""

import asyncio
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from tests.reports.portal.desk_bench import Bench, make_home


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def call(app, address, *, method="GET", host="portal", headers=(), body=b"", scopes=None):
    """Send one request with the path exactly as written; headers are (name, value) pairs.

    `scopes` is a list that takes what the server still knows of the request afterwards.
    """
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(path, errors="replace"), "raw_path": path.encode("latin-1"), "root_path": "",
        "query_string": query.encode(), "client": ("127.0.0.1", 1), "server": (host, 80), "state": {},
        "headers": [(b"host", host.encode()), *((k.encode(), v.encode()) for k, v in headers)],
    }  # fmt: skip
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    if scopes is not None:
        scopes.append(scope)
    found = {key.decode(): value.decode("latin-1") for key, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], found, body.decode("utf-8", "replace"))


@pytest.fixture(scope="session")
def asgi():
    return SimpleNamespace(call=call)


@pytest.fixture(scope="module")
def home(tmp_path_factory, open_copy, voice, topic):
    return make_home(tmp_path_factory.mktemp("desk"), open_copy, voice, topic)


@pytest.fixture
def desk(home, tmp_path, asgi):
    return Bench(home, tmp_path, asgi)
