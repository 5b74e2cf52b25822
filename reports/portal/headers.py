"""Headers of every answer of the portal, errors included."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STANDARD_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # Who may see a page can change at any time, and pages hold customers' words: nothing is kept on the way.
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
}
DEFAULT_HEADERS = {"referrer-policy": "no-referrer"}
"""A page may bring its own."""
NO_CONTENT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def page_policy(style_hashes: Sequence[str], *, with_forms: bool = False) -> str:
    """Return the Content-Security-Policy of a page: no script at all, the known styles only.

    `style_hashes` are Base64 SHA-256 of inline styles, told by the build, never taken from the page itself.
    Forms go to this site only, and only from pages that have some.
    """
    forms = "'self'" if with_forms else "'none'"
    styles = " ".join(f"'sha256-{each}'" for each in style_hashes) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; img-src 'self' data:; base-uri 'none'; "
        f"form-action {forms}; frame-ancestors 'self'"
    )


class SafeHeaders:
    """Adds the headers to every answer; a policy that a page brings along stays.

    What stands behind `?` is gone when the answer is out: servers write addresses to their logs then, and the
    words that somebody searched for belong in none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in STANDARD_HEADERS.items():
                    headers[name] = value
                for name, value in DEFAULT_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", NO_CONTENT_POLICY)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            if scope["type"] == "http":
                scope["query_string"] = b""
