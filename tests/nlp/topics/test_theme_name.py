import numpy as np

from nlp.topics.summary import name_themes


def test_themes_get_unique_nouns_from_their_topics_names():
    theme = np.array([0, 0, 1])
    topic = np.array([0] * 4 + [1] * 4 + [2] * 4)
    tokens = [["注ぎ口", "漏れる"]] * 4 + [["注ぎ口", "固い", "仕事"]] * 4 + [["配送", "遅い"]] * 4
    sentences = ["注ぎ口から漏れる"] * 4 + ["仕事の注ぎ口が固い"] * 4 + ["配送が遅い"] * 4
    labels = ["注ぎ口から漏れる", "注ぎ口が固い", "配送が遅い"]
    assert name_themes(theme, topic, sentences, tokens, labels) == ["注ぎ口", "配送"]


def test_themes_about_the_same_noun_still_differ():
    topic = np.array([0] * 3 + [1] * 3)
    tokens = [["アプリ", "固まる"]] * 3 + [["アプリ", "ログイン"]] * 3
    sentences = ["アプリが固まる"] * 3 + ["アプリにログインできない"] * 3
    names = name_themes(np.array([0, 1]), topic, sentences, tokens, sentences[::3])
    assert len(set(names)) == 2


def test_no_topics_give_no_themes():
    nothing = np.zeros(0, dtype=np.int64)
    assert name_themes(nothing, nothing, [], [], []) == []
