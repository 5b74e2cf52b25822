"""Holding, turning back and withdrawing what readers see; corrections of what they saw; the night's line."""

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.backfill import run_days
from pipelines.control import Order, control
from pipelines.doctor import FAIL, examine, last_good_day
from pipelines.errors import ConfigError, PipelineError
from pipelines.night import publish_night, verify_sample
from pipelines.night_failure import failure_text, first_line, forget_failure, note_failure
from pipelines.night_line import night_line, read_nights
from pipelines.publication import publication_state
from pipelines.publish import publish
from pipelines.site import build_reports
from tests.pipelines.homes import END, NOW, last_days, make_home
from warehouse.published import newest, open_published

pytestmark = pytest.mark.system

DAYS = last_days(6)
WHY = "数字を確認しています<b>"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = make_home(tmp_path_factory.mktemp("homes") / "controlled", days=6, contacts_per_day=15, canaries=0)
    run_days(DAYS, made, now=NOW, workers=1)
    build_reports(made, now=NOW)
    return made


def order(settings, action, hours, **values):
    return control(Order(action, "sato", **values), settings, now=NOW + timedelta(hours=hours))


def shown(settings):
    return newest(settings.warehouse_dir).stem.removeprefix("published-")


def site(settings):
    return (settings.site_dir / "current").readlink().name


def test_a_hold_keeps_copy_and_site_while_nights_go_on_until_the_release(settings):
    before = shown(settings), site(settings)
    order(settings, "hold", 1, why="点検")
    result = run_days([END], settings, now=NOW, workers=1)
    assert result.published.held
    build_reports(settings, now=NOW + timedelta(hours=1))
    assert (shown(settings), site(settings)) == before
    assert night_line(END, settings).text().split()[1].startswith("公開は保留中(")
    assert publication_state(settings).held.why == "点検"
    order(settings, "release", 2)
    assert shown(settings) > before[0]
    assert site(settings) > before[1]
    with pytest.raises(PipelineError, match="not held"):
        order(settings, "release", 3)


def test_a_rollback_shows_the_build_before_and_the_next_night_leaves_it_so(settings):
    newer = publish(settings, now=NOW).build
    build_reports(settings, now=NOW + timedelta(hours=4))
    order(settings, "rollback", 5)
    assert shown(settings) < newer
    assert site(settings).startswith(f"{shown(settings)}-")
    back = shown(settings)
    assert publish(settings, now=NOW).held
    build_reports(settings, now=NOW + timedelta(hours=6))
    assert (shown(settings), site(settings)[:6]) == (back, back)
    with pytest.raises(PipelineError, match=r"there is no build 999999; kept are 0"):
        order(settings, "rollback", 7, build="999999")
    order(settings, "release", 8)
    assert shown(settings) > newer


def test_a_withdrawn_department_is_a_plain_page_in_every_kept_build(settings):
    department = settings.departments.departments[0]
    order(settings, "withdraw", 9, department=department.id, why=WHY)
    pages = [
        page
        for build in settings.site_dir.iterdir()
        if build.is_dir()
        for page in (build / department.id).rglob("*.html")
    ]
    texts = {page.read_text(encoding="utf-8") for page in pages}
    assert pages
    assert all("公開を取り下げています" in text for text in texts)
    assert all("数字を確認しています&lt;b&gt;" in text for text in texts)
    assert all("<q>" not in text and "件</strong>" not in text for text in texts)
    index = (settings.site_dir / "current" / "index.html").read_text(encoding="utf-8")
    assert "公開を取り下げています" in index
    other = settings.departments.departments[1].id
    assert "データは揃っているか" in next(
        (settings.site_dir / "current" / other).glob("*-W*/index.html")
    ).read_text(encoding="utf-8")
    publish(settings, now=NOW)
    build_reports(settings, now=NOW + timedelta(hours=10))
    page = settings.site_dir / "current" / department.id / "index.html"
    assert "公開を取り下げています" in page.read_text(encoding="utf-8")
    order(settings, "restore", 11, department=department.id)
    assert "公開を取り下げています" not in page.read_text(encoding="utf-8")
    with pytest.raises(PipelineError, match="no department 'nobody'"):
        order(settings, "withdraw", 12, department="nobody")


