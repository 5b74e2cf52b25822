import base64
import hashlib
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from reports.build import build_site
from reports.errors import CountMismatchError, KeyFormatError, ReportError, SiteError
from reports.keys import WeekKey
from reports.model import build_weekly, load_site, load_week
from reports.model.paths import name_page, name_safely, number_page
from reports.model.weekly import ActionOutcome, Correction, OverdueAnswer
from reports.render.html import Neighbours, clean_value, render_weekly
from tests.reports.copies import MADE_AT, MONDAY
from tests.reports.strict_page import Page

SECRET = "渋谷の田中です、090の電話に折り返して"


@pytest.fixture(scope="module")
def busy(voice, topic, days):
    """Views of two weeks, two departments, several kinds, a risk, a shared topic and words to hide."""
    kinds = ["complaint", "request", "question", "praise", "procedure"]
    topics = [topic(f"t{i}", f"話題その{i}", kind=kind) for i, kind in enumerate(kinds)]
    voices = [
        voice(number, f"{number}番目の声です、つながりません。", topic_id=f"t{number % 5}",
              kind=kinds[number % 5], day=MONDAY - timedelta(days=7 - number % 14),
              channel=["phone", "mail", "sns"][number % 3], product=[None, "ミスト詰替"][number % 2],
              shared_with=["logistics"] if number % 5 == 0 else [])
        for number in range(1, 90)
    ]  # fmt: skip
    voices += [
        voice(200, SECRET, quotable=False, topic_id="t0", risk=["health"]),
        voice(201, "担当の決まらない声", department=None, topic_id=None),
    ]
    departments = [
        {"department": "support", "name": "お客様窓口", "position": 1},
        {"department": "logistics", "name": "物流部", "position": 2},
    ]
    span = days(MONDAY - timedelta(days=7), MONDAY + timedelta(days=6), voices)
    return {"voices": voices, "topics": topics, "departments": departments, "days": span}


@pytest.fixture(scope="module")
def site(open_copy, busy, tmp_path_factory):
    """The site of the busy copy, built once and only read."""
    return build_site(open_copy(**busy), tmp_path_factory.mktemp("busy") / "site", made_at=MADE_AT)


def read_pages(out):
    return {path.relative_to(out).as_posix(): Page(path) for path in sorted(out.rglob("*.html"))}


def read_files(out):
    """Return what readers can open: pages and downloads."""
    return [path for path in out.rglob("*.*") if path.is_file() and path.suffix != ".json"]


def read_bytes(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*.*"))}


def test_every_page_is_valid_small_and_fetches_nothing(site):
    pages = read_pages(site.out)
    assert site.pages == len(read_files(site.out))
    assert site.weeks == ("2026-W45", "2026-W46")
    assert site.departments == ("support", "logistics", "unassigned")
    for name, page in pages.items():
        assert page.source.startswith("<!DOCTYPE html>")
        assert 'lang="ja"' in page.source, name
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(
            later <= earlier + 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False)
        )
        assert not {"script", "iframe", "img", "link", "form"} & set(page.tags)
        assert "http" not in page.source.replace("http-equiv", "")
        assert len(page.source.encode()) < 300_000


def test_the_style_is_the_one_the_policy_allows(site):
    page = site.index.read_text(encoding="utf-8")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


def test_every_link_leads_to_a_page_and_every_page_is_linked(site):
    out = site.out
    linked = {(out / "index.html").resolve()}
    for name, page in read_pages(out).items():
        for link in page.links:
            address, _, fragment = link.partition("#")
            target = (out / name).parent.joinpath(address).resolve() if address else (out / name).resolve()
            assert target.is_file(), f"{name} links to {link}"
            assert not fragment or f'id="{fragment}"' in target.read_text(encoding="utf-8")
            linked.add(target)
    assert linked == {path.resolve() for path in read_files(out)}


def test_every_number_has_its_rows(site):
    out = site.out
    for report in out.glob("*/2026-W46/index.html"):
        source = report.read_text(encoding="utf-8")
        for address, cases in re.findall(r'<a href="([a-z0-9-]+\.html)">(\d+)件</a>', source):
            rows = Page(report.parent / address)
            assert f"{cases}件(" in rows.text
            numbers = re.findall(r'<tr><td class="n">(\d+)</td>', rows.source)
            assert len(set(numbers)) == int(cases), f"{report} says {cases} for {address}"


def test_words_that_must_not_be_quoted_are_nowhere(site):
    out = site.out
    assert not [name for name, page in read_pages(out).items() if "田中" in page.source]
    assert "個人に関わる記載があるため表示しません" in (out / "support/2026-W46/risk.html").read_text("utf-8")


