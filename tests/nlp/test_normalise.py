import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.normalise import normalise

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "ｻﾎﾟｰﾄｶﾞ㈱①～ーー〜！!？?。、…wWｗえーとあのまあなんか［］氏名1😊\ufe0f\u200b\u3099゛か\x00\ud800\ue000\n\t ,.・&;<>-―Ⅲ℡"
        ),
    ),
    max_size=60,
)
SPOKEN = st.lists(
    st.sampled_from(
        [
            "えーと",
            "えー",
            "あの",
            "あのー",
            "まあ",
            "なんか",
            "ですね",
            "ね",
            "、",
            "、",
            " ",
            "…",
            "電話",
            "電話が",
            "つな",
            "つながらない",
            "解約",
            "解約したい",
            "もう",
            "もうもう",
            "はい",
            "ずっと",
            "一つ",
            "www",
            "<br>",
            "&amp;",
            "nbsp;",
            "&lt;",
            "［氏名1］",
            "https://example.jp/a?b",
            "。",
            "\n",
            "ｶﾞ",
            "〜",
            "ー",
        ]
    ),
    max_size=14,
).map("".join)
# what a character may come from, beside itself in another width
FROM = {"…": "・.&", "、": ",", "-": "ー―—─", "ー": "〜", "\n": "<", "。": "｡"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ｻﾎﾟｰﾄｾﾝﾀｰ", "サポートセンター"),
        ("㈱コエ①", "株式会社コエ1"),
        ("ＡＢＣ１２３", "ABC123"),
        ("すごーーーい！！！", "すごーい！"),
        ("か\u3099き", "がき"),
        ("えーと、あのー、届きません", "届きません"),
        ("なんか画面が固まる", "画面が固まる"),
        ("まあまあ良い", "まあまあ良い"),
        ("なんかいも電話した", "なんかいも電話した"),
        ("髙島屋", "高島屋"),
        ("［氏名1］様", "［氏名1］様"),
        ("面白いｗｗｗ", "面白い"),
        ("すご～～～い！！！？？", "すごーい！？"),
        ("Wi‐FiとWi－FiとWi―Fi", "Wi-FiとWi-FiとWi-Fi"),
        ("⼈が葛\U000e0100城で㎏", "人が葛城でkg"),
        ("か゛き カﾞ", "がき ガ"),
        ("聞かれたｗさすがに", "聞かれた さすがに"),
        ("見てhttps://example.jp/a?b=c!!d(1)を", "見てhttps://example.jp/a?b=c!!d(1)を"),
        ("割れて&amp;nbsp;いた&hellip;<br>交換", "割れて いた…\n交換"),
        ("電話、電話がつながらない", "電話がつながらない"),
        ("つな、つながらない", "つながらない"),
        ("サポ、サポートに電話した", "サポートに電話した"),
        ("解約、あの、解約したい", "解約したい"),
        ("注、注文が消えた", "注文が消えた"),
        ("もうもう嫌ですずっとずっと待ってる", "もう嫌ですずっと待ってる"),
        ("はい はい はい", "はい"),
        ("えっとですね、荷物がですね、届かないんですけど", "荷物が届かないんですけど"),
        ("まあ、その、なんていうか、遅いんですよ", "遅いんですよ"),
        ("なんかつながらない", "つながらない"),
        ("お店がね、汚いの", "お店が汚いの"),
        ("定期便をですね解約したい", "定期便を解約したい"),
        ("匂いがえー会社でも言われて", "匂いが会社でも言われて"),
    ],
)
def test_one_way_of_writing(written: str, read: str) -> None:
    assert normalise(written).text == read


@given(NASTY)
def test_offsets_lead_back_and_never_backwards(text: str) -> None:
    norm = normalise(text)
    positions = [norm.span(i, i)[0] for i in range(len(norm.text) + 1)]
    assert positions == sorted(positions)
    assert positions[-1] == len(text)
    assert norm.span(0, len(norm.text))[1] == len(text)


@given(NASTY)
def test_result_can_be_encoded_and_holds_no_control_character(text: str) -> None:
    clean = normalise(text).text
    clean.encode()
    assert not any(ord(c) < 32 and c != "\n" for c in clean)


@given(st.integers(0, 12), st.sampled_from(["ｶﾞ", "㈱", "ーー", "①"]))
def test_offset_of_an_untouched_word_behind_changes(times: int, change: str) -> None:
    text = change * times + "電話"
    norm = normalise(text)
    at = norm.text.index("電話")
    start, end = norm.span(at, at + 2)
    assert text[start:end] == "電話"


@given(st.sampled_from(["［氏名1］", "［電話番号12］", "［住所3］"]), NASTY)
def test_placeholders_stay(placeholder: str, text: str) -> None:
    assert placeholder in normalise(f"あ{placeholder}い{text}").text


@pytest.mark.parametrize(
    "text",
    [
        "いろいろあるしまあまあ時々だんだんわざわざ",
        "電話、メール、チャットで連絡",
        "一つ、一つ一つ見る",
        "電話、電話番号、メール",
        "朝、朝食が冷たい",
        "カード、カードケース、財布",
        "一、二、二十三",
        "煙がもうもうと出た",
        "あの店のこのまあるい皿",
        "ええ、そうです",
        "めがね、指輪",
        "そのまま使う",
        "届かないのですね",
        "いいですね、それ",
        "雨ですね傘は",
        "はいはい、と流された",
        "そうそうない味",
        "😊😡👍🏽",
        "（笑）（^^）",
        "［氏名1］、［氏名1］",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert normalise(text).text == text


@settings(max_examples=400)
@given(st.one_of(NASTY, SPOKEN))
@example("えーえーとと、あ")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@settings(max_examples=300)
@given(st.one_of(NASTY, SPOKEN))
def test_every_character_is_found_in_the_span_it_leads_back_to(text: str) -> None:
    norm = normalise(text)
    ends = 0
    for i, char in enumerate(norm.text):
        start, end = norm.span(i, i + 1)
        assert start <= ends <= end, "spans leave nothing out"
        ends = max(ends, end)
        source = text[start:end]
        forms = (
            source + unicodedata.normalize("NFKC", source) + normalise("あ" + source).text + "株式会社電話"
        )
        assert char == " " or char in forms or any(c in FROM.get(char, "") for c in source)
    assert not norm.text or ends == len(text)


@given(st.sampled_from(["［氏名1］", "［電話番号12］"]), SPOKEN, SPOKEN)
def test_no_placeholder_is_lost_or_altered(placeholder: str, before: str, behind: str) -> None:
    text = f"{before}、{placeholder}{behind}"
    assert normalise(text).text.count(placeholder) == text.count(placeholder)


@pytest.mark.parametrize(
    "unit",
    [
        "😊",
        "ー",
        "えー",
        "、",
        "あ、",
        "電話、",
        "もう",
        "&amp;",
        "<br>",
        "\u3099",
        "\u202e",
        "www",
        "https://",
        "ｶﾞ",
        "［",
        "はい ",
    ],
)
def test_a_hundred_thousand_of_one_thing_take_no_time(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + "困る"
    started = time.process_time()
    norm = normalise(text)
    assert time.process_time() - started < 2
    assert norm.text.endswith("困る")
    assert norm.span(0, len(norm.text)) == (0, len(text))
