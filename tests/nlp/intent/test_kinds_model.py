import csv
import gzip
import importlib.resources
import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.analysis import Analyzer
from nlp.intent.adapt import Label, fit_adaptation
from nlp.intent.adaptation import adapted, read_adaptation
from nlp.intent.explain import explain, load_cues, read_source, spread
from nlp.intent.features import ROWS, clues_of, frame_of, grams, simplified_spans, simplify, token_grams
from nlp.intent.model import KINDS, ModelError, load_model
from nlp.normalise import normalise
from nlp.tokens import Tokenizer, join_compounds

TOKENIZER = Tokenizer()
MODEL = load_model()
NASTY = st.lists(
    st.sampled_from(
        [
            "電話が",
            "つながりません",
            "ほしい",
            "ｶﾞｽ",
            "㈱",
            "😊",
            "〓",
            "［氏名1］",
            "2026",
            " ",
            "。",
            "\x00",
            "\x02",
            "\x03",
            "\ud800",
            "Ａ",
            "ー",
            "解約したい",
            "İ",
            "いつ届きますか",
            "、",
        ]
    ),
    max_size=8,
).map(lambda pieces: normalise("".join(pieces)).text)


def clues(sentence):
    parts = TOKENIZER.split(sentence)
    return clues_of(parts, join_compounds(parts, sentence))


def frame(sentence):
    return [frame_of(token) for token in TOKENIZER.split(sentence)]


@settings(max_examples=60, deadline=None)
@given(st.lists(NASTY, min_size=1, max_size=6))
def test_a_batch_scores_like_single_sentences_in_any_order(sentences):
    looked_at = [clues(s) for s in sentences]
    kinds, feelings = MODEL.scores(sentences, looked_at)
    backwards, _ = MODEL.scores(sentences[::-1], looked_at[::-1])
    assert np.array_equal(kinds, backwards[::-1])
    for i, (sentence, seen) in enumerate(zip(sentences, looked_at, strict=True)):
        alone, feeling = MODEL.scores([sentence], [seen])
        assert np.array_equal(alone[0], kinds[i])
        assert feeling[0] == feelings[i]
    assert np.allclose(kinds.sum(axis=1), 1)
    assert (np.abs(feelings) <= 1).all()


def test_what_was_not_normalised_is_scored_all_the_same():
    odd = ["解約\x02したい。\x02", "\x02", "いつ届きますか"]
    kinds, _ = MODEL.scores(odd, [clues(s) for s in odd])
    assert np.array_equal(kinds[2], MODEL.scores(odd[2:], [clues(odd[2])])[0][0])


def test_no_sentence_no_scores():
    kinds, feelings = MODEL.scores([], [])
    assert kinds.shape == (0, len(KINDS))
    assert feelings.shape == (0,)


@settings(max_examples=60, deadline=None)
@given(st.lists(NASTY, min_size=1, max_size=4))
def test_buckets_stay_in_their_tables_and_never_cross_sentences(sentences):
    found, tokens = grams(sentences), token_grams([clues(s) for s in sentences])
    assert all(bucket.max() < 2**18 for bucket in found.buckets)
    assert all(bucket.max() < ROWS for bucket in tokens.buckets)
    for own in (found, tokens):
        for length, bucket in enumerate(own.buckets, start=1):
            for start, end in zip(own.starts, [*own.starts[1:], len(bucket)], strict=True):
                assert not bucket[max(start, end - length + 1) : end].any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("予約をお願いします", "解約をお願いします"),
        ("部屋が寒い", "味が薄い"),
        ("駅で待たされた", "店で濡らされた"),
    ],
)
def test_the_frame_is_the_same_whatever_the_matter(one, other):
    assert frame(one) == frame(other)
    assert clues(one).lemmas != clues(other).lemmas


@pytest.mark.parametrize(
    ("one", "other"), [("見てほしい", "見てもらった"), ("買えない", "買える"), ("何時ですか", "九時です")]
)
def test_the_frame_keeps_what_is_wanted(one, other):
    assert frame(one) != frame(other)


@given(NASTY)
def test_simplified_characters_lead_back_to_the_sentence(sentence):
    spans = simplified_spans(sentence)
    assert len(spans) == len(simplify(sentence)) or "i̇" in simplify(sentence)
    assert all(a < b <= len(sentence) for a, b in spans)


CUES = load_cues()
FINDS = [(row["id"], sentence) for row in yaml.safe_load(read_source())["cues"] for sentence in row["finds"]]


@pytest.mark.parametrize(("name", "sentence"), FINDS)
def test_named_cues_find_their_examples(name, sentence):
    cue = next(c for c in CUES if c.id == name)
    assert cue.kind in KINDS
    assert cue.pattern.search(normalise(sentence).text)


