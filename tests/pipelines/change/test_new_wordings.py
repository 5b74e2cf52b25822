"""A matter that nobody raised before, among voices that no topic holds: it is an alert within three days."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from nlp.analysis import Analyzer
from nlp.topics import TopicIndex, fit_topics
from nlp.vectors.embedder import LsaWordEmbedder
from pipelines.candidates import find_topic_candidates
from pipelines.change.novelty import find_new_groups
from warehouse.contract import business, core, mart
from warehouse.database import Database, open_database

NEWEST = date(2026, 11, 21)
DAYS = 28
SUBJECTS = (
    *(
        "会員証",
        "駐車場",
        "パンフレット",
        "包装紙",
        "試供品",
        "店内の音楽",
        "領収書",
        "ポイントの履歴",
        "カタログの写真",
    ),
    *(
        "アプリの文字",
        "配送箱",
        "詰替の袋",
        "棚の位置",
        "レジ袋",
        "予約の画面",
        "説明会",
        "案内状",
        "封筒",
        "見本",
        "担当者の名札",
    ),
)
COMPLAINTS = (
    *(
        "が少し小さいです",
        "が見つけにくいです",
        "が去年と違います",
        "の色が好みではありません",
        "が分かりにくいです",
    ),
    *(
        "が古くなっています",
        "について書いてありません",
        "が届く前に変わりました",
        "がいつも足りません",
        "の数が合いません",
    ),
)
NEW = (
    "新しいポンプが固くて押せません",
    "ポンプが固くて中身が出てきません",
    "容器のポンプが固すぎて押せないです",
    "母の力ではポンプが固くて押せません",
    "ポンプを押しても固くて中身が出ません",
    "ポンプが固いので片手では押せません",
    "買ったばかりなのにポンプが固くて押せない",
    "ポンプの頭が固くて最後まで押せません",
    "今度のポンプは固くて押すと手が痛いです",
    "ポンプが固くて何度押しても出てきません",
)
KNOWN = (
    "電話がいつも話し中でつながりません",
    "電話が混んでいてオペレーターにつながらない",
    "電話がつながるまで待たされます",
)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="module")
def index(analyzer: Analyzer) -> TopicIndex:
    sentences = [text + "。" * (number % 2) for number, text in enumerate(KNOWN * 6)]
    tokens = [list(reading.tokens) for reading in analyzer.read_many(sentences)]
    kinds = ["complaint"] * len(sentences)
    # The space is that of all that was said before; the topics hold calls that do not get through only.
    everything = [subject + complaint for subject in SUBJECTS for complaint in COMPLAINTS]
    said = [*tokens, *(list(reading.tokens) for reading in analyzer.read_many(everything))]
    embedder = LsaWordEmbedder.fit(said, seed=1)
    return fit_topics(sentences, tokens, [[]] * len(tokens), kinds, seed=1, embedder=embedder).index()


def assorted(a_day: int) -> Iterator[tuple[date, str]]:
    """Yield sentences that have little to do with each other, on all days of four weeks."""
    rng = np.random.default_rng(5)
    for number in range(DAYS):
        for _ in range(a_day):
            text = str(rng.choice(SUBJECTS)) + str(rng.choice(COMPLAINTS))
            yield NEWEST - timedelta(days=number), text


def fill(database: Database, said: list[tuple[date, str]], analyzer: Analyzer) -> None:
    """Store sentences without topic, and 30 cases a day of the same kind that have one."""
    readings = analyzer.read_many([text for _, text in said])
    voices, facts = [], []
    for number, ((day, text), reading) in enumerate(zip(said, readings, strict=True)):
        common = {"day": day, "voice_id": f"tel:{number:05d}/1.1", "contact_id": f"tel:{number:05d}",
                  "kind": "complaint", "risk": []}  # fmt: skip
        voices.append(
            common | {"seq": 1, "sentence": text, "tokens": list(reading.tokens), "kind_score": 1.0,
                      "sentiment": 0.0, "flags": [], "quotable": True, "expressions": []}
        )  # fmt: skip
        facts.append(common | {"channel": "phone", "shared_with": []})
    counts: Counter[tuple[date, str | None]] = Counter((day, None) for day, _ in said)
    counts.update({(NEWEST - timedelta(days=number), "T000001"): 30 for number in range(DAYS)})
    arrivals = [
        {"week": day - timedelta(days=day.weekday()), "day": day, "kind": "complaint", "topic_id": topic,
         "channel": "phone", "cases": cases, "separate_cases": cases}
        for (day, topic), cases in counts.items()
    ]  # fmt: skip
    for table, rows in (
        (core.VOICES, voices),
        (mart.VOICE_FACTS, facts),
        (mart.WEEKLY_CASE_ARRIVALS, arrivals),
    ):
        filled = [dict.fromkeys(column.name for column in table.columns) | row for row in rows]
        database.insert(table, pa.Table.from_pylist(filled, schema=table.arrow_schema()))


@pytest.fixture
def alerts(tmp_path: Path, analyzer: Analyzer, index: TopicIndex, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function from what was said beside assorted matters to groups that are new, by their sentences."""
    monkeypatch.setattr("pipelines.candidates.topic_index", lambda _: index)

    def look(said: list[tuple[date, str]], a_day: int = 10) -> list[tuple[dict[str, Any], list[str]]]:
        everything = [*assorted(a_day), *said]
        with open_database(tmp_path) as database:
            fill(database, everything, analyzer)
            registry: Any = SimpleNamespace()
            candidates = find_topic_candidates(database, registry, analyzer)
            database.insert(business.TOPIC_CANDIDATES, candidates)
            found = find_new_groups(database, NEWEST)
        members = {row["position"]: row["voice_ids"] for row in candidates.to_pylist()}
        return [
            (row, [everything[int(voice[4:9])][1] for voice in members[row["candidate"]]]) for row in found
        ]

    return look


def test_a_new_wording_of_three_days_is_an_alert(alerts: Any) -> None:
    said = [(NEWEST - timedelta(days=number % 3), text) for number, text in enumerate(NEW[:6])]
    ((row, sentences),) = alerts(said)
    assert sum("ポンプ" in text for text in sentences) > 0.8 * len(sentences)
    assert (row["topic_id"], row["kind"]) == (None, "complaint")
    assert row["seen"] >= 5
    assert row["began"] >= NEWEST - timedelta(days=2)


@pytest.mark.parametrize(("apart", "is_new"), [(0.4, True), (3.0, False)])
def test_where_nearly_all_voices_have_a_topic_they_are_the_measure(
    alerts: Any, apart: float, is_new: bool
) -> None:
    said = [(NEWEST - timedelta(days=int(apart * number)), text) for number, text in enumerate(NEW[:8])]
    assert bool(alerts(said, a_day=0)) is is_new


def test_the_same_words_over_four_weeks_are_none(alerts: Any) -> None:
    assert alerts([(NEWEST - timedelta(days=3 * number), text) for number, text in enumerate(NEW[:9])]) == []
