import random

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.topics.coherence import hangs_together

FIELDS = {
    "食": ["料理", "魚", "肉", "野菜", "朝食", "夕食", "味", "美味しい", "食べる", "酒"],
    "車": ["駐車場", "車", "道路", "渋滞", "運転", "満車", "バス", "電車", "走る", "混む"],
    "宿": ["部屋", "風呂", "温泉", "ベッド", "宿泊", "掃除", "布団", "眺め", "広い", "泊まる"],
    "網": ["ログイン", "パスワード", "アプリ", "画面", "登録", "メール", "入力", "エラー", "更新", "会員"],
}
EVERY_WORD = [word for words in FIELDS.values() for word in words]


def sentences(count, *, seed=1):
    rng = random.Random(seed)
    return [rng.sample(rng.choice(list(FIELDS.values())), 4) for _ in range(count)]


def dealt_out(count, *, seed=1):
    rng = random.Random(seed)
    return [rng.sample(EVERY_WORD, 4) for _ in range(count)]


def test_sentences_of_four_fields_hang_together():
    assert all(hangs_together(sentences(count), seed=0) for count in (50, 80, 300, 3_000))


def test_words_dealt_out_do_not():
    assert not any(hangs_together(dealt_out(200, seed=seed), seed=0) for seed in range(5))


def test_parts_of_compounds_alone_prove_nothing():
    rng = random.Random(3)
    compounds = [
        ("温泉", "旅館"),
        ("朝食", "料理"),
        ("電車", "バス"),
        ("登録", "会員"),
        ("道路", "渋滞"),
        ("肉", "野菜"),
    ]
    lines = [[word for pair in rng.sample(compounds, 3) for word in pair] for _ in range(200)]
    assert not hangs_together(lines, seed=0)


def test_a_third_of_nonsense_does_not_spoil_a_list():
    assert hangs_together(sentences(200) + dealt_out(100), seed=0)


def test_short_lists_and_lists_of_single_words_pass():
    assert hangs_together(dealt_out(30), seed=0)
    assert hangs_together([[word] for word in EVERY_WORD] * 5, seed=0)
    assert hangs_together([], seed=0)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 60))
def test_order_and_repeats_do_not_matter(rng, repeats):
    tokens = dealt_out(60) + sentences(15)
    shuffled = rng.sample(tokens, len(tokens)) + tokens[:repeats]
    assert hangs_together(shuffled, seed=4) == hangs_together(tokens, seed=4)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.text(max_size=4), max_size=5), min_size=50, max_size=70), st.integers(0, 9))
def test_anything_gets_an_answer(tokens, seed):
    assert hangs_together(tokens, seed=seed) in {True, False}
