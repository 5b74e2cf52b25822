"""``koe reports serve``: one browser of this machine, by loopback names only."""

from datetime import UTC, datetime
from itertools import count

import pytest

from reports.portal import AccessLog, PortalPlaces, Viewer
from reports.portal.local import make_local_portal

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOST = "127.0.0.1:8750"
PAGE = "/b1/product/2026-W46/T1.html"


@pytest.fixture
def door(tmp_path, asgi):
    folder = tmp_path / "site" / "b1" / "product" / "2026-W46"
    folder.mkdir(parents=True)
    (folder / "T1.html").write_text("声", encoding="utf-8")
    numbers = count(1)
    places = PortalPlaces(tmp_path / "site", AccessLog(tmp_path / "access"), "serve", lambda: NOW)
    viewer = Viewer("taro", folders=frozenset({"product"}))
    app, address = make_local_portal(places, viewer, port=8750, make_secret=lambda: f"secret{next(numbers)}")

    def get(path, *, host=HOST, cookie=""):
        return asgi.call(app, path, host=host, headers=[("cookie", cookie)] if cookie else [])

    get.address = address
    get.log = tmp_path / "access" / "2026-11.jsonl"
    return get


def session(door):
    entered = door(door.address.removeprefix(f"http://{HOST}"))
    assert entered.status == 303
    assert entered.headers["location"] == "/current/index.html"
    return entered.headers["set-cookie"]


def test_the_address_lets_one_browser_in_once(door):
    assert door(PAGE).status == 401
    cookie = session(door)
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "secret1" not in cookie
    answer = door(PAGE, cookie=cookie.split(";")[0])
    assert (answer.status, answer.text) == (200, "声")
    assert '"by": "taro"' in door.log.read_text()
    assert '"via": "serve"' in door.log.read_text()
    assert door("/b1/sales/2026-W46/T1.html", cookie=cookie.split(";")[0]).status == 403
    again = door(door.address.removeprefix(f"http://{HOST}"))
    assert again.status == 401
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize(
    "cookie",
    [
        "koe_session=",
        "koe_session=secret1",
        "koe_session=secret2x",
        "other=secret2",
        "\x00=;;",
        'a="',
        "koe_session=ひみつ",
    ],
)
def test_other_cookies_open_nothing(door, cookie):
    session(door)
    assert door(PAGE, cookie=cookie.encode().decode("latin-1")).status == 401
    assert not door.log.exists()


@pytest.mark.parametrize(
    "query", ["", "?token=", "?token=secret2", "?token=secret1x", "?token=%00", "?token=%ff", "?secret1"]
)
def test_other_tokens_do_not_enter_and_do_not_use_it_up(door, query):
    assert door(f"/enter{query}").status == 401
    session(door)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8750",
        "127.0.0.1",
        "127.0.0.1:8751",
        "",
        "127.0.0.1.evil.example:8750",
        "[::1]:8750",
        "0.0.0.0:8750",
    ],
)
def test_a_name_of_somebody_else_is_refused_even_with_the_cookie(door, host):
    cookie = session(door).split(";")[0]
    answer = door(PAGE, host=host, cookie=cookie)
    assert answer.status == 421
    assert answer.text != "声"
    assert door(PAGE, host="LOCALHOST:8750", cookie=cookie).status == 200


def test_refusals_carry_the_headers_too(door):
    for answer in (door(PAGE), door("/enter"), door(PAGE, host="evil.example")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
