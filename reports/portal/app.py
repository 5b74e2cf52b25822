"""The portal: the built site behind somebody else's login, each department for those who may see it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from reports.errors import ReportError
from reports.model.labels import format_moment
from reports.portal.access_log import Opening
from reports.portal.answers import NOTHING_YET, html_answer, refuse, report_trouble
from reports.portal.controls import Controls, put_controls
from reports.portal.desk_pages import DeskPages
from reports.portal.edit_flow import EditFlow
from reports.portal.errors import AddressError
from reports.portal.headers import NO_CONTENT_POLICY, SafeHeaders
from reports.portal.places import PortalPlaces
from reports.portal.rights import Viewer
from reports.portal.room import Room
from reports.portal.search_pages import SearchPages
from reports.portal.site_files import find_build, read_beside, read_page
from reports.portal.site_paths import CONTENT_TYPES, DOWNLOADS, INDEX, Area, SitePath, parse_address
from reports.portal.topic_pages import TopicPages
from reports.render import html
from reports.site import list_builds, read_current
from reports.site_facts import FILE, SiteFacts, load_facts, restrict_index
from warehouse.errors import WarehouseError

BUILDS = "builds"
_MADE_AT = re.compile(r"-(\d{8}T\d{6})Z$")


def make_portal(places: PortalPlaces, find_viewer: Callable[..., Any]) -> FastAPI:
    """Return the portal as an application that can be mounted anywhere; all its addresses are relative.

    Parameters
    ----------
    find_viewer : callable
        FastAPI dependency that returns the `Viewer` of a request, or raises HTTPException 401. The portal has
        no login of its own, and nothing in it is served without this dependency.
    """
    app = FastAPI(title="Koe", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.add_middleware(SafeHeaders)
    app.add_exception_handler(StarletteHTTPException, refuse)
    app.add_exception_handler(ReportError, report_trouble)
    app.add_exception_handler(WarehouseError, report_trouble)
    room = Room(places, places.desk) if places.desk is not None else None
    if room is not None:
        flow = EditFlow(room)
        TopicPages(room, flow, find_viewer).add_to(app)
        DeskPages(room, flow, find_viewer).add_to(app)
        SearchPages(room, find_viewer).add_to(app)
    _Pages(places, room, find_viewer).add_to(app)
    return app


class _Pages:
    """The three things the portal answers: the way to the first page, the list of builds, a page."""

    def __init__(self, places: PortalPlaces, room: Room | None, find_viewer: Callable[..., Any]) -> None:
        self._places = places
        self._room = room
        self._find_viewer = find_viewer

    def add_to(self, app: FastAPI) -> None:
        """Add the routes."""
        viewer_of_request = Annotated[Viewer, Depends(self._find_viewer)]

        def first(_viewer: viewer_of_request) -> Response:
            return Response(status_code=307, headers={"location": f"current/{INDEX}"})

        def builds(_viewer: viewer_of_request) -> Response:
            return html_answer(html.render_builds(self._list_builds()))

        def page(address: str, viewer: viewer_of_request) -> Response:
            return self._show(address, viewer)

        app.add_api_route("/", first, methods=["GET"], response_model=None)
        app.add_api_route(f"/{BUILDS}", builds, methods=["GET"], response_model=None)
        app.add_api_route("/{address:path}", page, methods=["GET"], response_model=None)

    def _show(self, address: str, viewer: Viewer) -> Response:
        try:
            path = parse_address(address)
        except AddressError:
            # Refused rather than "not found": nobody may see such an address, whatever it would lead to.
            raise HTTPException(403) from None
        if path.area is Area.DEPARTMENT and not viewer.may_see(path.folder):
            raise HTTPException(403)
        if path.area is Area.COMPANY and not viewer.sees_all:
            raise HTTPException(403)
        build = find_build(self._places.site_dir, path.build)
        content = read_page(self._places.site_dir, path)
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        if content is None or self._is_withdrawn(path, build):
            raise HTTPException(404)
        facts = self._facts(build)
        styles = facts.style_hashes if facts else ()
        if path.area is Area.INDEX:
            styles, content = self._index(content, facts, viewer)
        elif path.holds_sentences:
            self._write_down(path, build, viewer)
        if path.suffix != "html":
            return _answer_file(path, content)
        if self._room is None:
            return html_answer(content, styles=styles)
        has_plan = self._room.desk.plan is not None and viewer.sees_all
        controls = Controls.of(path, token=self._room.sign(viewer), with_plan=has_plan)
        return html_answer(put_controls(content, controls), styles=styles, with_forms=True)

    def _index(
        self, content: bytes, facts: SiteFacts | None, viewer: Viewer
    ) -> tuple[tuple[str, ...], bytes]:
        """Return the styles and the first page with the departments that are open."""
        if facts is not None:
            page = restrict_index(facts.index, viewer.may_see)
            return (), html.render_index(page, builds=f"../{BUILDS}").encode("utf-8")
        if viewer.sees_all:
            return (), content
        # What another version of Koe wrote cannot be told apart by department.
        raise HTTPException(404)

    def _facts(self, build: str) -> SiteFacts | None:
        content = read_beside(self._places.site_dir, build, FILE)
        return load_facts(content) if content is not None else None

    def _is_withdrawn(self, path: SitePath, build: str) -> bool:
        """Whether the newest build holds a department back: then its earlier pages are closed as well."""
        current = read_current(self._places.site_dir)
        facts = self._facts(current) if current and current != build and path.folder else None
        lines = facts.index.departments if facts else ()
        return any(line.is_withdrawn for line in lines if line.department.folder == path.folder)

    def _write_down(self, path: SitePath, build: str, viewer: Viewer) -> None:
        opening = Opening(
            at=self._places.clock(),
            by=viewer.name,
            via=self._places.via,
            folder=path.folder,
            build=build,
            page=path.page,
            kind=path.kind,
        )
        self._places.access_log.append(opening)

    def _list_builds(self) -> list[html.Build]:
        site_dir = self._places.site_dir
        names = list_builds(site_dir) if site_dir.is_dir() else []
        current = read_current(site_dir)
        return [html.Build(f"{name}/{INDEX}", _label(name), name == current) for name in reversed(names)]


def _label(build: str) -> str:
    """Return 「2026年11月16日 5時40分作成」 for the name of a build, or the name where it tells no time."""
    found = _MADE_AT.search(build)
    if found is None:
        return build
    made_at = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return f"{format_moment(made_at)}作成"


def _answer_file(path: SitePath, content: bytes) -> Response:
    headers = {"content-security-policy": NO_CONTENT_POLICY}
    if path.suffix in DOWNLOADS:
        headers["content-disposition"] = f'attachment; filename="{path.parts[-1]}"'
    return Response(content, media_type=CONTENT_TYPES[path.suffix], headers=headers)
