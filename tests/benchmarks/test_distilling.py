import numpy as np
import pytest

from benchmarks.distilling.fit import distil
from nlp.vectors.distilled import DistilledWords
from nlp.vectors.words import load_word_vectors

WORDS = ["電話", "箱", "料金", "店員", "駐車場", "アプリ", "返品", "味"]


@pytest.fixture(scope="module")
def taught():
    """Texts of two words each, and an encoder that says of a text the sum of what it says of its words."""
    generator = np.random.default_rng(3)
    own = generator.normal(size=(len(WORDS), 20))
    pairs = [(a, b) for a in range(len(WORDS)) for b in range(len(WORDS)) if a != b] * 12
    rarity = load_word_vectors().rarity(WORDS)
    texts = np.array([rarity[a] * own[a] + rarity[b] * own[b] for a, b in pairs], dtype=np.float32)
    return [[WORDS[a], WORDS[b]] for a, b in pairs], texts, own.astype(np.float32)


def test_words_foretell_an_encoder_that_adds_them_up(taught):
    documents, texts, own = taught
    found = distil(documents, texts, WORDS, own, load_word_vectors())
    assert found.kept == pytest.approx(1.0, abs=1e-4)
    assert found.by_bridge < found.by_words
    assert found.by_words > 0.9


def test_arrays_are_what_the_package_reads(taught):
    documents, texts, own = taught
    arrays = distil(documents, texts, WORDS, own, load_word_vectors()).arrays
    table = DistilledWords(**arrays, name="toy")
    rows = table.lookup(WORDS, load_word_vectors().lookup(WORDS))
    assert rows.shape == (len(WORDS), 20)
    assert np.all(np.abs(arrays["table"].astype(int)) <= 127)
    assert np.all(np.abs(rows).max(axis=1) > 0.0)


def test_same_texts_same_bytes(taught):
    documents, texts, own = taught
    once, again = (distil(documents, texts, WORDS, own, load_word_vectors()).arrays for _ in range(2))
    assert all(np.array_equal(once[name], again[name]) for name in once)
