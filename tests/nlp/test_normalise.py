import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.normalise import normalise

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "ｻﾎﾟｰﾄｶﾞ㈱①～ーー〜！!？?。、…wWｗえーとあのまあなんか［］氏名1😊\ufe0f\u200b\u3099か\x00\ud800\ue000\n\t "
        ),
    ),
    max_size=60,
)


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
