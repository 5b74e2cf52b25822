"""Sets a page as PDF, with the font's letters embedded; the same page and time give the same bytes."""

import json
import re
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import typst

from reports.errors import ReportError
from reports.formats.blocks import Block, read_blocks
from reports.formats.fonts import Font
from reports.model.labels import JST

_SVG = re.compile(r"^<svg\b")


class PdfError(ReportError):
    """A page cannot be set as PDF."""


def make_pdf(page: str, *, title: str, footer: str, font: Font, made_at: datetime) -> bytes:
    """Return a page of the portal as PDF.

    Raises
    ------
    PdfError
        The page holds something that cannot be set.
    """
    groups = _group(read_blocks(page), font)
    content = {"title": title, "footer": footer, "family": font.family, "groups": groups}
    # typst's type stub knows single files only; its documentation and engine take several by name.
    files: Any = {
        "main.typ": _template(),
        "page.json": json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"),
    }
    try:
        made = typst.compile(
            files,
            font_paths=_fonts(font),
            timestamp=made_at.astimezone(JST).replace(microsecond=0),
        )
    except typst.TypstError as error:
        message = (
            f"{title}: the page cannot be set as PDF: {type(error).__name__} in reports/formats/page.typ"
        )
        raise PdfError(message) from error
    return bytes(made)


def _group(blocks: list[Block], font: Font) -> list[Block]:
    """Return the blocks with figures and the parts of a strip of numbers side by side."""
    groups: list[Block] = []
    for block in blocks:
        kind = block["kind"]
        if kind == "kpi":
            _last(groups, "kpis")["parts"].append([block])
        elif kind == "kpi-value":
            _last(groups, "kpis")["parts"][-1].append(block)
        elif kind == "figcaption":
            _last(groups, "figures")["parts"].append([block])
        elif block["in_figure"] or kind == "svg":
            _last(groups, "figures")["parts"][-1].append(_drawing(block, font) if kind == "svg" else block)
        elif kind == "table" or block["runs"]:
            groups.append(block)
    return groups


def _last(groups: list[Block], kind: str) -> Block:
    """Return the last group if it is of a kind, else a new one."""
    if not groups or groups[-1]["kind"] != kind:
        groups.append({"kind": kind, "parts": []})
    return groups[-1]


def _drawing(block: Block, font: Font) -> Block:
    """Return a drawing that stands by itself and knows the font."""
    root = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{font.family}" font-size="11"'
    return {"kind": "svg", "svg": _SVG.sub(root, block["svg"], count=1)}


@cache
def _fonts(font: Font) -> typst.Fonts:
    """Return the fonts, read once a process; a packaged font comes without the system's."""
    folders = [str(folder) for folder in font.folders]
    return typst.Fonts(include_system_fonts=not folders, include_embedded_fonts=False, font_paths=folders)


@cache
def _template() -> bytes:
    return resources.files("reports.formats").joinpath("page.typ").read_bytes()
