import numpy as np
import pytest

from nlp.intent.model import KINDS
from nlp.intent.training.example import Example, drawn
from nlp.intent.training.fit import balanced_weights, feature_matrix, fit_kinds, fit_sentiment, read_clues
from nlp.intent.training.own import template_examples, trade_examples
from nlp.intent.training.polarity import with_polarity
from nlp.intent.training.vectors import WordVectors
from nlp.intent.training.write import quantise, save

FEELING = {"complaint": "neg", "praise": "pos"}
TINY = WordVectors(
    np.vstack([np.zeros(3), np.eye(3)]), {"電話": 1, "店員": 2, "送料": 3}, np.zeros(4, dtype=np.int16)
)


def train(folder):
    kinds = list(template_examples(per_template=2))[::3]
    feelings = [Example(e.text, FEELING.get(e.label, "neu"), e.source, e.weight) for e in kinds]
    texts = [e.text for e in kinds]
    clues = read_clues(texts)
    vectors = with_polarity(TINY, feelings, clues)
    matrix = feature_matrix(texts, clues, vectors)
    folder.mkdir()
    save(folder, fit_kinds(kinds, matrix), fit_sentiment(feelings, matrix), vectors, {"data": len(kinds)})
    return (folder / "model.npz").read_bytes(), (folder / "model.json").read_bytes()


def test_training_twice_gives_the_same_bytes(tmp_path):
    assert train(tmp_path / "a") == train(tmp_path / "b")


def test_every_trade_has_every_kind_and_no_kind_is_misspelt():
    by_trade = {}
    for example in trade_examples():
        by_trade.setdefault(example.group, set()).add(example.label)
    assert len(by_trade) >= 20
    assert all(kinds == set(KINDS) for kinds in by_trade.values())


def test_each_kind_weighs_the_same_in_sum():
    examples = [
        Example("あ", "praise", "x"),
        Example("い", "praise", "x", 3.0),
        Example("う", "complaint", "x", 5.0),
    ]
    weights = balanced_weights(examples)
    assert weights[:2].sum() == pytest.approx(weights[2])
    assert weights.mean() == pytest.approx(1)


def test_whole_numbers_lose_little():
    columns = np.random.default_rng(1).normal(size=(500, 2)) * [1.0, 100.0]
    steps, scale = quantise(columns)
    assert np.abs(steps * scale - columns).max(axis=0) == pytest.approx(scale / 2, rel=0.05)
    assert steps.dtype == np.int16


def test_a_sample_hangs_on_the_name_alone():
    names = [f"row-{i}" for i in range(2000)]
    drawn_now = [drawn(name, 0.25) for name in names]
    assert drawn_now == [drawn(name, 0.25) for name in names]
    assert 0.2 < np.mean(drawn_now) < 0.3


def test_polarity_is_learned_of_words_and_reaches_rare_ones_near_them():
    words = ["明朗", "快活", "陰鬱", "沈鬱", "机", "椅子"]
    table = np.vstack([np.zeros(2), [1, 0], [1, 0], [-1, 0], [-1, 0], [0, 1], [0, 1]])
    vectors = WordVectors(table, {w: i + 1 for i, w in enumerate(words)}, np.zeros(7, dtype=np.int16))
    texts = [("明朗だ", "pos"), ("陰鬱だ", "neg"), ("机だ", "neu")] * 20
    examples = [Example(text, label, "company") for text, label in texts]
    learned = with_polarity(vectors, examples, read_clues([text for text, _ in texts]))
    of = {word: int(learned.polarity[row]) for word, row in learned.rows.items()}
    assert of["明朗"] > 0 > of["陰鬱"]
    assert of["快活"] > 0 > of["沈鬱"]
    assert of["机"] == of["椅子"] == 0
    assert learned.polarity[0] == 0


def test_labels_of_single_sentences_teach_no_polarity():
    texts = [("電話", "pos"), ("送料", "neg")] * 10
    clues = read_clues([text for text, _ in texts])
    company = [Example(text, label, "company") for text, label in texts]
    other_way = [Example(text, {"pos": "neg", "neg": "pos"}[label], "rows", 50) for text, label in texts]
    alone = with_polarity(TINY, company, clues)
    both = with_polarity(TINY, [*company, *other_way], [*clues, *clues])
    assert np.array_equal(alone.polarity, both.polarity)
