import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.analysis import Analyzer, UtteranceAnalysis
from nlp.intent.model import KINDS
from nlp.vocabulary import vocabulary_of

ANALYZER = Analyzer()
PIECES = st.sampled_from(
    [
        "電話がつながりません",
        "解約したいです",
        "いつ届きますか",
        "ありがとうございました。",
        "。",
        "\n",
        "> ",
        "-- \n",
        "［氏名1］",
        "えーと、",
        "ｶﾞ",
        "㈱",
        "😊",
        "\x00",
        "\ud800",
        " ",
        "ので",
        "けど",
        "とても親切でした！",
        "\ufeff",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def covered(text: str, analysis: UtteranceAnalysis) -> bool:
    left = list(text)
    for s in analysis.sentences:
        assert text[s.start : s.end] == s.text
        left[s.start : s.end] = [" "] * (s.end - s.start)
    # what may be missing are blanks and characters that print nothing
    return all(c.isspace() or not c.isprintable() or c in "\x00\ufeff" for c in left)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["customer", "memo", "unknown", "operator"]))
def test_sentences_cover_the_masked_text_in_order(text: str, speaker: str) -> None:
    result = ANALYZER.analyse(text, speaker)
    assert covered(text, result)
    starts = [s.start for s in result.sentences]
    assert starts == sorted(starts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["customer", "memo", "operator"])), max_size=8))
def test_batches_give_what_single_texts_give(rows: list[tuple[str, str]]) -> None:
    many = ANALYZER.analyse_many([t for t, _ in rows], [s for _, s in rows])
    assert many == [ANALYZER.analyse(t, s) for t, s in rows]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "😊😊😊",
        "\x00\x01\x02",
        "\ud800\udfff",
        "あ" * 49_150,
        "電話がつながらない。" * 1000,
        "！？…",
        "\ue000\uf8ff",
        "［" * 500,
        "「" * 500,
        "a" * 5000,
        "\n" * 5000,
    ],
)
def test_bad_input_neither_crashes_nor_gets_lost(text: str) -> None:
    result = ANALYZER.analyse(text)
    assert result.intent in KINDS
    assert -1.0 <= result.sentiment <= 1.0
    assert covered(
        text.replace("\ue000", " ").replace("\uf8ff", " "),
        ANALYZER.analyse(text.replace("\ue000", " ").replace("\uf8ff", " ")),
    )


def test_a_million_characters() -> None:
    text = "電話がつながらないんですけどどうなっていますかもう解約します" * 3_334 + "あ" * 900_000
    result = ANALYZER.analyse(text)
    assert covered(text, result)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("電話が全然つながりません。", "complaint"),
        ("無香料のタイプも出してほしいです", "request"),
        ("登録住所の変更をお願いします", "procedure"),
        ("送料はいくらですか", "question"),
        ("店員さんがとても親切で感動しました", "praise"),
        ("ありがとうございました。失礼します", "other"),
        ("特になし", "other"),
        ("はい、お願いします", "other"),
    ],
)
def test_kinds(text: str, intent: str) -> None:
    assert ANALYZER.analyse(text).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("外箱がつぶれた状態で到着したとのご指摘。", "complaint"),
        ("店舗スタッフの説明が丁寧だったとのお褒め。", "praise"),
        ("ポイントの失効時期についてのご質問。", "question"),
        ("交換品を手配済み。", "other"),
    ],
)
def test_memos_are_reported_speech(text: str, intent: str) -> None:
    assert ANALYZER.analyse(text, "memo").intent == intent


def test_quotes_and_signature_of_a_mail_are_no_voice() -> None:
    mail = "お世話になっております。\n商品が割れていました。\n\n> 電話がつながりません。\n--\n［氏名1］\nTEL ［電話番号1］\n"
    kinds = {s.text: s.kind for s in ANALYZER.analyse(mail).sentences}
    assert kinds["商品が割れていました。"] == "complaint"
    assert {k for t, k in kinds.items() if t != "商品が割れていました。"} == {"other"}


def test_operators_are_kept_without_effort() -> None:
    result = ANALYZER.analyse("電話がつながりません。", "operator")
    assert (result.intent, result.expressions, result.tokens) == ("other", (), ())
    assert result.sentences[0].text == "電話がつながりません。"


def test_risk_is_always_a_voice() -> None:
    result = ANALYZER.analyse("消費生活センターに言います。")
    assert result.sentences[0].risk == ("legal",)
    assert result.intent != "other"


def test_fingerprint_follows_the_word_lists() -> None:
    prints = {
        Analyzer().fingerprint,
        Analyzer(vocabulary_of(["声"])).fingerprint,
        Analyzer(vocabulary_of(synonyms={"a": "b"})).fingerprint,
        Analyzer(vocabulary_of(stop_words=["声"])).fingerprint,
    }
    assert len(prints) == 4
    assert Analyzer().fingerprint == ANALYZER.fingerprint


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="1 texts but 0 speakers"):
        ANALYZER.analyse_many(["あ"], [])


@pytest.mark.corpora
@pytest.mark.skipif("KOE_CORPORA" not in os.environ, reason="KOE_CORPORA names no folder of corpora")
def test_kinds_on_gold() -> None:
    from sklearn.metrics import f1_score

    with gzip.open(Path(os.environ["KOE_CORPORA"]) / "intent_gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found = ANALYZER.analyse_many([r["text"] for r in rows], ["customer"] * len(rows))
    assert f1_score([r["intent"] for r in rows], [f.intent for f in found], average="macro") >= 0.70
