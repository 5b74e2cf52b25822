"""The portal inside real Airflow servers: SimpleAuthManager and FAB, by address and in a browser."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.system.api_server import FAB, ROLES, api_server
from tests.system.portal_homes import REPORT, ROWS, WORDS, make_home
from warehouse.journal import Journal

pytestmark = [pytest.mark.system]


@pytest.fixture(scope="module")
def simple(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("simple") / "home")
    passwords = {name: secrets.token_urlsafe(9) for name in ("admin", "taro", "guest")}
    users = {"AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,taro:viewer,guest:op"}
    with api_server(home, passwords, **users) as server:
        yield server


@pytest.fixture(scope="module")
def fab(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("fab") / "home")
    passwords = {name: secrets.token_urlsafe(9) for name in ROLES}
    with api_server(home, passwords, AIRFLOW__CORE__AUTH_MANAGER=FAB) as server:
        yield server


def words_of(page):
    """Return the text of a page: marks may stand inside a sentence."""
    return re.sub(r"</?mark[^>]*>", "", page)


def statuses(server, user):
    pages = (
        "/koe/current/index.html",
        f"/koe/current/product/{ROWS}",
        "/koe/current/sales/2026-W46/T000002.html",
        "/koe/current/unassigned/index.html",
    )
    return [server.get(page, user).status_code for page in pages]


def test_the_demo_login_knows_admin_and_users_by_name(simple):
    assert statuses(simple, None) == [401, 401, 401, 401]
    assert statuses(simple, "admin") == [200, 200, 200, 200]
    assert statuses(simple, "taro") == [200, 200, 403, 403]
    assert statuses(simple, "guest") == [200, 403, 403, 403]
    opened = {(line["by"], line["department"], line["page"]) for line in simple.openings()}
    assert opened == {
        ("admin", "product", ROWS),
        ("admin", "sales", "2026-W46/T000002.html"),
        ("taro", "product", ROWS),
    }


def test_the_page_is_the_report_and_not_the_ui(simple):
    for by in ("cookie", "header"):
        answer = simple.get(f"/koe/current/product/{ROWS}", "taro", by=by)
        assert WORDS in words_of(answer.text)
        assert "<script" not in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert answer.headers["cache-control"] == "no-store"
    errors = simple.get("/api/v2/plugins/importErrors", "admin").json()
    assert errors["import_errors"] == []
    with httpx.Client(trust_env=False) as client:
        forged = client.get(f"{simple.url}/koe/current/product/{ROWS}", cookies={"_token": "a.b.c"})
    assert forged.status_code in {401, 403}
    assert WORDS not in forged.text


def test_tricks_with_paths_open_nothing_through_the_server(simple):
    token = simple.token("taro")
    for path in (
        "product/../sales/2026-W46/T000002.html",
        "product/%2e%2e/sales/2026-W46/T000002.html",
        "product%2f..%2fsales%2f2026-W46%2fT000002.html",
        "product/%252e%252e/sales/2026-W46/T000002.html",
        "SALES/2026-W46/T000002.html",
    ):
        host, port = simple.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as wire:
            wire.sendall(
                f"GET /koe/current/{path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: _token={token}\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b"".join(iter(lambda: wire.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 403"), path
        assert WORDS.encode() not in answer


def test_a_broken_rights_file_lets_nobody_in_until_it_is_mended(simple):
    access = simple.home / "config" / "access.yaml"
    kept = access.read_text(encoding="utf-8")
    access.write_text(kept + "  prodct: {}\n", encoding="utf-8")
    try:
        assert statuses(simple, "admin") == [503, 503, 503, 503]
        log = (simple.home / "airflow/logs/api-server.log").read_text(encoding="utf-8")
        assert "access.yaml:4" in log
        assert "did you mean 'product'" in log
    finally:
        access.write_text(kept, encoding="utf-8")
    assert statuses(simple, "taro") == [200, 200, 403, 403]


def test_real_users_see_the_departments_of_their_roles(fab):
    assert statuses(fab, None) == [401, 401, 401, 401]
    assert statuses(fab, "hanako") == [200, 200, 403, 403]
    assert statuses(fab, "jiro") == [200, 403, 200, 403]
    assert statuses(fab, "both") == [200, 200, 200, 403]
    assert statuses(fab, "nobody") == [200, 403, 403, 403]
    assert statuses(fab, "admin") == [200, 200, 200, 200]
    index = fab.get("/koe/current/index.html", "hanako").text
    assert "商品開発部" in index
    assert "営業部" not in index
    assert {line["by"] for line in fab.openings()} == {"hanako", "jiro", "both", "admin"}


def test_from_login_through_the_navigation_to_the_sentences(simple):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(locale="ja-JP", viewport={"width": 1440, "height": 900})
        complaints = []
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None
        )
        page.goto(simple.url)
        page.locator("input[name=username]").fill("taro")
        page.locator("input[name=password]").fill(simple.passwords["taro"])
        page.locator("button[type=submit]").click()
        page.get_by_text("Koe レポート").first.click(timeout=60_000)
        frame = page.frame_locator("iframe")
        frame.get_by_role("link", name="商品開発部").first.click(timeout=60_000)
        shot = os.environ.get("KOE_SHOTS")
        frame.get_by_role("heading", name="商品開発部").wait_for()
        if shot:
            page.screenshot(path=f"{shot}/nav.png")
        assert frame.get_by_role("link", name="営業部").count() == 0
        rename_in_the_frame(frame, simple)
        page.goto(f"{simple.url}/koe/current/product/{ROWS}")
        assert WORDS in words_of(page.content())
        assert page.locator("table.voices").evaluate("e => getComputedStyle(e).borderCollapse") == "collapse"
        assert page.goto(f"{simple.url}/koe/current/sales/{REPORT}").status == 403
        assert page.get_by_role("heading", name="この部署の週報は表示できません").is_visible()
        page.get_by_role("link", name="週報の一覧へ").click()
        assert page.get_by_role("heading", name="お客様の声").is_visible()
        assert complaints == []
        browser.close()


def rename_in_the_frame(frame, simple):
    """Edit as readers do: inside Airflow's page, with the login's own cookie."""
    frame.get_by_role("link", name="話題", exact=True).first.click()
    frame.get_by_role("link", name="電話が混んでつながらない").click()
    frame.get_by_role("link", name="名前を変える").click()
    frame.get_by_label("新しい名前").fill("電話が話し中でつながらない")
    frame.get_by_role("button", name="変わるものを確かめる").click()
    frame.get_by_role("button", name="保存する").click()
    frame.get_by_text("記録しました").wait_for()
    (entry,) = Journal(simple.home / "journal").entries()
    assert (entry.by, entry.action, entry.target) == ("taro", "rename", {"topic_id": "T000001"})
    assert entry.values == {"label": "電話が話し中でつながらない"}


def test_what_was_searched_for_is_in_no_log_of_the_server(simple):
    answer = simple.get("/koe/search?q=%E3%81%A4%E3%81%AA%E3%81%8C%E3%82%8A", "taro")
    assert "6件(6文)見つかりました" in answer.text
    file, until = simple.home / "airflow/logs/api-server.log", time.monotonic() + 30
    while "/koe/search" not in (log := file.read_text(encoding="utf-8")):  # written a moment after the answer
        assert time.monotonic() < until, "the request never came to the log"
        time.sleep(0.2)
    assert "E3%81%A4" not in log
    assert "つながり" not in log


@pytest.mark.parametrize("login", ["simple", "fab"])
def test_the_logins_cookie_alone_changes_nothing(login, request):
    server = request.getfixturevalue(login)
    user = "admin"
    cookies = {"_token": server.token(user)}
    with httpx.Client(cookies=cookies, timeout=60, trust_env=False) as client:
        address = f"{server.url}/koe/topics/T000003/edit/mute"
        shown = client.get(address)
        token = re.search(r'name="koe_form" value="([^"]+)"', shown.text)[1]
        good = {"koe_form": token, "seen": "", "step": "save"}
        for fields, headers in (
            ({"seen": "", "step": "save"}, {"origin": server.url}),
            (good, {}),
            (good, {"origin": "http://evil.example"}),
            (good, {"sec-fetch-site": "cross-site", "origin": server.url}),
        ):
            assert client.post(address, data=fields, headers=headers).status_code == 403
        before = Journal(server.home / "journal").position()
        assert client.post(address, data=good, headers={"origin": server.url}).status_code == 303
    (entry,) = [each for each in Journal(server.home / "journal").entries() if each.entry_id > before]
    assert (entry.by, entry.action) == (user, "mute")
    assert httpx.post(address, data=good, headers={"origin": server.url}, trust_env=False).status_code == 401


def koe(home, *arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KOE_")}
    environment |= {"KOE_HOME": str(home), "KOE_KEY_FILE": str(home.parent / "key")}
    argv = [sys.executable, "-m", "pipelines.cli", "reports", *arguments]
    return subprocess.Popen(
        argv, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_serve_and_export_as_commands(tmp_path):
    home = make_home(tmp_path / "home")
    server = koe(home, "serve", "--port", "0", "--department", "product")
    try:
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        port = int(address.split(":")[2].split("/")[0])
        listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        assert {row[1] for row in listening if row[3] == "0A" and row[1].endswith(f":{port:04X}")} == {
            f"0100007F:{port:04X}"
        }
        with httpx.Client(trust_env=False, follow_redirects=True) as client:
            assert client.get(f"http://127.0.0.1:{port}/current/index.html").status_code == 401
            assert "商品開発部" in client.get(address).text
            page = client.get(f"http://127.0.0.1:{port}/current/product/{ROWS}").text
            assert WORDS in words_of(page)
            assert client.get(f"http://127.0.0.1:{port}/current/sales/{REPORT}").status_code == 403
            assert client.get(address).status_code == 401
        taken = koe(home, "serve", "--port", str(port))
        assert f"port {port} on 127.0.0.1 cannot be used" in taken.communicate(timeout=60)[0]
        assert taken.returncode == 1
    finally:
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=20)
    assert "Traceback" not in output
    assert "token" not in output
    done = koe(home, "export", "--department", "sales", "--to", str(tmp_path / "sales.zip"))
    output, _ = done.communicate(timeout=60)
    assert done.returncode == 0, output
    assert "6 rows with customers' words" in output
    refused = koe(home, "export", "--department", "sales", "--to", str(home / "sales"))
    assert "lies under KOE_HOME" in refused.communicate(timeout=60)[0]
    lines = [json.loads(line) for line in next((home / "access").glob("*.jsonl")).read_text().splitlines()]
    assert [(line["via"], line["department"]) for line in lines] == [
        ("serve", "product"),
        ("export", "sales"),
    ]
