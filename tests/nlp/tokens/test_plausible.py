import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.analysis import Analyzer
from nlp.normalise import normalise
from nlp.tokens import Tokenizer, are_plausible

TOKENIZER = Tokenizer()
HIRAGANA = [chr(code) for code in range(0x3042, 0x3094) if chr(code) not in "ぃぅぇぉっゃゅょゎゐゑ"]
KEYS = ["ｓｄ", "fgh", "じゃｋ", "；ｌ", "ｋｊｈ", "ｄふぁ", "らｓ", "qwe", "んｍ", "ｙつ"]


def judge(text):
    return are_plausible([TOKENIZER.tokenise(normalise(text).text)])[0]


def noise(letters, count=200, seed=8):
    rng = random.Random(seed)
    return ["".join(rng.choices(letters, k=rng.randint(10, 28))) for _ in range(count)]


@pytest.mark.parametrize(
    "text",
    [
        "電話が全然つながりません。",
        "ｱﾌﾟﾘにﾛｸﾞｲﾝできない",
        "案内が不十分",
        "トイレ他きれい",
        "かに、ふぐ、うなぎ",
        "ありがとうございました",
        "とてもおいしかったですまたきたいです",
        "えーとあのーですねなんか中からこうとろっと垂れてくるんですよ",
        "はよ直してやー、ほんまかなんわ😡",
        "㈱髙島屋の①番売場〜",
        "特になし",
        "",
        "\x00\ud800",
    ],
)
def test_what_people_write_is_language(text):
    assert judge(text)


def test_random_kana_is_not():
    assert sum(not judge(text) for text in noise(HIRAGANA)) >= 180


def test_random_keys_mostly_are_not():
    assert sum(not judge(text) for text in noise(KEYS)) >= 150


def test_noise_gives_nothing_for_topics_and_speech_does():
    analyzer = Analyzer()
    voices = analyzer.read_many(["ろづけむがそまぐこかゆぬぐばぱせうぬるべれつすぽらはすもぺ", "部屋が寒い"])
    assert (voices[0].tokens, voices[0].expressions) == ((), ())
    assert voices[1].tokens == ("部屋", "寒い")


@given(st.text(max_size=60))
def test_anything_gets_an_answer(text):
    assert judge(text) in (True, False)


@given(
    st.lists(st.text(st.sampled_from("電話がつながらないぬぺ、。ｄふぁ［氏名1］"), max_size=20), max_size=6)
)
def test_sentences_judged_together_are_judged_alone(texts):
    tokens = [TOKENIZER.tokenise(normalise(text).text) for text in texts]
    assert are_plausible(tokens) == [are_plausible([sentence])[0] for sentence in tokens]
