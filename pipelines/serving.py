"""``koe reports serve``: the portal alone on loopback."""

import secrets
import socket
from collections.abc import Callable
from datetime import datetime

import uvicorn

from pipelines.errors import PipelineError
from pipelines.portal import local_viewer, portal_places
from pipelines.settings import Settings
from reports.portal.local import HOST, make_local_portal


def serve_reports(
    settings: Settings,
    *,
    port: int,
    name: str,
    departments: tuple[str, ...],
    clock: Callable[[], datetime],
    tell: Callable[[str], None],
) -> None:
    """Serve until interrupted; `tell` gets the address that lets one browser in.

    Raises
    ------
    PipelineError
        A department is unknown, or the port is taken.
    """
    viewer = local_viewer(settings, name=name, departments=departments)
    with _listen(port) as listener:
        places = portal_places(settings, via="serve", clock=clock)
        bound = int(listener.getsockname()[1])
        app, address = make_local_portal(places, viewer, port=bound, make_secret=secrets.token_urlsafe)
        # Without uvicorn's access log: it would print the address with the token.
        configuration = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        tell(address)
        uvicorn.Server(configuration).run(sockets=[listener])


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        message = f"port {port} on {HOST} cannot be used: {error.strerror}; choose another with --port"
        raise PipelineError(message) from error
    return listener
