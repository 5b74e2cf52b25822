"""The portal: the built site behind somebody else's login, each department for those who may see it."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from reports.errors import ReportError
from reports.model.labels import format_moment
from reports.portal.access_log import AccessLog, Opening
from reports.portal.errors import AddressError
from reports.portal.headers import NO_CONTENT_POLICY, SafeHeaders, page_policy
from reports.portal.rights import Viewer
from reports.portal.site_files import find_build, read_beside, read_page
from reports.portal.site_paths import CONTENT_TYPES, DOWNLOADS, INDEX, Area, SitePath, parse_address
from reports.render import html
from reports.site import list_builds, read_current
from reports.site_facts import FILE, SiteFacts, load_facts, restrict_index

BUILDS = "builds"
NOTHING_YET = "nothing is published yet"
_log = logging.getLogger(__name__)
_MADE_AT = re.compile(r"-(\d{8}T\d{6})Z$")
_REFUSALS = {
    401: ("ログインが必要です", "Airflowにログインしてから、もう一度お開きください。"),
    403: (
        "この部署の週報は表示できません",
        "閲覧の権限がありません。必要な方は、Koeの管理担当に部署名を添えてお申し出ください。",
    ),
    404: (
        "ページが見つかりません",
        "版が新しくなり、なくなったページかもしれません。一覧から選び直してください。",
    ),
    503: ("いまは表示できません", "設定または記録の不具合です。Koeの管理担当にお知らせください。"),
}


@dataclass(frozen=True)
class PortalPlaces:
    """What the portal reads and writes.

    Attributes
    ----------
    site_dir : Path
        Holds the builds and `current`.
    access_log : AccessLog
        Where openings are written down.
    via : str
        How people come in, for the log: ``airflow`` or ``serve``.
    clock : callable
        Returns an aware time.
    """

    site_dir: Path
    access_log: AccessLog
    via: str
    clock: Callable[[], datetime]


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
    app.add_exception_handler(StarletteHTTPException, _refuse)
    app.add_exception_handler(ReportError, _report_trouble)
    _Pages(places, find_viewer).add_to(app)
    return app


class _Pages:
    """The three things the portal answers: the way to the first page, the list of builds, a page."""

    def __init__(self, places: PortalPlaces, find_viewer: Callable[..., Any]) -> None:
        self._places = places
        self._find_viewer = find_viewer

    def add_to(self, app: FastAPI) -> None:
        """Add the routes."""
        viewer_of_request = Annotated[Viewer, Depends(self._find_viewer)]

        def first(_viewer: viewer_of_request) -> Response:
            return Response(status_code=307, headers={"location": f"current/{INDEX}"})

        def builds(_viewer: viewer_of_request) -> Response:
            return _html(html.render_builds(self._list_builds()), (html.style_hash(),))

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
        if path.area is Area.INDEX:
            return self._show_index(content, facts, viewer)
        if path.holds_sentences:
            self._write_down(path, build, viewer)
        return _answer(path, content, facts)

    def _show_index(self, content: bytes, facts: SiteFacts | None, viewer: Viewer) -> Response:
        if facts is not None:
            page = restrict_index(facts.index, viewer.may_see)
            return _html(html.render_index(page, builds=f"../{BUILDS}"), (html.style_hash(),))
        if viewer.sees_all:
            return _html(content, (html.style_hash(),))
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


def _answer(path: SitePath, content: bytes, facts: SiteFacts | None) -> Response:
    if path.suffix == "html":
        return _html(content, facts.style_hashes if facts else (html.style_hash(),))
    headers = {"content-security-policy": NO_CONTENT_POLICY}
    if path.suffix in DOWNLOADS:
        headers["content-disposition"] = f'attachment; filename="{path.parts[-1]}"'
    return Response(content, media_type=CONTENT_TYPES[path.suffix], headers=headers)


def _html(content: str | bytes, style_hashes: tuple[str, ...], *, status: int = 200) -> Response:
    body = content.encode("utf-8") if isinstance(content, str) else content
    headers = {"content-security-policy": page_policy(style_hashes)}
    return Response(body, status_code=status, media_type=CONTENT_TYPES["html"], headers=headers)


def _refuse(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, StarletteHTTPException) else 500
    title, sentence = _REFUSALS.get(status, ("表示できません", "操作をやり直してください。"))
    is_empty = isinstance(error, StarletteHTTPException) and error.detail == NOTHING_YET
    if is_empty:
        title, sentence = "週報はまだありません", "取り込みと点検が終わると、ここに部署ごとの週報が並びます。"
    way_out = "" if status == 401 or is_empty else f"{request.scope.get('root_path', '')}/current/{INDEX}"
    return _html(html.render_refusal(title, sentence, way_out=way_out), (html.style_hash(),), status=status)


def _report_trouble(request: Request, error: Exception) -> Response:
    _log.error("%s", error)
    return _refuse(request, StarletteHTTPException(503, str(error)))