@settings(max_examples=60, deadline=None)
@given(NASTY, st.sampled_from(KINDS))
def test_cues_are_few_ordered_stretches_of_the_sentence(sentence, kind):
    found = explain(sentence, TOKENIZER.split(sentence), kind, MODEL)
    assert len(found) <= 4
    assert all(sentence[c.start : c.end] == c.text and c.text for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("sentence", "kind", "said"),
    [
        ("種類をもっと増やしてほしいです", "request", "ほしい"),
        ("電話がつながらなくて困っています", "complaint", "つながら"),
        ("送料はいくらですか", "question", "いくら"),
        ("店員さんがとても親切でした", "praise", "親切"),
        ("住所変更をお願いします", "procedure", "お願い"),
    ],
)
def test_what_decided_is_what_a_person_would_name(sentence, kind, said):
    (result,) = Analyzer().analyse_many([sentence], ["customer"], explain=True)
    assert result.intent == kind
    assert any(said in cue for cue in result.sentences[0].cues)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
@pytest.mark.parametrize("place", [0, 5, 9])
def test_an_ngram_whose_bucket_is_nought_by_chance_keeps_the_others_where_they_are(length, place):
    found = grams(["電話がつながらない"])
    buckets = [bucket.copy() for bucket in found.buckets]
    if place <= len(buckets[0]) - length:
        buckets[length - 1][place] = 0
    weighed = spread(replace(found, buckets=tuple(buckets)), MODEL, (0, 1))
    table, scale = MODEL.table(), MODEL.scale
    rows = table[np.concatenate([bucket[bucket > 0] for bucket in buckets])]
    total = (rows[:, 0] * scale[0] - rows[:, 1] * scale[1]).sum() / np.sqrt(found.counts[0])
    assert weighed.sum() == pytest.approx(total)


def test_explaining_changes_nothing_else():
    texts = ["電話がつながらない。夜も開けてほしい", "はい", ""]
    plain = Analyzer().analyse_many(texts, ["customer"] * 3)
    told = Analyzer().analyse_many(texts, ["customer"] * 3, explain=True)
    assert [[s.kind for s in r.sentences] for r in plain] == [[s.kind for s in r.sentences] for r in told]
    assert not any(s.cues for r in plain for s in r.sentences)
    assert told[0].sentences[0].cues


LABELLED = [
    ("例の件、よしなに", "procedure"),
    ("青い札の列が動かん", "complaint"),
    ("札の色を増やすとよき", "request"),
]


def adaptation(labelled):
    sentences = [s for s, _ in labelled]
    return fit_adaptation(
        MODEL,
        sentences,
        [clues(s) for s in sentences],
        [Label(k, -1 if k == "complaint" else None) for _, k in labelled],
    )


def test_labels_move_the_model_towards_themselves_and_little_else():
    moved = adapted(MODEL, adaptation(LABELLED * 3))
    for sentence, kind in LABELLED:
        column = KINDS.index(kind)
        before, _ = MODEL.scores([sentence], [clues(sentence)])
        after, _ = moved.scores([sentence], [clues(sentence)])
        assert after[0, column] > before[0, column]
    far = "店員さんがとても親切で感動しました"
    assert moved.scores([far], [clues(far)])[0][0, KINDS.index("praise")] > 0.9
    assert moved.digest != MODEL.digest
    assert Analyzer(model=moved).fingerprint != Analyzer().fingerprint


def test_the_same_labels_give_the_same_bytes():
    first = adaptation(LABELLED).to_bytes()
    assert adaptation(LABELLED).to_bytes() == first
    assert read_adaptation(first).to_bytes() == first
    assert adaptation(LABELLED[:2]).to_bytes() != first


def test_an_adaptation_of_other_weights_is_refused():
    made = adaptation(LABELLED)
    moved = adapted(MODEL, made)
    with pytest.raises(ModelError, match="koe kinds train"):
        adapted(moved, made)


@pytest.mark.parametrize("content", [b"", b"PK", b"text", b"\x93NUMPY"])
def test_a_broken_adaptation_is_named(content):
    with pytest.raises(ModelError, match="make it again"):
        read_adaptation(content)


def test_rows_labelled_by_hand_name_known_kinds_once():
    source = importlib.resources.files("nlp.intent.training").joinpath("row_kinds.csv").read_text("utf-8")
    rows = list(csv.DictReader(source.splitlines()))
    assert len({row["id"] for row in rows}) == len(rows) > 800
    assert {row["kind"] for row in rows} == set(KINDS)


@pytest.mark.corpora
@pytest.mark.skipif("KOE_CORPORA" not in os.environ, reason="KOE_CORPORA names no folder of corpora")
def test_kinds_and_sentiment_of_texts_that_were_not_trained_on():
    from sklearn.metrics import f1_score

    with gzip.open(Path(os.environ["KOE_CORPORA"]) / "intent_gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found = Analyzer().analyse_many([r["text"] for r in rows], ["customer"] * len(rows))
    kinds = f1_score([r["intent"] for r in rows], [f.intent for f in found], average="macro")
    assert kinds >= 0.77
    signs = [(r["sentiment"], f.sentiment) for r, f in zip(rows, found, strict=True)]
    good = np.mean([value > 0 for label, value in signs if label == "pos"])
    bad = np.mean([value < 0 for label, value in signs if label == "neg"])
    assert (good + bad) / 2 >= 0.87
