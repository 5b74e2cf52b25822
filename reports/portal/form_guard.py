"""Forms come from our own pages, for the person who was shown them, and not long ago."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

LIFETIME = timedelta(hours=8)
"""A working day's worth: who fills in a form over lunch does not lose what was written."""
FIELD = "koe_form"


class FormGuard:
    """Signs forms and knows its own again.

    A form holds the time it was shown and an HMAC over that time and the person's name, so nobody else can
    make one, a form shown to one person is worth nothing to another, and a server keeps nothing in mind.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, name: str, at: datetime) -> str:
        """Return the hidden value of a form shown to `name`."""
        body = f"{int(at.timestamp())}.{secrets.token_hex(8)}"
        return f"{body}.{self._digest(name, body)}"

    def knows(self, given: str, name: str, at: datetime) -> bool:
        """Whether the value is ours, for this person, and neither too old nor from the future."""
        body, _, digest = given.rpartition(".")
        if not hmac.compare_digest(digest.encode(), self._digest(name, body).encode()):
            return False
        age = at.timestamp() - int(body.partition(".")[0])
        return -60 <= age <= LIFETIME.total_seconds()

    def _digest(self, name: str, body: str) -> str:
        return hmac.new(self._key, f"{body}\0{name}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def is_from_own_page(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a form comes from a page of the same address.

    `Sec-Fetch-Site` decides where the browser sends it (https and loopback), else `Origin`; a page elsewhere
    can forge neither, nor the names of the host.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", "")).netloc.lower()
    hosts = {headers.get(name, "").split(",")[0].strip().lower() for name in ("host", "x-forwarded-host")}
    return bool(origin) and origin in hosts
