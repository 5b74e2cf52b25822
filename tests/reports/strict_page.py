"""A page as strict readers take it."""

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "rect", "path", "line"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in order, every id is used once."""

    def __init__(self, path):
        super().__init__()
        self.open, self.tags, self.links, self.ids, self.references = [], [], [], [], []
        self.text, self.headings = "", []
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)
        self.close()
        assert self.open == [], f"{path} leaves {self.open} open"
        assert len(self.ids) == len(set(self.ids))
        assert set(self.references) <= set(self.ids)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"]] if "id" in values else []
        self.references += values.get("aria-labelledby", "").split()
        self.links += [values["href"]] if "href" in values else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        assert not any(name.startswith("on") or name == "style" for name in values)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        assert tag in VOID

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text += data
