"""Parts of the pages as they were last looked at; `make snapshots` writes them anew, to be looked at in the diff."""

import os
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "snapshots"
WEEKLY = "support/2026-W46/index.html"
SECTIONS = {
    WEEKLY: ("data", "news", "risk", "decisions", "actions", "trends", "unchanged", "praise", "overdue", "reading",
             "corrections", "ranking"),
    "index.html": ("days", "departments", "weeks"),
}  # fmt: skip
WHOLE = {
    "daily-urgent": "support/2026-11-13/index.html",
    "daily-rise": "logistics/2026-11-14/index.html",
    "daily-quiet": "logistics/2026-11-10/index.html",
    "daily-missing": "support/2026-11-05/index.html",
    "executive": "executive.html",
    "department": "support/index.html",
}


def part(page, section):
    found = re.findall(rf'<section[^>]* aria-labelledby="{section}">.*?</section>', page, re.DOTALL)
    assert len(found) == 1, f"{section} stands {len(found)} times on its page"
    return found[0]


def components():
    for path, sections in SECTIONS.items():
        for section in sections:
            yield f"{'weekly' if path == WEEKLY else 'index'}-{section}", path, section
    yield "weekly-kpis", WEEKLY, "kpis"
    for name, path in WHOLE.items():
        yield name, path, ""


def cut(page, section):
    if section == "kpis":
        return re.search(r'<dl class="kpis">.*?</dl>', page, re.DOTALL)[0]
    return part(page, section) if section else re.search(r"<main.*?</main>", page, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("name", "path", "section"), [pytest.param(*each, id=each[0]) for each in components()]
)
def test_component_is_as_last_looked_at(company_site, name, path, section):
    found = cut((company_site / path).read_text(encoding="utf-8"), section) + "\n"
    kept = FOLDER / f"{name}.html"
    if os.environ.get("KOE_SNAPSHOTS") == "update":
        FOLDER.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8")
    assert kept.is_file(), f"{kept.name} is new; run 'make snapshots' and look at it"
    assert found == kept.read_text(encoding="utf-8"), (
        f"{name} changed; run 'make snapshots' and look at the diff"
    )


def test_no_snapshot_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.html")} == {name for name, _, _ in components()}
