"""Puts buttons where a stored page holds a marker, for a person who may press them.

A stored page has comments such as ``<!--koe:topic T000012-->``. Customers' words stand in it escaped, so none
of them can be one; exported copies keep the comments, and nothing to press.
"""

import re
from dataclasses import dataclass
from typing import Any

from reports.portal.site_paths import SitePath
from reports.render import html

_MARK = re.compile(rb"<!--koe:(menu|page|topic|to|case|alert)(?: ([A-Za-z0-9_.:-]{1,80}))?-->")
_TOPIC_PAGE = re.compile(r"(T[0-9]{6,12})(?:--.*)?\.html")
_OWN_FORMS = (
    (b"form-action 'none'\">\n", b"form-action 'self'\">\n"),
    (b'<meta name="referrer" content="no-referrer">', b'<meta name="referrer" content="same-origin">'),
)


@dataclass(frozen=True)
class Controls:
    """Where a page stands, and the hidden value of its forms.

    `week` is "" outside a week's folder.
    """

    root: str
    folder: str
    week: str
    page: str
    token: str
    with_plan: bool

    @classmethod
    def of(cls, path: SitePath, *, token: str, with_plan: bool) -> "Controls":
        """Return the controls of a page of the site."""
        week = path.parts[1] if len(path.parts) > 2 else ""
        return cls("../" * len(path.parts), path.folder, week, path.parts[-1], token, with_plan)


def put_controls(content: bytes, controls: Controls) -> bytes:
    """Return a stored page with its markers replaced, and its own policy opened for these forms."""
    macros = html.load_template("portal/controls.html").module

    def replace(found: re.Match[bytes]) -> bytes:
        name = (found[2] or b"").decode("ascii")
        return _render(macros, found[1].decode("ascii"), name, controls).encode("utf-8")

    for closed, opened in _OWN_FORMS:
        content = content.replace(closed, opened, 1)
    return _MARK.sub(replace, content)


def _render(macros: Any, kind: str, name: str, controls: Controls) -> str:
    root = controls.root
    if kind == "menu":
        return f'<p class="koe-menu">{macros.menu(root, controls.with_plan)}</p>'
    if kind == "page":
        if controls.page.startswith("risk"):
            return str(macros.cases_link(root))
        found = _TOPIC_PAGE.fullmatch(controls.page)
        kind, name = ("topic", found[1]) if found else ("", "")
    if kind == "topic" and controls.week:
        return str(macros.topic_buttons(root, name, controls.folder, controls.week, controls.token))
    plain = {"to": macros.topic_link, "case": macros.case_link, "alert": macros.alert_link}
    return str(plain[kind](root, name)) if kind in plain and name else ""