def test_a_late_file_is_stated_as_a_correction_with_was_is_and_why(settings):
    day = DAYS[0]
    chat = settings.home / "demo" / "files" / "chat" / f"{day}.jsonl"
    lines = chat.read_text(encoding="utf-8").splitlines()
    more = [
        json.dumps(json.loads(line) | {"chat_id": f"LATE{json.loads(line)['chat_id']}"}) for line in lines
    ]
    late = chat.with_name(f"{day}.jsonl")
    late.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    before = _contacts(settings, day)
    run_days([day], settings, now=NOW, workers=1)
    after = _contacts(settings, day)
    assert after > before
    with open_published(newest(settings.warehouse_dir)) as reader:
        rows = reader.query(
            "SELECT * FROM published.corrections WHERE measure = 'contacts' AND first_day = $day",
            {"day": day},
        ).to_pylist()
    assert [(row["was"], row["became"], row["state"]) for row in rows] == [(before, after, "confirmed")]
    assert "corrected_file" in rows[0]["reasons"] or "late_file" in rows[0]["reasons"]
    assert "journal" not in rows[0]["reasons"]
    publish(settings, now=NOW)
    with open_published(newest(settings.warehouse_dir)) as reader:
        again = reader.query("SELECT * FROM published.corrections WHERE measure = 'contacts'").num_rows
    assert again == 1, "a publication that changes nothing adds none, and keeps those that were stated"


def _contacts(settings, day):
    with open_published(newest(settings.warehouse_dir)) as reader:
        return (
            reader.query("SELECT contacts FROM published.days WHERE day = $day", {"day": day})
            .column(0)[0]
            .as_py()
        )


def test_a_new_day_in_a_week_that_is_under_way_is_no_correction(tmp_path):
    made = make_home(tmp_path / "growing", days=3, contacts_per_day=10, canaries=0)
    for day in last_days(3)[:2]:
        run_days([day], made, now=NOW, workers=1)
    with open_published(newest(made.warehouse_dir)) as reader:
        assert reader.query("FROM published.corrections").to_pylist() == []


def test_the_nights_line_says_what_readers_have_and_who_did_not_come(settings):
    started = NOW
    publish_night([END.isoformat()], settings, started_at=started, now=lambda: NOW + timedelta(seconds=90))
    night = read_nights(settings)[-1]
    assert night["text"].startswith(f"{END.month}/{END.day}分 公開済(版")
    assert night["seconds"] == 90
    missing = night_line(END - timedelta(days=1), settings)
    assert missing.missing == ("店頭・Webアンケート",)
    assert "未着:店頭・Webアンケート" in missing.text()
    kept = night_line(END + timedelta(days=1), settings)
    assert (kept.state, kept.must_act) == ("kept", True)
    assert "前日版のまま" in kept.text()
    assert "要対応(8:00まで)" in kept.text()


def test_a_failed_nights_line_has_the_first_error_and_no_foreign_words(settings):
    note_failure(END, "load", ConfigError("koe.yaml:1: late_days is no number"), settings)
    note_failure(END, "publish", ValueError("090-1234-5678"), settings)
    text = failure_text(END, settings)
    assert "load: ConfigError: koe.yaml:1" in text
    assert "設定を直してから" in text
    assert first_line("annotate", ValueError("090-1234-5678")).startswith("annotate: ValueError — ")
    forget_failure(END, settings)
    assert "late_days" not in failure_text(END, settings)


def test_the_doctor_finds_what_is_broken_and_says_what_to_do(settings):
    found = {item.name: item for item in examine(settings, now=NOW)}
    assert last_good_day(settings) == END
    assert [item.line() for item in found.values() if item.level == FAIL] == []
    assert {"configuration", "home", "disk", "key", "versions", "lock", "journal", "published", "source phone",
            "freshness", "verify"} <= set(found)  # fmt: skip
    settings.key_file.chmod(0o644)
    try:
        broken = {item.name: item for item in examine(settings, now=NOW + timedelta(days=9))}
    finally:
        settings.key_file.chmod(0o600)
    assert (broken["key"].level, broken["key"].remedy) == (FAIL, f"run: chmod 600 {settings.key_file}")
    assert (
        broken["freshness"].remedy
        == f"run 'koe backfill {END + timedelta(days=1)} {END + timedelta(days=9)}'"
    )


def test_the_weekly_sample_is_kept_and_published(settings):
    assert verify_sample(settings, count=1, now=NOW)[0].endswith(" identical")
    publish(settings, now=NOW)
    index = build_reports(settings, now=NOW + timedelta(hours=20)).parent
    pages = [page.read_text(encoding="utf-8") for page in index.glob("*/2026-W*/index.html")]
    assert pages
    assert all("直近の再計算の照合:同一 1日" in page for page in pages)


def test_the_readers_guide_opens_a_copy_as_it_says_and_fast(settings, monkeypatch, capsys):
    guide = (Path(__file__).parents[2] / "docs" / "readers-guide.md").read_text(encoding="utf-8")
    code = guide.partition("```python\n")[2].partition("```")[0]
    monkeypatch.setenv("KOE_HOME", str(settings.home))
    exec(compile(code, "readers-guide.md", "exec"), {})
    assert "provisional" in capsys.readouterr().out
    times = []
    for _ in range(5):
        start = time.perf_counter()
        with open_published(newest(settings.warehouse_dir)) as reader:
            reader.query("FROM published.weekly_totals")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1
