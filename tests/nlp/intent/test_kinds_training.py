import numpy as np
import pytest

from nlp.intent.model import KINDS
from nlp.intent.training.example import Example, drawn
from nlp.intent.training.fit import WordVectors, balanced_weights, feature_matrix, fit_kinds, fit_sentiment
from nlp.intent.training.own import template_examples, trade_examples
from nlp.intent.training.write import quantise, save

FEELING = {"complaint": "neg", "praise": "pos"}
TINY = WordVectors(np.vstack([np.zeros(3), np.eye(3)]), {"電話": 1, "店員": 2, "送料": 3})


def train(folder):
    kinds = list(template_examples(per_template=2))[::3]
    feelings = [Example(e.text, FEELING.get(e.label, "neu"), e.source, e.weight) for e in kinds]
    matrix = feature_matrix([e.text for e in kinds], TINY)
    folder.mkdir()
    save(folder, fit_kinds(kinds, matrix), fit_sentiment(feelings, matrix), TINY, {"data": len(kinds)})
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
