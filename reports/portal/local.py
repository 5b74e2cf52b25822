"""The portal alone, for the person at this machine: loopback only, one way in, one session."""

import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from reports.portal.app import make_portal
from reports.portal.headers import SafeHeaders
from reports.portal.places import PortalPlaces
from reports.portal.rights import Viewer
from reports.portal.site_paths import INDEX

HOST = "127.0.0.1"
ENTRANCE = "/enter"
COOKIE = "koe_session"
_PLAIN = "text/plain; charset=utf-8"


def make_local_portal(
    places: PortalPlaces, viewer: Viewer, *, port: int, make_secret: Callable[[], str]
) -> tuple[ASGIApp, str]:
    """Return the application and the address that lets one browser in, once.

    Others on the same machine reach loopback too, so the port alone opens nothing: the first to call the
    address with its token gets the session, and the token is worth nothing afterwards.

    Parameters
    ----------
    viewer : Viewer
        Whom everything is shown to and written down for.
    make_secret : callable
        Returns a new unguessable text, for example ``secrets.token_urlsafe``.
    """
    token = make_secret()
    app = make_portal(places, lambda: viewer)
    door = _Door(app, token=token, session=make_secret(), port=port)
    return SafeHeaders(door), f"http://{HOST}:{port}{ENTRANCE}?token={token}"


class _Door:
    """Lets through what comes to our own address with our own cookie."""

    def __init__(self, app: ASGIApp, *, token: str, session: str, port: int) -> None:
        self._app = app
        self._token: str | None = token
        self._session = session
        # A name that an attacker's DNS points to loopback (rebinding) arrives with that name as host.
        self._hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            # Only uvicorn's own start and stop messages are passed on; there are no web sockets.
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        await self._answerer(scope)(scope, receive, send)

    def _answerer(self, scope: Scope) -> ASGIApp:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts:
            return Response(
                "この名前では開けません。表示された http://127.0.0.1 の住所を使ってください。",
                421,
                media_type=_PLAIN,
            )
        if scope["path"] == ENTRANCE:
            return self._enter(scope)
        if not self._is_known(headers):
            return Response(
                "開くには、koe reports serve が表示した住所を使ってください。", 401, media_type=_PLAIN
            )
        return self._app

    def _enter(self, scope: Scope) -> Response:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if self._token is None or not secrets.compare_digest(given.encode(), self._token.encode()):
            return Response(
                "この住所はもう使えません。koe reports serve を起動し直してください。", 401, media_type=_PLAIN
            )
        self._token = None
        answer = Response(status_code=303, headers={"location": f"/current/{INDEX}"})
        answer.set_cookie(COOKIE, self._session, httponly=True, samesite="strict", path="/")
        return answer

    def _is_known(self, headers: Headers) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return found is not None and secrets.compare_digest(found.value.encode(), self._session.encode())
