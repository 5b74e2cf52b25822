from importlib import import_module

import numpy as np
import pytest

from nlp.topics.discover import discover
from nlp.topics.fineness import find_fineness, up_to_usual
from nlp.topics.graph import distinct_rows, neighbour_count, neighbour_graph


def crowds(groups, each, *, spread, seed=5, width=40):
    """Rows around `groups` random directions."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(groups, width))
    rows = np.repeat(centres, each, axis=0) + rng.normal(size=(groups * each, width)) * spread
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def fineness_of(vectors, seed=1):
    grid = distinct_rows(vectors).grid
    graph = neighbour_graph(grid, neighbour_count(len(grid)))
    return find_fineness(grid, graph, resolution=2.0, seed=seed)


def test_few_clear_topics_are_not_cut_up():
    vectors = crowds(3, 80, spread=0.6)
    assert fineness_of(vectors) < 1.0
    assert len(discover(vectors, seed=1).theme) == 3


def test_many_small_topics_are_not_lumped_together():
    assert fineness_of(crowds(40, 15, spread=0.5)) >= 1.0


@pytest.mark.parametrize("rows", [1, 2, 60, 99])
def test_a_short_list_keeps_the_usual_resolution(rows):
    assert fineness_of(crowds(rows, 1, spread=0.5)) == 1.0


def test_long_lists_are_told_by_a_part_of_them():
    assert fineness_of(crowds(3, 1_500, spread=0.6)) < 1.0


def test_order_and_repeats_do_not_matter():
    vectors = crowds(5, 40, spread=0.8)
    shuffled = np.random.default_rng(3).permutation(np.concatenate([vectors, vectors[:50]]))
    assert fineness_of(vectors) == fineness_of(shuffled)


def test_topics_too_vague_for_their_voices_are_found_finer(monkeypatch):
    vectors = crowds(30, 6, spread=0.5, width=80)
    coarse, module = 0.01, import_module("nlp.topics.discover")
    monkeypatch.setattr(module, "_MOST_LEFT_OUT", 1.0)
    monkeypatch.setattr(module, "find_fineness", lambda *_, **__: coarse)
    vague = discover(vectors, seed=1)
    assert (vague.topic < 0).mean() > 0.1
    monkeypatch.undo()
    monkeypatch.setattr(module, "find_fineness", lambda *_, **__: coarse)
    found = discover(vectors, seed=1)
    assert (found.topic < 0).mean() <= 0.1
    assert len(found.theme) > len(vague.theme)


@pytest.mark.parametrize(("chosen", "tried"), [(0.35, [0.35, 0.5, 0.7, 1.0]), (1.0, [1.0]), (1.4, [1.4])])
def test_no_finer_than_usual_is_tried(chosen, tried):
    assert up_to_usual(chosen) == tried
