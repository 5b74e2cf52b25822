"""The search of customers' words: rights, what is hidden, what is never written down."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.portal import AccessLog, Desk, PortalPlaces, Viewer, make_portal
from reports.portal.desk import InForce, Preview
from reports.portal.folding import fold, half_width, mark_words, split_words
from reports.portal.search_pages import SearchPages
from warehouse.journal import Journal
from warehouse.published import TooSlowError

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
SUPPORT = Viewer("taro", folders=frozenset({"support"}))
ALL = Viewer("boss", sees_all=True)


@pytest.fixture(scope="module")
def copy(open_copy, voice, topic):
    said = [
        *[("電話が混んでいてつながりません。", {"tokens": ["電話", "混む", "繋がる"]})] * 40,
        *[("ｱﾌﾟﾘにﾛｸﾞｲﾝできません。", {})] * 3,
        *[("ＱＲコードで５０％ＯＦＦになりません。", {})] * 6,
        *[("田中一郎の件です。", {"quotable": False})] * 2,
        *[("病気のことを話しました。", {"quotable": False})] * 7,
        *[("倉庫の電話が鳴りません。", {"department": "logistics", "topic_id": "T000002"})] * 6,
        *[("共有の電話です。", {"department": "logistics", "shared_with": ["support"]})] * 6,
        *[("どこの電話か不明です。", {"department": None, "topic_id": None})] * 6,
        ("<b>50%_off</b>の' OR 1=1 -- です。", {}),
    ]
    voices = [voice(number, words, **changes) for number, (words, changes) in enumerate(said)]
    names = [("support", "お客様窓口"), ("logistics", "物流部")]
    departments = [{"department": d, "name": name, "position": n} for n, (d, name) in enumerate(names)]
    topics = [topic(), topic("T000002", "倉庫の話", owner_department="logistics")]
    return open_copy(voices=voices, topics=topics, departments=departments).path


@pytest.fixture
def find(copy, tmp_path, asgi):
    def search(query, viewer=SUPPORT, page=1, scopes=None):
        desk = Desk(
            Journal(tmp_path / "journal"), lambda: b"k", lambda: copy, lambda: InForce({}), lambda _: Preview(),
            lemmas=lambda text: ("繋がる",) if text.startswith("つなが") else (),
        )  # fmt: skip
        places = PortalPlaces(tmp_path / "site", AccessLog(tmp_path / "access"), "airflow", lambda: NOW, desk)
        app = make_portal(places, lambda: viewer)
        return asgi.call(app, f"/search?q={quote(query, errors='surrogatepass')}&page={page}", scopes=scopes)

    search.log = tmp_path / "access" / "2026-11.jsonl"
    return search


def plain(answer):
    return answer.text.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(
    ("query", "count"),
    [("混んで", 40), ("つながらない", 40), ("電話 つながる", 40), ("ログイン", 3), ("ﾛｸﾞｲﾝ", 3), ("qrコード", 6), ("ＱＲ", 6), ("50%off", 6),
     ("倉庫", 0), ("鳴りません", 0), ("共有の", 6), ("不明", 0), ("電話", 46), ("%", 7), ("' OR 1=1 --", 1), ("話し 混んで", 0)],
)  # fmt: skip
def test_words_are_found_whatever_their_width_within_the_rights(find, query, count):
    answer = find(query)
    assert answer.status == 200
    assert (f"{count}件({count}文)見つかりました" if count else "見つかりませんでした") in answer.text


def test_who_sees_all_finds_in_all_departments(find):
    assert "58件(58文)見つかりました" in find("電話", ALL).text
    assert "6件(6文)" in find("不明", Viewer("x", folders=frozenset({"unassigned"}))).text
    assert "見つかりませんでした" in find("電話", Viewer("nobody")).text


def test_what_must_not_be_quoted_is_counted_and_not_shown(find):
    answer = find("病気")
    assert "ほかに7文ありますが、個人に関わる記載があるため表示しません" in answer.text
    assert "病気のこと" not in plain(answer)
    # Two would say that somebody of this name called.
    answer = find("田中一郎")
    assert "見つかりませんでした" in answer.text
    assert "ほかに" not in answer.text


def test_few_cases_have_no_days(find):
    few, many = find("ログイン"), find("混んで")
    assert "11/9" not in few.text
    assert "件数が少ないため、日付は伏せています" in few.text
    assert "11/9(月)" in many.text


def test_pages_follow_one_another(find):
    first, second, third = (find("混んで", page=page) for page in (1, 2, 9))
    assert first.text.count('<td class="said">') == 30
    assert second.text.count('<td class="said">') == 10
    assert "1 / 2ページ" in first.text
    assert "40件" in third.text
    assert 'rel="next"' not in second.text


@pytest.mark.parametrize("query", ["", "　 ", "<script>alert(1)</script>", "\"'><img src=x>", "a" * 5000, "\x00\ud800", "𠮷野家😀", "' ; DROP TABLE x", "（（（", "a b c d e f g"])  # fmt: skip
def test_anything_may_be_asked(find, query):
    answer = find(query)
    assert answer.status == 200
    assert "<script" not in answer.text
    assert "<img" not in answer.text


def test_hostile_sentences_stay_text(find):
    assert "<b>" not in find("off").text
    assert "&lt;b&gt;" in find("off").text


def test_the_words_are_written_down_nowhere(find):
    scopes = []
    find("混んで", scopes=scopes)
    line = json.loads(find.log.read_text(encoding="utf-8"))
    assert (line["kind"], line["rows"], line["by"], line["page"]) == ("search", 30, "taro", "search")
    assert "混" not in json.dumps(line, ensure_ascii=False)
    # What a server writes of a request, it takes from here.
    assert scopes[0]["query_string"] == b""
    assert scopes[0]["path"] == "/search"
    assert find("混んで").headers["referrer-policy"] == "no-referrer"


def test_a_search_that_takes_too_long_says_so(find, monkeypatch):
    def slow(*_, **__):
        raise TooSlowError("10 s")

    monkeypatch.setattr("reports.portal.search.fetch_within", slow)
    answer = find("混んで")
    assert answer.status == 503
    assert "検索を止めました" in answer.text


def test_only_so_many_search_at_once(find, monkeypatch):
    monkeypatch.setattr("reports.portal.search_pages.AT_ONCE", 1)
    inside = []

    def nested(self, view, query, page, asked=SearchPages._find):
        if inside:
            return asked(self, view, query, page)
        inside.append(1)
        with self._places:
            return asked(self, view, query, page)

    monkeypatch.setattr(SearchPages, "_find", nested)
    answer = find("混んで")
    assert answer.status == 503
    assert "混み合っています" in answer.text


def test_what_cannot_be_written_down_is_not_found(find):
    find.log.parent.write_text("a file where the folder should be")
    answer = find("混んで")
    assert answer.status == 503
    assert "つながりません" not in answer.text


@given(st.text(max_size=60), st.lists(st.text(max_size=5), max_size=4))
def test_marking_keeps_every_character(sentence, words):
    pieces = mark_words(sentence, [fold(word) for word in words])
    assert "".join(piece for piece, _ in pieces) == sentence


@given(st.text(alphabet="アイウガパーッンヴa1あ漢、。「」", max_size=12))
def test_half_width_and_back(word):
    assert fold(half_width(word)) == fold(word)


@given(st.text(max_size=300))
def test_words_of_a_query_are_few_and_folded(query):
    words = split_words(query)
    assert len(words) <= 4
    assert all(word and not any(character.isspace() for character in word) for word in words)
