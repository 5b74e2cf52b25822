import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from nlp.topics import Voices, assign, assign_topics, discover, fit_topics, revise_topics
from nlp.vectors import LsaWordEmbedder

ISSUES = {
    "電話": (
        ["電話", "コールセンター", "回線", "オペレーター"],
        ["混む", "待つ", "話し中", "繋がる"],
        "電話がつながらない",
    ),
    "容器": (
        ["注ぎ口", "詰め替え", "パック", "キャップ"],
        ["漏れる", "こぼれる", "垂れる", "液体"],
        "注ぎ口から液が漏れる",
    ),
    "駐車": (
        ["駐車場", "車", "満車", "駐車"],
        ["狭い", "停める", "空く", "並ぶ"],
        "駐車場がいっぱいで停められない",
    ),
    "会員": (
        ["ログイン", "パスワード", "会員", "認証"],
        ["入力", "エラー", "届く", "メール"],
        "会員ページにログインできない",
    ),
}


def make_voices(per_issue=40, *, seed=0):
    rng = random.Random(seed)
    sentences, tokens, phrases, issues = [], [], [], []
    for issue, (things, acts, phrase) in ISSUES.items():
        for _ in range(per_issue):
            words = [*rng.sample(things, 2), *rng.sample(acts, 2)]
            sentences.append("、".join(words) + "ので困ります。")
            tokens.append(words)
            phrases.append([phrase] if rng.random() < 0.4 else [f"{words[0]}が{words[2]}"])
            issues.append(issue)
    return sentences, tokens, phrases, issues


@pytest.fixture(scope="module")
def fitted():
    sentences, tokens, phrases, issues = make_voices()
    return fit_topics(sentences, tokens, phrases, ["complaint"] * len(issues), seed=3)


def purity(labels, issues):
    pairs = [
        [issue for issue, label in zip(issues, labels, strict=True) if label == topic]
        for topic in set(labels)
    ]
    return sum(max(map(group.count, set(group))) for group in pairs) / len(issues)


def test_planted_issues_are_found(fitted):
    _, _, _, issues = make_voices()
    assert 4 <= len(fitted.topics) <= 8
    assert purity(fitted.topic.tolist(), issues) >= 0.95
    assert (fitted.topic < 0).mean() <= 0.1


def test_nightly_assignment_repeats_the_fit(fitted):
    _, tokens, _, issues = make_voices()
    topic, similarity = assign_topics(fitted.index(), tokens, ["complaint"] * len(issues))
    assert np.array_equal(topic, fitted.topic)
    assert np.array_equal(similarity, fitted.similarity)
    alone = [assign_topics(fitted.index(), [t], ["complaint"])[0][0] for t in tokens[::20]]
    assert alone == fitted.topic[::20].tolist()


def test_topics_are_described(fitted):
    sentences, _, _, _ = make_voices()
    labels = [topic.label for topic in fitted.topics]
    assert len(set(labels)) == len(labels)
    assert {phrase for _, _, phrase in ISSUES.values()} <= set(labels)
    for number, topic in enumerate(fitted.topics):
        assert 1 <= len(topic.keywords) <= 5
        assert len(topic.representatives) == 3
        assert set(topic.representatives) <= set(topic.members.tolist())
        assert len({sentences[voice] for voice in topic.representatives}) == 3
        assert np.array_equal(topic.members, np.flatnonzero(fitted.topic == number))
        assert topic.theme_label


def test_order_of_voices_does_not_matter(fitted):
    sentences, tokens, phrases, issues = make_voices()
    order = random.Random(5).sample(range(len(issues)), len(issues))
    again = fit_topics(
        *[[column[place] for place in order] for column in (sentences, tokens, phrases)],
        ["complaint"] * len(order),
        seed=3,
    )
    assert np.array_equal(again.topic, fitted.topic[order])
    assert [t.label for t in again.topics] == [t.label for t in fitted.topics]
    assert [t.keywords for t in again.topics] == [t.keywords for t in fitted.topics]
    assert np.array_equal(again.index().centroids, fitted.index().centroids)


def test_a_refit_keeps_the_topic_of_every_voice(fitted):
    sentences, tokens, phrases, _ = make_voices()
    kept = slice(5, None)
    window = [sentences[kept], tokens[kept], phrases[kept], ["complaint"] * 155]
    themes = [topic.theme for topic in fitted.topics]
    again = revise_topics(Voices(*window, np.zeros(155, dtype=np.int64)), fitted.index(), themes, seed=3)
    origin = np.append(again.origin, -1)[again.model.topic]
    held = fitted.topic[kept] >= 0
    assert np.mean(origin[held] == fitted.topic[kept][held]) >= 0.99


def test_topics_found_anew_from_those_before_are_mostly_these(fitted):
    sentences, tokens, phrases, _ = make_voices()
    kept = slice(5, None)
    again = fit_topics(
        sentences[kept], tokens[kept], phrases[kept], ["complaint"] * 155, seed=3, start=fitted.topic[kept]
    )
    shared = np.zeros((len(fitted.topics), len(again.topics)))
    both = (fitted.topic[kept] >= 0) & (again.topic >= 0)
    np.add.at(shared, (fitted.topic[kept][both], again.topic[both]), 1)
    before, after = linear_sum_assignment(-shared)
    assert abs(len(again.topics) - len(fitted.topics)) <= 1
    assert shared[before, after].sum() >= 0.85 * len(again.topic)


