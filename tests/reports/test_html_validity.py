import re
from pathlib import Path

import html5lib
import pytest

KINDS = {
    "index": "index.html",
    "executive": "executive.html",
    "department": "support/index.html",
    "weekly": "support/2026-W46/index.html",
    "daily": "support/2026-11-13/index.html",
    "rows": "logistics/2026-W46/T000002.html",
    "risk": "support/2026-W46/risk.html",
}
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


def parse(path):
    """Read a page as HTML and refuse every parse error."""
    return html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def check_page(path):
    tree = parse(path)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"{path} uses an id twice"
    for element in tree.iter():
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((element.get(name) or "").split()) <= set(ids), f"{path}: {name} leads nowhere"
    for picture in tree.iter(f"{SVG}svg"):
        assert picture.get("role") == "img"
        assert picture.find(f"{SVG}title").text
        assert picture.find(f"{SVG}desc").text
    for figure in tree.iter(f"{HTML}figure"):
        assert len(list(figure.iter(f"{HTML}tr"))) > 1, f"{path}: a picture has no table"
    return tree


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_valid_html(company_site, kind):
    check_page(company_site / KINDS[kind])


def test_a_page_needs_no_chart_to_be_read(company_site):
    page = (company_site / KINDS["weekly"]).read_text(encoding="utf-8")
    assert page.index('id="decisions"') < page.index("<figure")
    without = re.sub(r"<figure.*?</figure>", "", page, flags=re.DOTALL)
    assert "<svg" not in without


def test_pages_are_light(company_site):
    sizes = {path: path.stat().st_size for path in Path(company_site).rglob("*.html")}
    assert max(sizes.values()) <= 300_000
    assert sizes[company_site / KINDS["weekly"]] <= 120_000
    assert sizes[company_site / KINDS["daily"]] <= 30_000
