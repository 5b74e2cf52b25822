from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.vectors import LsaWordEmbedder, WordVectorsError, load_word_vectors
from nlp.vectors.distilled import load_distilled_words

VOICES = [
    ["電話", "繋がる"],
    ["電話", "混む", "待つ"],
    ["箱", "潰れる", "届く"],
    ["ログイン", "暗証番号", "届く"],
]
words = st.lists(st.text(max_size=8) | st.sampled_from(["値段", "料金", "廊下", "ｑｚ"]), max_size=6)


def lookup(words_):
    return load_distilled_words().lookup(words_, load_word_vectors().lookup(words_))


def cosine(left, right):
    return float(left @ right / np.linalg.norm(left) / np.linalg.norm(right))


def test_words_of_like_meaning_are_near_though_spelt_otherwise():
    price, fee, corridor = lookup(["値段", "料金", "廊下"])
    assert cosine(price, fee) > cosine(price, corridor) + 0.2


def test_word_outside_the_table_comes_over_the_bridge_and_nonsense_is_nothing():
    table = load_distilled_words()
    without = replace(table, hashes=table.hashes[:1])
    fee, nonsense = without.lookup(["料金", "ｑｚｗｖ"], load_word_vectors().lookup(["料金", "ｑｚｗｖ"]))
    assert cosine(fee, lookup(["料金"])[0]) > 0.4
    assert not nonsense.any()


@settings(max_examples=30, deadline=None)
@given(words)
def test_a_row_does_not_depend_on_the_words_beside_it(some):
    together = lookup([*some, "料金"])
    alone = np.array([lookup([word])[0] for word in [*some, "料金"]])
    assert np.array_equal(together, alone)


def test_the_table_is_sorted_so_that_words_are_found():
    hashes = load_distilled_words().hashes
    assert np.all(hashes[1:] > hashes[:-1])


def four_views():
    return LsaWordEmbedder.fit(VOICES, seed=7, distilled=load_distilled_words())


def test_registry_of_three_views_goes_on_as_it_was():
    old = LsaWordEmbedder.fit(VOICES, seed=7)
    arrays = {name: array for name, array in old.to_arrays().items() if name != "distilled_centre"}
    metadata = old.metadata()
    assert metadata["format"] == 2
    again = LsaWordEmbedder.from_arrays(arrays, metadata)
    assert np.array_equal(
        again.transform([*VOICES, ["未知", "電話"]]), old.transform([*VOICES, ["未知", "電話"]])
    )
    assert again.metadata() == metadata


def test_four_views_survive_storage():
    embedder = four_views()
    again = LsaWordEmbedder.from_arrays(embedder.to_arrays(), embedder.metadata())
    assert embedder.metadata()["format"] == 3
    assert np.array_equal(again.transform(VOICES), embedder.transform(VOICES))


def test_fourth_view_adds_its_dimensions_and_rows_stay_of_length_one():
    three, four = LsaWordEmbedder.fit(VOICES, seed=7).transform(VOICES), four_views().transform(VOICES)
    assert four.shape[1] == three.shape[1] + load_distilled_words().dimensions
    assert np.allclose(np.linalg.norm(four, axis=1), 1.0, atol=1e-4)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(VOICES))))
def test_a_document_does_not_depend_on_its_batch_nor_the_fit_on_the_order(order):
    embedder = LsaWordEmbedder.fit(
        [VOICES[place] for place in order], seed=7, distilled=load_distilled_words()
    )
    alone = np.array([embedder.transform([voice])[0] for voice in VOICES])
    assert np.array_equal(alone, four_views().transform(VOICES))


def test_arrays_of_another_table_are_refused():
    embedder = four_views()
    with pytest.raises(WordVectorsError, match="koe topics refit"):
        LsaWordEmbedder.from_arrays(embedder.to_arrays(), embedder.metadata() | {"distilled": "other"})