def test_kinds_have_topics_of_their_own():
    sentences, tokens, phrases, issues = make_voices(20)
    kinds = ["complaint" if place % 2 else "request" for place in range(len(issues))]
    model = fit_topics(sentences, tokens, phrases, kinds, seed=0)
    for topic in model.topics:
        assert {kinds[voice] for voice in topic.members} == {topic.kind}
    assert {topic.kind for topic in model.topics} == {"complaint", "request"}
    themes = {(topic.theme, topic.kind) for topic in model.topics}
    assert len(themes) == len({theme for theme, _ in themes})


def test_voice_of_a_kind_without_topics_stays_out(fitted):
    topic, similarity = assign_topics(fitted.index(), [["電話", "混む"]], ["praise"])
    assert topic.tolist() == [-1]
    assert similarity.tolist() == [0.0]


def test_one_voice_among_thousands_of_another_topic_does_not_vanish():
    sentences, tokens, phrases, issues = make_voices(10)
    many = tokens[:1] * 950
    model = fit_topics(
        sentences[:1] * 950 + sentences, many + tokens, phrases[:1] * 950 + phrases, ["x"] * 990, seed=0
    )
    assert purity(model.topic[950:].tolist(), issues) >= 0.9


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_voices_make_no_topic(count):
    tokens = [["電話", "混む"], ["箱", "潰れる"]][:count]
    model = fit_topics(["文"] * count, tokens, [[]] * count, ["complaint"] * count, seed=0)
    assert model.topics == ()
    assert model.topic.tolist() == [-1] * count
    assert assign_topics(model.index(), [["電話"]], ["complaint"])[0].tolist() == [-1]


def test_identical_voices_are_one_topic_with_a_readable_name():
    model = fit_topics(
        ["電話がつながりません。"] * 30,
        [["電話", "繋がる"]] * 30,
        [["電話がつながらない"]] * 30,
        ["complaint"] * 30,
        seed=0,
    )
    assert [topic.label for topic in model.topics] == ["電話がつながらない"]
    assert model.topic.tolist() == [0] * 30


@pytest.mark.parametrize("per_issue", [5, 8, 20])
def test_small_lists_are_grouped(per_issue):
    sentences, tokens, phrases, issues = make_voices(per_issue, seed=per_issue)
    model = fit_topics(sentences, tokens, phrases, ["complaint"] * len(issues), seed=1)
    assert len(model.topics) >= 3
    assert (model.topic < 0).mean() <= 0.15
    assert purity(model.topic.tolist(), issues) >= 0.75


def test_an_issue_of_one_in_twenty_is_not_swallowed_by_the_other():
    _, tokens, _, issues = make_voices(190)
    chosen = [i for i, issue in enumerate(issues) if issue == "電話"]
    few = [i for i, issue in enumerate(issues) if issue == "容器"][:10]
    both = [tokens[i] for i in chosen + few]
    found = discover(LsaWordEmbedder.fit(both, seed=0).transform(both), seed=0)
    assert purity(found.topic.tolist(), [issues[i] for i in chosen + few]) >= 0.98


def noise_lines(kind, count=200):
    rng = random.Random(11)
    kana = [chr(code) for code in range(0x3042, 0x3094)]
    latin = list("abcdefghijklmnopqrstuvwxyz")
    rare = [chr(code) for code in range(0x4E00, 0x9000)]
    if kind == "katakana words":  # MeCab takes a line of random katakana for one word
        katakana = [chr(code) for code in range(0x30A2, 0x30F4)]
        return [["".join(rng.choices(katakana, k=rng.randint(8, 20)))] for _ in range(count)]
    alphabet = {"latin": latin, "kana": kana, "mixed": kana + rare}[kind]
    return [
        ["".join(rng.choices(alphabet, k=rng.randint(1, 4))) for _ in range(rng.randint(2, 6))]
        for _ in range(count)
    ]


@pytest.mark.parametrize("kind", ["latin", "kana", "mixed", "katakana words"])
def test_nonsense_stays_out(kind):
    tokens = noise_lines(kind)
    model = fit_topics(
        ["".join(t) for t in tokens], tokens, [[]] * len(tokens), ["complaint"] * len(tokens), seed=0
    )
    assert (model.topic < 0).mean() >= 0.8


def test_words_dealt_out_at_random_stay_out():
    vocabulary = [
        *[
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
        ],
        *[
            "説明",
            "色",
            "値段",
            "音",
            "水",
            "道",
            "花",
            "窓",
            "机",
            "山",
            "犬",
            "新聞",
            "雨",
            "靴",
            "鍵",
            "歌",
        ],
    ]
    rng = random.Random(2)
    tokens = [rng.sample(vocabulary, 5) for _ in range(200)]
    model = fit_topics(["".join(t) for t in tokens], tokens, [[]] * 200, ["complaint"] * 200, seed=0)
    assert (model.topic < 0).mean() >= 0.8


def test_equal_rows_share_a_topic_and_zero_rows_have_none():
    _, tokens, _, _ = make_voices(15)
    embedder = LsaWordEmbedder.fit(tokens, seed=0)
    vectors = embedder.transform([*tokens, *tokens, []])
    found = discover(vectors, seed=0)
    assert np.array_equal(found.topic[: len(tokens)], found.topic[len(tokens) : -1])
    assert found.topic[-1] == -1
    index, similarity = assign(vectors, found.centroids, thresholds=found.thresholds)
    assert np.array_equal(index, found.topic)
    assert np.all((similarity >= -1.0) & (similarity <= 1.001))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.text(max_size=6), max_size=4), max_size=12), st.integers(0, 9))
def test_any_text_gets_an_answer(tokens, seed):
    sentences = ["".join(words) for words in tokens]
    model = fit_topics(sentences, tokens, [[s] for s in sentences], ["x"] * len(tokens), seed=seed)
    assert len(model.topic) == len(tokens)
    assert all(topic.label and len(topic.label) <= 30 for topic in model.topics)
