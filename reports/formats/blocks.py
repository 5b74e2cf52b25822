"""Reads one of our own pages into blocks, so that the PDF says word for word what the page says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Block = dict[str, Any]
Run = dict[str, Any]
_BLOCKS = frozenset({"h1", "h2", "h3", "p", "figcaption"})
_KINDS = {"dt": "kpi", "dd": "kpi-value"}
_BOLD = frozenset({"strong", "b"})
_SMALL = frozenset({"small"})
_LEFT_OUT = frozenset({"nav", "details", "script", "style", "form", "title", "desc"})
_CLASSES_LEFT_OUT = frozenset({"skip", "unseen", "pager", "downloads"})
_VOID = frozenset({"meta", "br", "link", "img", "input", "hr", "rect", "path", "line", "circle", "use"})


@dataclass
class _Reading:
    """Where the reader stands."""

    tag: str
    block: Block | None = None
    classes: frozenset[str] = field(default_factory=frozenset)


def read_blocks(page: str) -> list[Block]:
    """Return the content of a page's ``main``, in order.

    Headings and paragraphs are ``{"kind": "h2", "runs": […]}``, a run ``{"text", "bold", "small", "mark"}``;
    lists have ``items``, tables ``head`` and ``rows`` of such runs, drawings ``svg``.
    """
    reader = _PageReader()
    reader.feed(page)
    reader.close()
    return reader.blocks


class _PageReader(HTMLParser):
    """Turns tags into blocks; what is only for the screen (navigation, folded tables) is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[_Reading] = []
        self._skip_from: int | None = None
        self._svg: list[str] | None = None
        self._is_in_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, or a part of a drawing."""
        values = dict(attrs)
        classes = frozenset((values.get("class") or "").split())
        if tag == "main":
            self._is_in_main = True
        if self._svg is not None and self._skip_from is None:
            self._svg.append(self.get_starttag_text() or "")
        if tag in _VOID:
            return
        self._open.append(_Reading(tag, classes=classes))
        if self._skip_from is None and (tag in _LEFT_OUT or classes & _CLASSES_LEFT_OUT):
            self._skip_from = len(self._open)
            if self._svg is not None:
                self._svg.pop()
        if not self._is_in_main or self._skip_from is not None or self._svg is not None:
            return
        self._begin(tag, classes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Take over an empty element of a drawing."""
        if self._svg is not None and self._skip_from is None:
            self._svg.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last under this name."""
        if tag in _VOID or not any(each.tag == tag for each in self._open):
            return
        if self._svg is not None and self._skip_from is None:
            self._svg.append(f"</{tag}>")
        while self._open:
            closed = self._open.pop()
            if self._skip_from is not None and len(self._open) < self._skip_from:
                self._skip_from = None
            if closed.tag == tag:
                break
        if tag == "svg" and self._svg is not None:
            self._add({"kind": "svg", "svg": "".join(self._svg)})
            self._svg = None
        if tag == "main":
            self._is_in_main = False

    def handle_data(self, data: str) -> None:
        """Add words to the innermost block."""
        if self._skip_from is not None or not self._is_in_main:
            return
        if self._svg is not None:
            self._svg.append(data.replace("&", "&amp;").replace("<", "&lt;"))
            return
        self._say(data)

    def _say(self, words: str) -> None:
        target = next((each.block for each in reversed(self._open) if each.block is not None), None)
        if target is None or (not words.strip() and not target["runs"]):
            return
        tags = {each.tag for each in self._open}
        classes = frozenset().union(*(each.classes for each in self._open))
        target["runs"].append(
            {
                "text": words.replace("\n", " "),
                "bold": bool(tags & _BOLD),
                "small": bool(tags & _SMALL) or "note" in classes,
                "mark": "mark" in classes,
            }
        )

    def _begin(self, tag: str, classes: frozenset[str]) -> None:
        if tag == "svg":
            self._svg = [self.get_starttag_text() or ""]
        elif tag == "span" and (self._is_within("meta") or "passed-on" in classes):
            self._say("\u3000")  # what the page's style keeps apart
        elif tag in ("table", "tr", "th", "td"):
            self._begin_table(tag, classes)
        elif tag == "li":
            self._begin_text("item", number=self._number_of_item())
        elif tag in _KINDS:
            self._begin_text(_KINDS[tag])
        elif self._is_in("blockquote") and tag in ("p", "footer"):
            self._begin_text("quote" if tag == "p" else "source")
        elif tag in _BLOCKS:
            self._begin_text(tag)

    def _begin_table(self, tag: str, classes: frozenset[str]) -> None:
        if tag == "table":
            self._add({"kind": "table", "head": [], "rows": []})
        table = self.blocks[-1] if self.blocks else {}
        rows = table.get("head" if self._is_in("thead") else "rows")
        if rows is None or tag == "table":
            return
        if tag == "tr":
            rows.append([])
        elif rows:
            cell: Block = {"kind": "cell", "runs": [], "is_number": "n" in classes}
            self._open[-1].block = cell
            rows[-1].append(cell)

    def _is_in(self, tag: str) -> bool:
        return any(each.tag == tag for each in self._open)

    def _begin_text(self, kind: str, **more: object) -> None:
        block: Block = {"kind": kind, "runs": [], **more}
        self._open[-1].block = block
        self._add(block)

    def _number_of_item(self) -> int:
        """Return the item's place in an ordered list, 0 in others."""
        lists = [each for each in self._open if each.tag in ("ol", "ul")]
        if not lists or lists[-1].tag == "ul":
            return 0
        counter = lists[-1].block or {"kind": "counter", "runs": [], "count": 0}
        counter["count"] += 1
        lists[-1].block = counter
        return int(counter["count"])

    def _add(self, block: Block) -> None:
        block["in_figure"] = any(each.tag == "figure" for each in self._open)
        self.blocks.append(block)

    def _is_within(self, name: str) -> bool:
        return any(name in each.classes for each in self._open[:-1])
