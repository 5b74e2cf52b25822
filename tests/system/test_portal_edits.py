"""The portal in a real browser: login, every page, every edit, and what is closed to others."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.portal_homes import make_home
from warehouse.journal import Journal

pytestmark = [pytest.mark.system]
MOBILE, DESKTOP = {"width": 390, "height": 900}, {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    home = make_home(tmp_path_factory.mktemp("edits") / "home")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with_process = serve(home, "--department", "product")
        try:
            yield Portal(home, browser, with_process.stdout.readline().strip())
        finally:
            with_process.send_signal(signal.SIGINT)
            output, _ = with_process.communicate(timeout=20)
            browser.close()
    assert "Traceback" not in output
    assert "つなが" not in output


def serve(home, *arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KOE_")}
    environment |= {"KOE_HOME": str(home), "KOE_KEY_FILE": str(home.parent / "key")}
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "reports", "serve", "--port", "0", *arguments],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


class Portal:
    """One browser that was let in, and what it complained about."""

    def __init__(self, home, browser, address):
        self.home, self.base = home, address.split("/enter")[0]
        self.journal = Journal(home / "journal")
        self.complaints = []
        self.stranger = browser.new_context(locale="ja-JP").new_page()
        self.page = browser.new_context(locale="ja-JP", viewport=DESKTOP).new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.set_default_timeout(15_000)
        assert self.stranger.goto(f"{self.base}/topics").status == 401
        self.page.goto(address)

    def go(self, path):
        return self.page.goto(f"{self.base}/{path}")

    def shoot(self, name):
        if folder := os.environ.get("KOE_SHOTS"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    def save(self, name, fill):
        """Fill in the form that is open, confirm it, and return the entry that was written."""
        before = {entry.entry_id for entry in self.journal.entries()}
        fill(self.page)
        self.page.get_by_role("button", name="変わるものを確かめる").click()
        assert {entry.entry_id for entry in self.journal.entries()} == before
        self.shoot(f"preview-{name}")
        self.page.get_by_role("button", name="保存する").click()
        assert self.page.get_by_role("status").get_by_text("記録しました").is_visible()
        self.shoot(f"saved-{name}")
        (new,) = [entry for entry in self.journal.entries() if entry.entry_id not in before]
        return new


PAGES = ["current/index.html", "current/product/2026-W46/index.html", "current/product/2026-W46/T000001.html", "topics", "topics/T000001",
         "search?q=つながらない", "cases", "alerts", "actions", "edits", "builds"]  # fmt: skip


def test_every_page_opens_fits_a_telephone_and_needs_no_script(portal):
    portal.complaints.clear()
    for path in PAGES:
        assert portal.go(path).status == 200, path
        assert portal.page.locator("h1").count() == 1
        for size in (MOBILE, DESKTOP):
            portal.page.set_viewport_size(size)
            wide = portal.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} at {size['width']}"
    assert portal.complaints == []
    portal.go("search?q=つながらない")
    assert portal.page.locator("mark").first.inner_text().startswith("つなが")


EDITS = {
    "rename": lambda page: page.get_by_label("新しい名前").fill("<script>alert(1)</script>電話"),
    "route": lambda page: page.get_by_label("担当部署").select_option("sales"),
    "merge": lambda page: page.get_by_label("統合先").select_option("T000003"),
    "mute": lambda page: page.get_by_label("理由").fill("確認しました"),
    "pin": lambda _: None,
    "set_parent": lambda page: page.get_by_label("主題").select_option("T000011"),
    "note": lambda page: page.get_by_label("メモ必須").fill("増設の予定あり"),
    "synonym": lambda page: (page.get_by_label("まとめる先").fill("電話"), page.get_by_label("同じ意味の").fill("TEL、でんわ")),
    "action": lambda page: (page.get_by_label("打ち手の内容").fill("窓口を増やす"), page.get_by_label("実施日").fill("2026-11-20")),
}  # fmt: skip


def test_every_edit_from_the_page_of_a_topic(portal):
    portal.complaints.clear()
    order = [name for name in EDITS if name != "merge"] + ["merge"]
    for name in order:
        portal.go("topics/T000001")
        portal.page.locator(f"a[href$='edit/{name}']").click()
        portal.shoot(f"form-{name}")
        entry = portal.save(name, EDITS[name])
        assert entry.action == name
    assert portal.go("edits").status == 200
    assert portal.page.get_by_text("反映待ち").count() >= len(EDITS)
    assert portal.page.locator("script").count() == 0
    assert portal.complaints == []


def test_the_four_buttons_of_the_weekly_report(portal):
    portal.complaints.clear()
    week = "current/product/2026-W46/index.html"
    portal.go(week)
    portal.shoot("week")
    portal.page.get_by_role("button", name="原文を見る").first.click()
    assert portal.page.url.endswith("/current/product/2026-W46/T000001.html")
    assert portal.journal.entries()[-1].values["button"] == "original"
    for name, fill in (
        ("担当違い", lambda page: page.get_by_label("どの部署").select_option("sales")),
        ("すでに知っている", lambda _: None),
        ("対応する", lambda _: None),
    ):
        portal.go(week)
        portal.page.get_by_role("link", name=name, exact=True).first.click()
        entry = portal.save(name, fill)
        assert entry.target == {"topic_id": "T000001", "department": "product", "week": "2026-W46"}
    assert portal.complaints == []


def test_an_urgent_case_and_an_action_by_keyboard_alone(portal):
    portal.go("current/product/2026-W46/index.html")
    portal.page.get_by_role("link", name="連絡と回答").first.click()
    page = portal.page
    page.get_by_label("連絡先").focus()
    page.keyboard.type("品質保証部")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="保存する").focus()
    page.keyboard.press("Enter")
    page.get_by_text("記録しました").wait_for()
    assert portal.journal.entries()[-1].values == {"to": "品質保証部", "state": "open"}
    portal.go("actions")
    page.get_by_role("link", name="回答する").click()
    entry = portal.save("answer", lambda page: page.get_by_label("回答・経過").fill("増員した"))
    assert entry.action == "answer"


def test_others_are_kept_out(portal):
    for path in ("topics/T000002", "topics/T000002/edit/rename", "current/sales/2026-W46/index.html"):
        assert portal.go(path).status == 403
        assert portal.page.get_by_role("heading", level=1).is_visible()
    assert portal.go("topics/T999999").status == 404
    assert portal.page.get_by_text("この話題はありません").is_visible()
    assert portal.stranger.goto(f"{portal.base}/topics/T000001").status == 401


def test_a_form_on_another_site_changes_nothing(portal, tmp_path):
    before = portal.journal.position()
    portal.go("topics/T000003/edit/mute")
    token = portal.page.locator("input[name=koe_form]").get_attribute("value")
    trap = tmp_path / "trap.html"
    fields = {"koe_form": token, "step": "save", "seen": ""}
    inputs = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields.items())
    trap.write_text(
        f'<form method="post" action="{portal.base}/topics/T000003/edit/mute">{inputs}<button>押す</button></form>'
    )
    portal.page.goto(trap.as_uri())
    portal.page.get_by_role("button").click()
    assert re.search("401|保存していません|serve", portal.page.content())
    assert portal.journal.position() == before
