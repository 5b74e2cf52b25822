import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.sentences import HARD_LIMIT, split

TEXT = st.text(
    st.sampled_from("電話届きませんですかけどのでました。！？「」（）『』、 \n😊🙏［氏名1］笑1.5aB"),
    max_size=200,
)


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("届きません。困ります！", ["届きません。", "困ります！"]),
        ("「つながらない。困る。」と言われた。嫌です", ["「つながらない。困る。」と言われた。", "嫌です"]),
        ("画面が固まる😊最悪です", ["画面が固まる😊", "最悪です"]),
        ("電話つながらない 何回もかけた", ["電話つながらない", "何回もかけた"]),
        ("1.5倍です。Wi-Fiが切れる", ["1.5倍です。", "Wi-Fiが切れる"]),
        (
            "態度が悪かったです荷物を投げていきました解約お願いします",
            ["態度が悪かったです", "荷物を投げていきました", "解約お願いします"],
        ),
        ("住所を変えたいのですがどうすればいいですか", ["住所を変えたいのですがどうすればいいですか"]),
        ("一行目\n二行目", ["一行目", "二行目"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_cuts(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@given(TEXT)
def test_nothing_but_blanks_is_left_out_and_spans_do_not_overlap(text: str) -> None:
    position = 0
    for start, end in split(text):
        assert start >= position
        assert end > start
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@given(TEXT)
def test_no_placeholder_is_cut(text: str) -> None:
    marked = text.replace("［", "").replace("］", "") + "［氏名1］" * 3
    assert sum(part.count("［氏名1］") for part in cut(marked)) == 3


def test_no_sentence_is_longer_than_the_limit() -> None:
    assert all(end - start <= HARD_LIMIT for start, end in split("あいう" * 50_000))
