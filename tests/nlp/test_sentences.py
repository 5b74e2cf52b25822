import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.sentences import HARD_LIMIT, lines, marks, split

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
        ("許されるのか？と思いました。残念です", ["許されるのか？と思いました。", "残念です"]),
        ("この部分？が飛び出ていた", ["この部分？が飛び出ていた"]),
        ("カニ🦀が美味しい", ["カニ🦀が美味しい"]),
        ("感謝🙏また来ます", ["感謝🙏", "また来ます"]),
        ("泣いちゃいました（T_T）新しいのと替えて", ["泣いちゃいました（T_T）", "新しいのと替えて"]),
        ("届きました（^^）/かわいいです", ["届きました（^^）/", "かわいいです"]),
        ("間違えました（^^;やり直したい", ["間違えました（^^;", "やり直したい"]),
        ("届きません（３日前に注文）。困る", ["届きません（３日前に注文）。", "困る"]),
        ("（面倒ではありますが。）せっかくです", ["（面倒ではありますが。）せっかくです"]),
        ("つながらない…いつも混んでいる", ["つながらない…", "いつも混んでいる"]),
        ("もし…なら困る", ["もし…なら困る"]),
        ("持っていないようです。遅いよう", ["持っていないようです。", "遅いよう"]),
        ("定期便を解約したいんですよ次から送らないで", ["定期便を解約したいんですよ", "次から送らないで"]),
        ("失効しましたって出てるんですポイントが", ["失効しましたって出てるんですポイントが"]),
        (
            "入れ直したんですねでもやっぱり真っ白なんですよ",
            ["入れ直したんですね", "でもやっぱり真っ白なんですよ"],
        ),
        ("10:30に3.5kgのNo. 3を注文", ["10:30に3.5kgのNo. 3を注文"]),
        (
            "https://www.example.jp/a.html?b=1.5を見た。だめ",
            ["https://www.example.jp/a.html?b=1.5を見た。", "だめ"],
        ),
        ("・電話が混む\n・返事が遅い", ["・電話が混む", "・返事が遅い"]),
        ("1. 電話が混む\n2. 返事が遅い", ["1. 電話が混む", "2. 返事が遅い"]),
        ("良い点は景色です\n悪い点は駐車場です", ["良い点は景色です", "悪い点は駐車場です"]),
        ("箱を開けたところ、\n瓶が割れて\n困りました", ["箱を開けたところ、\n瓶が割れて", "困りました"]),
        (
            "先週注文した定期便の箱を\n開けたら割れていました",
            ["先週注文した定期便の箱を\n開けたら割れていました"],
        ),
        ("早くして\n困ってる", ["早くして", "困ってる"]),
        ("こんにちは\n届きません", ["こんにちは", "届きません"]),
        ("電話は\n\n届きません", ["電話は", "届きません"]),
        ("【良い点】景色です。【悪い点】駐車場", ["【良い点】景色です。", "【悪い点】駐車場"]),
        ("異音とのご指摘。→折返し", ["異音とのご指摘。", "→折返し"]),
        ("東京→大阪の送料", ["東京→大阪の送料"]),
        (
            "先月お店で冷蔵庫を買って配送をお願いしたんですけど約束の日になっても全然連絡がないのでちゃんと説明してほしいんです",
            [
                "先月お店で冷蔵庫を買って配送をお願いしたんですけど",
                "約束の日になっても全然連絡がないので",
                "ちゃんと説明してほしいんです",
            ],
        ),
        (
            "高速から気軽に寄れて、駐車場も広く、帰りによく利用していますが、土産の数が少ないので、もっと増やしてほしい",
            [
                "高速から気軽に寄れて、駐車場も広く、帰りによく利用していますが、",
                "土産の数が少ないので、もっと増やしてほしい",
            ],
        ),
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


_PIECES = st.lists(
    st.sampled_from(
        [
            *"。。。！？♪….」』）（^mヾ笑😢 \n、たすい",
            "です",
            "ました",
            "電話",
            "m(__)m",
            "と言われた",
            "ので",
        ]
    ),
    max_size=12,
).map("".join)


@given(_PIECES)
def test_a_plain_full_stop_ends_as_any_other_mark(text: str) -> None:
    quick = list(marks.ends(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "_STOP", re.compile(marks._STOP.pattern.partition("(?:(?<=")[0]))
        assert list(marks.ends(text)) == quick


@given(st.text(st.sampled_from("、をはとにもがやのでらばめくりてたれため電話ちべきいんなしお。"), min_size=1))
def test_only_some_letters_end_a_line_that_goes_on(line: str) -> None:
    wrapped = lines._WRAPPED.search(line) or lines._WRAPPED_TE.search(line)
    assert not wrapped or line[-1] in lines._WRAPPED_ENDS
