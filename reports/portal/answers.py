"""Answers of the portal: pages with their policy, and refusals in words that readers understand."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from reports.portal.headers import page_policy
from reports.portal.site_paths import CONTENT_TYPES, INDEX
from reports.render import html

NOTHING_YET = "nothing is published yet"
GONE = "the topic is gone"
FOREIGN_FORM = "the form is not ours"
STALE_FORM = "the form is too old"
NO_EDIT = "not theirs to edit"
_log = logging.getLogger(__name__)
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
    413: ("送れませんでした", "文章が長すぎます。短くして、もう一度お送りください。"),
    503: ("いまは表示できません", "設定または記録の不具合です。Koeの管理担当にお知らせください。"),
}
_DETAILS = {
    NOTHING_YET: ("週報はまだありません", "取り込みと点検が終わると、ここに部署ごとの週報が並びます。"),
    GONE: (
        "この話題はありません",
        "番号が違うか、話題の見直しでなくなったものです。話題の一覧から選び直してください。",
    ),
    FOREIGN_FORM: (
        "保存していません",
        "この画面から送られたものと確かめられませんでした。ページを開き直して、もう一度お試しください。",
    ),
    STALE_FORM: (
        "保存していません",
        "画面を開いてから時間がたっています。ブラウザーで前のページに戻ると、書いた内容が残っています。内容を控えて、開き直してください。",
    ),
    NO_EDIT: (
        "この話題は編集できません",
        "編集できるのは、担当部署の方だけです(統合は両方の話題の担当の方)。担当違いの場合は「担当違い」でお知らせください。",
    ),
}


def html_answer(
    content: str | bytes,
    *,
    styles: tuple[str, ...] = (),
    status: int = 200,
    with_forms: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page; `styles` are the hashes of its inline styles, by default that of every page.

    A page with forms tells its own site where they come from (`Origin`), and no other site.
    """
    body = content.encode("utf-8") if isinstance(content, str) else content
    policy = page_policy(styles or (html.style_hash(),), with_forms=with_forms)
    referrer = {"referrer-policy": "same-origin"} if with_forms else {}
    own = {"content-security-policy": policy, **referrer, **(headers or {})}
    return Response(body, status_code=status, media_type=CONTENT_TYPES["html"], headers=own)


def refuse(request: Request, error: Exception) -> Response:
    """Return the page that says why nothing is shown."""
    status = error.status_code if isinstance(error, StarletteHTTPException) else 500
    detail: Any = error.detail if isinstance(error, StarletteHTTPException) else ""
    title, sentence = _REFUSALS.get(status, ("表示できません", "操作をやり直してください。"))
    title, sentence = _DETAILS.get(detail, (title, sentence))
    root = request.scope.get("root_path", "")
    way_out = "" if status == 401 or detail == NOTHING_YET else f"{root}/current/{INDEX}"
    return html_answer(html.render_refusal(title, sentence, way_out=way_out), status=status)


def report_trouble(request: Request, error: Exception) -> Response:
    """Log an error of ours and return a page that says so; the message holds no customer's words."""
    _log.error("%s", error)
    return refuse(request, StarletteHTTPException(503, str(error)))
