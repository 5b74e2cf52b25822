import hashlib
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from nlp.vectors import (
    LsaWordEmbedder,
    WordVectorsError,
    exact_similarities,
    load_word_vectors,
    snap_to_grid,
)
from nlp.vectors.words import hash_word

VOICES = [
    ["電話", "繋がる"],
    ["電話", "混む", "待つ"],
    ["注ぎ口", "漏れる"],
    ["詰め替え", "漏れる", "洗面台"],
    ["アプリ", "ログイン", "出来る"],
    ["ログイン", "暗証番号", "届く"],
    ["配送状況", "更新", "遅い"],
    ["箱", "潰れる", "届く"],
]
words = st.text(alphabet=st.characters(exclude_categories=[]), max_size=12)
documents = st.lists(st.lists(words, max_size=6), max_size=8)


def fit(tokens=VOICES):
    return LsaWordEmbedder.fit(tokens, seed=7)


def test_hash_equals_spacys_own():
    from spacy.strings import hash_string

    for word in ["電話", "a", "ログインできない", "abcdefgh", "12345678x", "㈱髙①～", "👍🏽"]:
        assert hash_word(word) == hash_string(word)


def test_related_words_are_nearer_than_unrelated_ones():
    words_ = load_word_vectors()
    phone, call, box = words_.lookup(["電話", "通話", "段ボール"])
    assert phone @ call > phone @ box + 0.2


def test_compound_is_split_into_known_parts_only_if_unknown():
    words_ = load_word_vectors()
    assert words_.split_unknown("配送状況") == ("配送", "状況")
    assert words_.split_unknown("電話") == ("電話",)
    assert "".join(words_.split_unknown("ｘ" * 30)) == "ｘ" * 30


def test_polite_and_derived_words_have_the_meaning_of_their_base():
    words_ = load_word_vectors()
    assert words_.split_unknown("お店") == ("店",)
    assert words_.split_unknown("開ける") == ("開く",)
    assert words_.split_unknown("お") == ("お",)
    assert (
        fit([["お店"], ["雨"]]).transform([["お店"]])[0] @ fit([["お店"], ["雨"]]).transform([["店"]])[0]
        > 0.5
    )


def test_rarity_follows_the_language_not_the_corpus():
    rarity = load_word_vectors().rarity(["為る", "良い", "駅", "ログイン", "ｑｘｚ"])
    assert rarity.tolist() == sorted(rarity.tolist())
    assert rarity[0] == 0.3
    assert rarity[-1] == 1.3


def test_unseen_word_is_near_one_spelt_like_it():
    tokens = [
        ["駐車券", "無くす"],
        ["駐車料金", "高い"],
        ["朝食", "卵"],
        ["朝食券", "卵"],
        ["駐車券", "料金"],
    ] * 2
    embedder = fit([[*words_, extra] for words_ in tokens for extra in ("困る", "助かる", "聞く")])
    spelt = embedder.spelling.project(["駐車違反", "駐車券", "朝食券"])
    unit = spelt / np.linalg.norm(spelt, axis=1, keepdims=True)
    assert unit[0] @ unit[1] > unit[0] @ unit[2] + 0.2


def test_rows_have_length_one_or_zero_and_six_decimals():
    vectors = fit().transform([*VOICES, [], ["\ud800"], ["qzx", "wvk"], ["電話"] * 10_000])
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(lengths, 1.0, atol=1e-4) | (lengths == 0.0))
    assert lengths[len(VOICES) : len(VOICES) + 3].tolist() == [0.0, 0.0, 0.0]
    assert vectors.dtype == np.float32
    assert np.array_equal(vectors, np.round(vectors.astype(np.float64), 6).astype(np.float32))


def test_row_does_not_depend_on_its_batch():
    embedder = fit()
    together = embedder.transform([*VOICES, ["未知語だ", "電話"]])
    alone = [embedder.transform([voice])[0] for voice in [*VOICES, ["未知語だ", "電話"]]]
    assert np.array_equal(together, np.array(alone))


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(VOICES))), st.integers(0, 3))
def test_fit_ignores_order_and_repeats(order, repeats):
    shuffled = [VOICES[place] for place in order] + VOICES[:repeats]
    assert np.array_equal(fit(shuffled).transform(VOICES), fit().transform(VOICES))


@settings(max_examples=30, deadline=None)
@given(documents)
def test_anything_can_be_fitted_and_survives_storage(tokens):
    embedder = fit(tokens)
    stored = {name: array.copy() for name, array in embedder.to_arrays().items()}
    assert all(array.dtype != object for array in stored.values())
    again = LsaWordEmbedder.from_arrays(stored, json.loads(json.dumps(embedder.metadata())))
    assert np.array_equal(again.transform(tokens), embedder.transform(tokens))


@pytest.mark.parametrize("tokens", [[], [[]], [["電話"]], [["電話"], ["箱"]], [["電話", "混む"]] * 5])
def test_tiny_and_identical_inputs(tokens):
    vectors = fit(tokens).transform(tokens)
    assert len(vectors) == len(tokens)
    assert len(np.unique(vectors, axis=0)) == len({tuple(t) for t in tokens})


def test_two_documents_are_not_made_opposites():
    left, right = fit([["電話"], ["通話"]]).transform([["電話"], ["通話"]])
    assert left @ right > 0.3


def test_arrays_of_other_word_vectors_are_refused():
    embedder = fit()
    with pytest.raises(WordVectorsError, match="koe topics refit"):
        LsaWordEmbedder.from_arrays(embedder.to_arrays(), embedder.metadata() | {"word_vectors": "other"})


def test_missing_package_is_named():
    with pytest.raises(WordVectorsError, match="no_such_model"):
        load_word_vectors("no_such_model")


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 500), st.integers(0, 2**32 - 1))
def test_similarities_are_exact_in_any_order_of_addition(rows, width, seed):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(rows, width))
    grid = snap_to_grid(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    order = rng.permutation(width)
    similarities = exact_similarities(grid, grid)
    assert np.array_equal(similarities, exact_similarities(grid[:, order], grid[:, order]))
    whole = grid.astype(np.int64) @ grid.astype(np.int64).T
    assert np.array_equal(similarities.astype(np.float64) * 2**22, whole.astype(np.float64))


def test_bits_do_not_depend_on_threads():
    rng = np.random.default_rng(1)
    names = [
        "電話",
        "箱",
        "香り",
        "蓋",
        "液",
        "袋",
        "店",
        "時間",
        "返品",
        "送料",
        "会員",
        "予約",
        "駐車場",
        "階段",
    ]
    tokens = [[names[place] for place in rng.integers(0, len(names), 5)] for _ in range(800)]
    seen = set()
    for threads in (1, 2):
        with threadpool_limits(threads):
            seen.add(hashlib.sha256(fit(tokens).transform(tokens).tobytes()).hexdigest())
    assert len(seen) == 1
