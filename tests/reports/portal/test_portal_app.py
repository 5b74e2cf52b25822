"""The portal: who sees what, what is written down, what every answer carries."""

import json
import stat
from datetime import date, timedelta

import pytest

from reports.portal import AccessLog, PortalPlaces, make_portal
from tests.reports.portal.desk_bench import NOW, WORDS
from tests.reports.portal.site_bench import NEW, OLD, make_site, who


@pytest.fixture(scope="module")
def home(tmp_path_factory, open_copy, voice, topic):
    return make_site(tmp_path_factory.mktemp("portal"), open_copy, voice, topic)


@pytest.fixture
def portal(home, tmp_path, asgi):
    log = AccessLog(tmp_path / "access")
    app = make_portal(PortalPlaces(home / "site", log, "airflow", lambda: NOW), who)

    def get(address, user="taro", roles="koe_support", method="GET"):
        return asgi.call(app, address, method=method, headers=[("x-user", user), ("x-roles", roles)])

    get.log = log
    get.folder = tmp_path / "access"
    return get


def written(portal):
    return [
        json.loads(line) for path in sorted(portal.folder.glob("*")) for line in path.read_text().splitlines()
    ]


PAGES = ["index.html", "support/index.html", "support/2026-W46/index.html", "support/2026-W46/T000001.html",
         "logistics/2026-W46/T000002.html", "unassigned/2026-W46/index.html", "executive.html", "nothing.html"]  # fmt: skip


@pytest.mark.parametrize("build", ["current", OLD, "no-such-build"])
@pytest.mark.parametrize("page", PAGES)
def test_logged_out_is_401_everywhere(portal, build, page):
    answer = portal(f"/{build}/{page}", user="")
    assert answer.status == 401
    assert WORDS not in answer.text
    assert portal("/", user="").status == portal("/builds", user="").status == 401


@pytest.mark.parametrize(
    ("user", "roles", "open_pages"),
    [
        ("taro", "koe_support", {0, 1, 2, 3}),
        ("hana", "", {0, 4}),
        ("taro", "koe_support,koe_logistics", {0, 1, 2, 3, 4}),
        ("boss", "Admin", {0, 1, 2, 3, 4, 5, 6}),
        ("guest", "", {0}),
        ("Hana", "KOE_SUPPORT,admin,koe_suppor,support", {0}),
    ],
)
def test_each_department_is_open_to_those_who_may_see_it(portal, user, roles, open_pages):
    got = [portal(f"/{NEW}/{page}", user=user, roles=roles).status for page in PAGES]
    wanted = [200 if number in open_pages else 403 for number in range(len(PAGES))]
    if "Admin" in roles:
        wanted[-1] = 404
    assert got == wanted
    assert not [line for line in written(portal) if line["by"] != user]


def test_pages_that_are_not_there_tell_nothing_to_those_who_may_not_see_them(portal):
    assert portal("/current/logistics/2026-W46/T999999.html").status == 403
    assert portal("/current/support/2026-W46/T999999.html").status == 404
    assert portal("/gone/support/2026-W46/T000001.html").status == 404


TRICKS = [
    "/current/support/../logistics/2026-W46/T000002.html",
    "/current/support/%2e%2e/logistics/2026-W46/T000002.html",
    "/current/support/%252e%252e/logistics/2026-W46/T000002.html",
    "/current/support%2f..%2flogistics/2026-W46/T000002.html",
    "/current/support/..%5clogistics%5cindex.html",
    "/current/%6cogistics/2026-W46/T000002.html",
    "/current/LOGISTICS/2026-W46/T000002.html",
    "/current/Support/2026-W46/T000001.html",
    "/current/logistics%00/2026-W46/T000002.html",
    "/current/support/2026-W46/T000001.html%00.css",
    "/current/support/../../../secret.html",
    "/../secret.html",
    "/%2fetc/passwd",
    "//etc/passwd",
    "/current/support/./2026-W46/T000001.html",
    "/current//support/2026-W46/T000001.html",
    "/current/site.json",
    "/.lock",
    f"/{NEW}/current/support/index.html",
    "/current/support/2026-W46/T000001.html;.css",
    "/current/%c0%ae%c0%ae/secret.html",
    "/current/support/%ef%bc%8e%ef%bc%8e/secret.html",
    "/" + "a/" * 500 + "b.html",
    "/current/support/" + "a" * 5000 + ".html",
    "/current/support/2026-W46/T000001.html%ff",
]


