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


def test_theme_is_named_by_a_noun_of_many_of_its_topics():
    topic = np.repeat([0, 1, 2, 3], 6)
    tokens = (
        [["料理", "蕎麦"]] * 5 + [["蕎麦"]] + [["料理", "海鮮"]] * 6 + [["料理", "野菜"]] * 6 + [["景色"]] * 6
    )
    labels = ["蕎麦が美味しい", "海鮮料理が新鮮だ", "野菜料理が多い", "景色がいい"]
    sentences = [labels[number] + ("の料理" if number < 3 else "") for number in topic]
    assert name_themes(np.array([0, 0, 0, 1]), topic, sentences, tokens, labels)[0] == "料理"


def test_no_topics_give_no_themes():
    nothing = np.zeros(0, dtype=np.int64)
    assert name_themes(nothing, nothing, [], [], []) == []
