"""``koe reports export``: one department's copy, complete, private, written down."""

import json
import re
import stat
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from reports.build import build_site
from reports.errors import KeyFormatError
from reports.export import ExportError, export_department
from reports.portal import AccessLog
from reports.portal.errors import AccessLogError
from reports.site import publish_site

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
WORDS = "電話が混んでいてつながりません。"
OTHERS = "荷物が届きません。"


@pytest.fixture(scope="module")
def home(tmp_path_factory, open_copy, voice, topic):
    home = tmp_path_factory.mktemp("export")
    voices = [voice(i, WORDS) for i in range(6)]
    voices += [voice(i, WORDS, day=voices[0]["day"] - timedelta(days=7)) for i in range(20, 24)]
    voices += [voice(30, "これは見せません。", quotable=False)]
    voices += [voice(i, OTHERS, department="logistics", topic_id="T000002") for i in range(40, 46)]
    names = [("support", "お客様窓口"), ("logistics", "物流部")]
    departments = [{"department": d, "name": name, "position": n} for n, (d, name) in enumerate(names)]
    topics = [topic(), topic("T000002", "荷物の話", owner_department="logistics")]
    reader = open_copy(voices=voices, topics=topics, departments=departments)
    publish_site(home / "site", "000001-20261116T204000Z", lambda out: build_site(reader, out, made_at=NOW))
    (home / "key").write_text("the key of the pseudonyms")
    (home / "site/current/support/2026-W46/stolen.html").symlink_to(home / "key")
    (home / "site/current/support/2026-W46/.hidden.html").write_text("hidden")
    return home


@pytest.fixture
def take(home, tmp_path):
    def take_copy(to="copy", *, folder="support", weeks=()):
        log = AccessLog(tmp_path / "access")
        return export_department(
            home / "site", folder, tmp_path / to, weeks=weeks, log=log, by="hana", at=NOW
        )

    take_copy.log = tmp_path / "access" / "2026-11.jsonl"
    return take_copy


def test_a_copy_holds_the_department_and_nothing_else(take, tmp_path):
    made = take()
    texts = {
        path.relative_to(made.path).as_posix(): path.read_text("utf-8") for path in made.path.rglob("*.html")
    }
    assert set(texts) >= {
        "index.html",
        "support/index.html",
        "support/2026-W45/index.html",
        "support/2026-W46/T000001.html",
    }
    assert all(name == "index.html" or name.startswith("support/") for name in texts)
    everything = "".join(texts.values())
    assert WORDS in everything
    assert OTHERS not in everything
    assert "荷物の話" not in everything
    assert "the key" not in everything
    assert "hidden" not in [name for name in texts if "hidden" in name]
    assert not [path for path in made.path.rglob("*") if path.is_symlink()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.path.rglob("*") if path.is_file()} == {0o600}
    assert {
        stat.S_IMODE(path.stat().st_mode) for path in (made.path, *made.path.rglob("*")) if path.is_dir()
    } == {0o700}
    for name, text in texts.items():
        for link in re.findall(r'href="([^"#]+)"', text):
            assert (made.path / name).parent.joinpath(link).is_file(), f"{name} → {link}"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_it_says_what_it_contains_and_is_written_down_before(take):
    made = take()
    assert (made.weeks, made.sentences) == (("2026-W45", "2026-W46"), 10)
    cover = (made.path / "index.html").read_text("utf-8")
    assert "お客様の言葉を10行含みます。" in cover
    assert "2026年11月2日〜11月15日" in cover
    assert made.build in cover
    line = json.loads(take.log.read_text())
    assert (line["by"], line["via"], line["department"], line["rows"]) == ("hana", "export", "support", 10)
    assert line["page"] == "2026-W45,2026-W46"


def test_chosen_weeks_come_without_links_to_the_others(take):
    made = take(weeks=("2026-W46",))
    assert made.sentences == 6
    days = sorted(path.name for path in (made.path / "support").iterdir() if "-W" not in path.name)
    assert [day for day in days if day != "index.html"] == [f"2026-11-{day:02}" for day in range(9, 16)]
    listed = (made.path / "support/index.html").read_text("utf-8")
    assert "2026-11-15/index.html" in listed
    assert "新しくご覧いただくものはありません" in listed
    assert not (made.path / "support/2026-W45").exists()
    for path in made.path.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "2026-W45/" not in text
        for link in re.findall(r'href="([^"#]+)"', text):
            assert path.parent.joinpath(link).is_file(), f"{path} → {link}"


def test_a_zip_is_private_and_holds_the_same(take):
    folder, archive = take().path, take("copy.zip").path
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        names = set(opened.namelist())
        assert {info.external_attr >> 16 for info in opened.infolist()} == {0o600}
    assert names == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert not [name for name in names if name.startswith("/") or ".." in name]


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"folder": "sales"}, ExportError, "support, logistics, unassigned"),
        ({"folder": "../logistics"}, ExportError, "no department"),
        ({"weeks": ("2026-W01",)}, ExportError, "it has: 2026-W46, 2026-W45"),
        ({"weeks": ("../x",)}, KeyFormatError, "ISO week"),
    ],
)
def test_what_is_not_there_is_named_and_not_logged(take, tmp_path, asked, error, said):
    with pytest.raises(error, match=said):
        take(**asked)
    assert not take.log.exists()
    assert not (tmp_path / "copy").exists()


def test_nothing_is_mixed_into_what_is_there(take, tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("copy", "link"):
        with pytest.raises(ExportError, match="exists already"):
            take(name)


def test_without_the_log_nothing_leaves(take, tmp_path):
    (tmp_path / "access").write_text("no folder")
    with pytest.raises(AccessLogError):
        take()
    assert not (tmp_path / "copy").exists()


def test_without_a_site_it_says_what_to_run(tmp_path):
    (tmp_path / "site").mkdir()
    with pytest.raises(ExportError, match="koe reports build"):
        export_department(
            tmp_path / "site", "support", tmp_path / "x", weeks=(), log=AccessLog(tmp_path), by="h", at=NOW
        )