@pytest.mark.parametrize("address", TRICKS)
def test_tricks_with_paths_open_nothing(portal, address):
    answer = portal(address)
    assert answer.status == 403, answer.text
    assert "secret" not in answer.text
    assert WORDS not in answer.text
    assert written(portal) == []


@pytest.mark.parametrize(
    "address",
    [
        "/current/support/link.html",
        "/current/support/other/2026-W46/T000002.html",
        "/current/support/other/index.html",
    ],
)
def test_links_planted_in_the_site_lead_nowhere(portal, address):
    assert portal(address).status == 404
    assert portal(address, roles="Admin").status == 404
    assert [line["page"] for line in written(portal) if "link" in line["page"]] == []


def test_the_first_page_names_only_the_departments_one_may_see(portal):
    text = portal("/current/index.html").text
    assert "お客様窓口" in text
    assert "support/2026-W46/index.html" in text
    assert not [
        word
        for word in ("物流部", "logistics", "荷物の話", "T000002", "unassigned", "反映できなかった")
        if word in text
    ]
    text = portal("/current/index.html", user="guest", roles="").text
    assert "お客様窓口" not in text
    text = portal("/current/index.html", roles="Admin").text
    assert all(word in text for word in ("お客様窓口", "物流部", "unassigned/index.html", "反映できなかった"))
    assert written(portal) == []


def test_a_build_of_an_unknown_version_has_its_first_page_only_for_those_who_see_all(portal, home):
    facts = home / "site" / OLD / "site.json"
    kept = facts.read_bytes()
    for content in (b"{}", b"", kept.replace(b'"format": 1', b'"format": 99')):
        facts.write_bytes(content)
        assert portal(f"/{OLD}/index.html").status == 404
        assert portal(f"/{OLD}/index.html", roles="Admin").status == 200
        assert portal(f"/{OLD}/support/2026-W46/T000001.html").status == 200
    facts.write_bytes(kept)


def test_a_withdrawn_department_is_closed_in_earlier_builds_too(portal, home):
    facts = home / "site" / NEW / "site.json"
    kept = facts.read_text(encoding="utf-8")
    body = json.loads(kept)
    for line in body["index"]["departments"]:
        line["is_withdrawn"] = line["department"]["folder"] == "support"
    facts.write_text(json.dumps(body), encoding="utf-8")
    try:
        for user, roles in (("taro", "koe_support"), ("boss", "Admin")):
            assert portal(f"/{OLD}/support/2026-W46/T000001.html", user, roles).status == 404
            assert portal("/current/support/index.html", user, roles).status == 200
        assert portal(f"/{OLD}/logistics/2026-W46/T000002.html", "hana", "").status == 200
    finally:
        facts.write_text(kept, encoding="utf-8")
    assert portal(f"/{OLD}/support/2026-W46/T000001.html").status == 200


def test_earlier_builds_are_listed_and_open(portal):
    text = portal("/builds").text
    assert text.index(NEW) < text.index(OLD)
    assert "11月17日 5:40作成" in text
    assert portal(f"/{OLD}/support/2026-W46/T000001.html").status == 200
    assert portal("/").headers["location"] == "current/index.html"
    assert 'href="../builds"' in portal("/current/").text


def test_every_opening_of_customers_words_is_written_down_without_the_words(portal):
    portal("/current/support/2026-W46/T000001.html")
    portal(f"/{OLD}/support/2026-W46/index.html")
    portal("/current/support/table.csv")
    portal("/current/support/index.html")
    portal("/current/logistics/2026-W46/T000002.html")
    portal("/current/support/2026-W46/T000009.html")
    lines = written(portal)
    assert [(line["kind"], line["page"], line["build"]) for line in lines] == [
        ("sentences", "2026-W46/T000001.html", NEW),
        ("report", "2026-W46/index.html", OLD),
        ("file", "table.csv", NEW),
    ]
    assert {(line["by"], line["department"], line["via"], line["at"]) for line in lines} == {
        ("taro", "support", "airflow", NOW.isoformat())
    }
    path = portal.folder / "2026-11.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(portal.folder.stat().st_mode) == 0o700
    assert "電話" not in path.read_text()
    assert "\\u" not in path.read_text()