def test_the_first_screen_keeps_its_order(site):
    out = site.out
    text = Page(out / "support/2026-W46/index.html").text
    order = [
        "お客様の声 週報", "データは揃っているか", "【至急確認】", "【ご判断いただきたいこと】",
        "【打ち手のその後】", "【変わらず多い声】", "【お褒め】", "【ご回答待ち】", "【数字の読み方】",
        "【前週分の訂正】", "不満とご要望の一覧", "【よくあるご質問】", "【お手続き】",
    ]  # fmt: skip
    places = [text.index(heading) for heading in order]
    assert places == sorted(places)
    assert "まだ登録がありません" in text
    assert "平常の幅はまだ出せません" in text


def test_places_kept_for_later_take_their_content(open_copy, busy):
    reader = open_copy(**busy)
    site = load_site(reader)
    week = load_week(reader, site, WeekKey(MONDAY))
    report = replace(
        build_weekly(reader, site, week, site.departments[0], made_at=MADE_AT),
        actions=(ActionOutcome("キャップの金型を修正", date(2026, 10, 26), "まだ判定できません。"),),
        overdue=(OverdueAnswer("「泡立ちが落ちた」の調査", date(2026, 11, 12)),),
        corrections=(Correction("「外箱がつぶれて届く」", 15, 17, "2件が遅れて到着"),),
    )
    page = render_weekly(report, Neighbours(None, None))
    assert "「キャップの金型を修正」(10月26日):まだ判定できません。" in page
    assert "「泡立ちが落ちた」の調査(期限11/12(木)、未回答)" in page
    assert "「外箱がつぶれて届く」 15件→17件(2件が遅れて到着)" in page
    assert "まだ登録がありません" not in page
    assert "前の週</a>" not in page


def test_the_same_inputs_give_the_same_bytes(site, open_copy, busy, tmp_path):
    shuffled = open_copy(**{**busy, "voices": busy["voices"][::-1], "topics": busy["topics"][::-1]})
    build_site(shuffled, tmp_path / "again", made_at=MADE_AT)
    assert read_bytes(site.out) == read_bytes(tmp_path / "again")


def test_long_lists_are_paged(open_copy, voice, topic, tmp_path):
    voices = [voice(number, f"{number}番の声") for number in range(1, 451)]
    out = build_site(open_copy(voices=voices, topics=[topic()]), tmp_path / "site", made_at=MADE_AT).out
    folder = out / "support/2026-W46"
    pages = [Page(folder / number_page("T000001.html", number)) for number in (1, 2, 3)]
    assert [page.tags.count("tr") - 1 for page in pages] == [200, 200, 50]
    assert not (folder / "T000001--p4.html").exists()
    assert [sorted(link for link in page.links if "T000001" in link) for page in pages] == [
        ["T000001--p2.html"] * 2,
        ["T000001--p3.html"] * 2 + ["T000001.html"] * 2,
        ["T000001--p2.html"] * 2,
    ]


HOSTILE = [
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "長" * 300, "{{ 7*7 }}{% raw %}",
    "行\r\n送り\u202eと\x00\x07制御😱", "",
]  # fmt: skip


def test_hostile_names_and_words_stay_text(open_copy, voice, topic, tmp_path):
    topics = [topic(f"t{i}", label) for i, label in enumerate(HOSTILE)]
    departments = [{"department": f"d{i}", "name": label, "position": i} for i, label in enumerate(HOSTILE)]
    voices = [
        voice(10 * i + number, f"{label}{number}", product=label, channel="fax", risk=["new_risk"],
              topic_id=f"t{i}", department=f"d{i}")
        for i, label in enumerate(HOSTILE)
        for number in (1, 2, 3)
    ]  # fmt: skip
    reader = open_copy(voices=voices, topics=topics, departments=departments)
    built = build_site(reader, tmp_path / "site", weeks=["2026-W46"], made_at=MADE_AT)
    for name, page in read_pages(built.out).items():
        assert not {"script", "img"} & set(page.tags), name
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", page.source)


def test_ids_that_are_no_file_names_are_hashed(open_copy, voice, topic, tmp_path):
    ids = ["../../etc/passwd", "東北地方", "unassigned", "Support", "a b", "index", "x" * 200]
    departments = [{"department": each, "name": each, "position": i} for i, each in enumerate(ids)]
    voices = [voice(i, department=each, topic_id=each) for i, each in enumerate(ids)]
    reader = open_copy(voices=voices, topics=[topic(each) for each in ids], departments=departments)
    built = build_site(reader, tmp_path / "site", weeks=["2026-W46"], made_at=MADE_AT)
    assert len(set(built.departments)) == len(ids) + 1
    assert all(re.fullmatch("[a-z0-9-]+", folder) for folder in built.departments)
    read_pages(built.out)


