"""The pages in Chromium: accessibility by axe, width, keyboard, print."""

import pytest

pytestmark = pytest.mark.system

KINDS = {
    "index": "index.html",
    "executive": "executive.html",
    "department": "support/index.html",
    "weekly": "support/2026-W46/index.html",
    "rise": "logistics/2026-W46/index.html",
    "daily": "support/2026-11-13/index.html",
    "quiet": "logistics/2026-11-10/index.html",
    "rows": "logistics/2026-W46/T000002.html",
}
WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, company_site):
    """Return a function that opens a page at a width and keeps what the console says."""
    opened = []

    def open_at(kind, width=1440, **context):
        page = browser.new_page(viewport={"width": width, "height": 900}, **context)
        opened.append(page)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.goto((company_site / KINDS[kind]).as_uri())
        return page

    yield open_at
    for page in opened:
        page.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(open_page, kind, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page(kind, width, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_screen_and_the_policy_blocks_nothing(open_page, kind):
    for width in WIDTHS:
        page = open_page(kind, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.said == []


def test_writing_in_pictures_can_be_read_on_a_telephone(open_page):
    page = open_page("weekly", 390)
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg text')].map(each => each.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 10


def test_the_keyboard_reaches_the_content_and_the_tables(open_page):
    page = open_page("weekly")
    page.keyboard.press("Tab")
    page.locator("a:focus", has_text="本文へ").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    summary = page.locator("figure summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.locator("figure details[open]").first.wait_for()


def test_paper_shows_the_pictures_and_nothing_to_click(open_page):
    page = open_page("weekly")
    page.emulate_media(media="print")
    assert page.locator("figure svg").first.is_visible()
    assert not page.locator("figure details").first.is_visible()
    assert not page.locator("header nav").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