def test_what_cannot_be_written_down_is_not_shown(portal):
    portal.folder.write_text("a file where the folder should be")
    answer = portal("/current/support/2026-W46/T000001.html")
    assert answer.status == 503
    assert WORDS not in answer.text
    assert portal("/current/index.html").status == 200


def test_a_planted_link_is_not_written_through(portal, tmp_path):
    portal.folder.mkdir()
    (portal.folder / "2026-11.jsonl").symlink_to(tmp_path / "elsewhere")
    assert portal("/current/support/2026-W46/T000001.html").status == 503
    assert not (tmp_path / "elsewhere").exists()


def test_openings_are_counted_by_department_and_never_by_name(portal):
    for user in ("taro", "taro", "jiro"):
        portal("/current/support/2026-W46/T000001.html", user=user)
    portal("/current/logistics/2026-W46/index.html", user="hana", roles="")
    with (portal.folder / "2026-11.jsonl").open("a") as file:
        file.write('{"at": "2026-11-2')
    day = date(2026, 11, 23)
    counts = portal.log.counts(day, day)
    assert [(each.folder, each.kind, each.opened, each.people) for each in counts] == [
        ("logistics", "report", 1, 1),
        ("support", "sentences", 3, 2),
    ]
    assert portal.log.counts(day - timedelta(days=30), day - timedelta(days=1)) == []
    assert "taro" not in repr(counts)


@pytest.mark.parametrize(
    ("address", "user"),
    [("/current/index.html", "taro"), ("/current/support/2026-W46/T000001.html", "taro"), ("/current/logistics/index.html", "taro"),
     ("/current/support/x.html", "taro"), ("/", "taro"), ("/builds", "taro"), ("/current/index.html", ""), ("/current/support/table.csv", "taro")],
)  # fmt: skip
def test_every_answer_carries_the_headers(portal, address, user):
    headers = portal(address, user=user).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "script-src" not in policy
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_the_policy_allows_the_style_of_the_page_and_no_other(portal, home):
    page = portal("/current/support/2026-W46/T000001.html")
    policy = page.headers["content-security-policy"]
    meta = page.text.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert meta.split("style-src ")[1].split(";")[0] in policy
    planted = home / "site" / NEW / "support" / "planted.html"
    planted.write_text("<style>body{display:none}</style>")
    assert portal("/current/support/planted.html").headers["content-security-policy"] == policy


def test_tables_are_downloads(portal):
    answer = portal("/current/support/table.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="table.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_nothing_can_be_changed_through_it(portal, method):
    answer = portal("/current/support/2026-W46/T000001.html", method=method)
    assert answer.status == 405
    assert WORDS not in answer.text


def test_before_the_first_build_it_says_so(tmp_path, asgi):
    app = make_portal(PortalPlaces(tmp_path / "site", AccessLog(tmp_path), "airflow", lambda: NOW), who)
    headers = [("x-user", "boss"), ("x-roles", "Admin")]
    answer = asgi.call(app, "/current/index.html", headers=headers)
    assert answer.status == 404
    assert "週報はまだありません" in answer.text
    assert "まだありません" in asgi.call(app, "/builds", headers=headers).text


@pytest.mark.parametrize("name", ["x\n{}", "髙橋", 'a"b', "=HYPERLINK()"])
def test_a_strange_user_name_stays_one_line_of_the_log(tmp_path, name):
    from reports.portal import Opening

    log = AccessLog(tmp_path)
    log.append(Opening(NOW, name, "airflow", "support", "b", "p.html", "sentences"))
    assert (tmp_path / "2026-11.jsonl").read_bytes().count(b"\n") == 1
    assert [opening.by for opening in log.openings(date(2026, 11, 1), date(2026, 11, 30))] == [name]