def test_safe_names_never_meet():
    names = ["t1", "T1", "risk", "index", "no-topic-complaint", "x-1", "", "ｔ1", "t1--shared", "t1--p2"]
    names += ["T000001", "t000001", "T01", "t01"]
    assert len({name_safely(name).lower() for name in names}) == len(names)
    assert name_safely("T000001") == "T000001"
    pages = {
        number_page(name_page(topic, kind, topic_kind="complaint", role=role), number)
        for topic in (None, "t1", "t1--shared", "t1--p2", "t1--request")
        for kind in ("complaint", "request")
        for role in ("owner", "shared")
        for number in (1, 2)
    }
    assert len(pages) == 5 * 2 * 2 * 2


@pytest.mark.parametrize("count", [0, 1])
def test_no_data_and_one_contact_still_make_a_page(open_copy, voice, topic, tmp_path, count):
    voices = [voice(1)][:count]
    out = build_site(
        open_copy(voices=voices, topics=[topic()] * count), tmp_path / "site", made_at=MADE_AT
    ).out
    text = Page(out / "support/2026-W46/index.html").text
    assert "今週、新しくご覧いただくものはありません。" in text
    assert f"うち当部に関わるものは{count}件" in text
    assert "None" not in text
    assert "nan" not in text


def test_nothing_published_yet_says_so(open_copy, tmp_path):
    built = build_site(open_copy(days=[], build=[]), tmp_path / "site", made_at=MADE_AT)
    assert built.weeks == ()
    assert "公開された日がまだないため、週報はありません。" in Page(built.index).text


def test_the_index_names_departments_with_their_figures(open_copy, busy, tmp_path):
    conflicts = [
        {"entry_id": "01J", "action": "rename", "reason": "topic t9 is gone"},
        {"entry_id": "01K.json", "action": "?", "reason": "記録ファイルを読み取れません"},
    ]
    reader = open_copy(**busy, journal_conflicts=conflicts)
    page = Page(build_site(reader, tmp_path / "site", made_at=MADE_AT).index)
    assert "support/2026-W46/index.html" in page.links
    assert "support/2026-W46/risk.html" in page.links
    assert "担当部署の決まっていない声" in page.text
    assert "名前の変更(記録 01J):topic t9 is gone" in page.text
    assert "編集(記録 01K.json):記録ファイルを読み取れません" in page.text


def test_weeks_can_be_chosen(open_copy, busy, tmp_path):
    reader = open_copy(**busy)
    built = build_site(reader, tmp_path / "one", weeks=["2026-W45"], made_at=MADE_AT)
    assert built.weeks == ("2026-W45",)
    with pytest.raises(ReportError, match=r"2026-W01.*2026-W45 to 2026-W46"):
        build_site(reader, tmp_path / "two", weeks=["2026-W01"], made_at=MADE_AT)
    with pytest.raises(KeyFormatError):
        build_site(reader, tmp_path / "three", weeks=["2026-11-09"], made_at=MADE_AT)
    assert not (tmp_path / "two").exists()


def test_weeks_whose_sentences_are_no_longer_kept_are_left_out(open_copy, busy, tmp_path):
    kept = [voice for voice in busy["voices"] if voice["day"] >= MONDAY]
    built = build_site(open_copy(**{**busy, "voices": kept}), tmp_path / "site", made_at=MADE_AT)
    assert built.weeks == ("2026-W46",)


def test_a_corrupted_count_is_not_published(open_copy, busy, tmp_path):
    wrong = {"week": MONDAY, "kind": "praise", "topic_id": "t9", "department": "support", "role": "owner",
             "voices": 1, "contacts": 1, "cases": 1}  # fmt: skip
    with pytest.raises(CountMismatchError, match="t9"):
        build_site(open_copy(**busy, weekly_topic_counts=[wrong]), tmp_path / "site", made_at=MADE_AT)


def test_a_folder_in_use_is_refused(open_copy, busy, tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(SiteError, match="empty folder"):
        build_site(open_copy(**busy), tmp_path, made_at=MADE_AT)
    with pytest.raises(ReportError, match="time zone"):
        build_site(open_copy(**busy), tmp_path / "new", made_at=datetime(2026, 11, 16))  # noqa: DTZ001


def test_a_template_may_not_print_nothing():
    with pytest.raises(ReportError, match="None"):
        clean_value(None)
    assert clean_value("ﾊﾟｯｸ㈱髙①\U0001f600\ud800\x00\u200f") == "ﾊﾟｯｸ㈱髙①\U0001f600\ufffd\ufffd"
