"""The name model: candidates, gate, and that its answers hang on nothing but the text."""

import time

import pytest

from nlp.masking import Masker
from nlp.masking.fold import FILL
from nlp.masking.people.candidates import candidates
from nlp.masking.people.features import features
from nlp.masking.people.gate import may_hold_name
from nlp.masking.people.lexicon import likeness
from nlp.masking.people.model import chosen, name_model, quick_features
from tests.nlp.masking.shipped import MASKER

MODEL = name_model()
NAMED = {
    "担当の佐伯が承ります": "佐伯",
    "受付の方は倉持さんでした": "倉持",
    "友人の川村も同じ症状です": "川村",
    "母の喜久江が一人で住んでまして": "喜久江",
    "長男が碧人というんですが、予約を変えたい": "碧人",
    "My name is Yumi Okada and I bought this last week.": "Yumi Okada",
}


@pytest.mark.parametrize("text", NAMED)
def test_names_that_only_their_surroundings_show_are_found(text: str) -> None:
    assert [text[s:e] for s, e in MODEL.names(text)] == [NAMED[text]]


@pytest.mark.parametrize(
    "text",
    [
        "誠に申し訳ございませんでした",
        "森の香りのシャンプーが好きです",
        "渋谷で待ち合わせました",
        "高島屋で買いました",
        "そうなんですか",
        "チェックアウトは十時です",
        "飲むのは朝に二錠です",
        "南口と北口どっちに近いですか",
        "セイワ自動車の展示場は広いです",
        "スマートフォンのケースを注文しました",
        "",
        "\ud800\x00",
        FILL * 9,
    ],
)
def test_what_is_no_name_is_left(text: str) -> None:
    assert MODEL.names(text) == []


@pytest.mark.parametrize("length", [1, 2, 7, 30])
def test_how_much_is_masked_beside_a_name_makes_no_difference(length: int) -> None:
    text = f"{FILL * length}の佐伯さんに代わって{FILL * length}"
    assert [text[s:e] for s, e in MODEL.names(text)] == ["佐伯"]


def test_the_small_model_sees_what_it_was_trained_on() -> None:
    text = "担当の佐伯が承ります"
    for candidate in candidates(text):
        total = sum(MODEL.quick.get(word, 0) for word in quick_features(text, candidate))
        unknown = 0 if candidate[2] in MODEL.quick else MODEL.quick.get(candidate[2][0], 0)
        assert MODEL.is_worth(text, candidate, MODEL.least) == (total + unknown >= MODEL.least)


def test_weights_are_whole_numbers_so_that_sums_are_the_same_in_any_order() -> None:
    text = "担当の佐伯が承ります"
    candidate = next(c for c in candidates(text) if text[c[0] : c[1]] == "佐伯")
    found = features(text, candidate)
    assert MODEL.score(text, candidate) == MODEL.bias + sum(MODEL.weights.get(f, 0) for f in reversed(found))
    assert all(isinstance(weight, int) for weight in MODEL.weights.values())


def test_a_text_without_a_cue_is_not_looked_at() -> None:
    plain = "とても景色がよくて、また来たいと思いました。" * 2
    assert not may_hold_name(plain)
    assert may_hold_name(plain + "佐伯")
    assert may_hold_name("景色がよくて")


def test_letters_tell_a_name_that_no_list_holds_from_a_common_word() -> None:
    assert min(likeness("碧人", "g"), likeness("真凛", "g"), likeness("石動", "s")) >= 2
    assert max(likeness(word, kind) for word in ("返品", "商品", "在庫", "電話") for kind in "sg") == 0


def test_spans_do_not_overlap() -> None:
    assert chosen([(2, 4), (0, 3), (4, 6), (5, 9)], 9) == [(2, 4), (4, 6)]


@pytest.mark.parametrize("unit", ["林さん、", "佐藤 ", "あ", "様", "ア ", "Kenji ", "\n山田", "がのを"])
def test_time_grows_with_length_only(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    began = time.process_time()
    MODEL.names(text)
    assert time.process_time() - began < 2


def test_the_model_is_part_of_the_fingerprint() -> None:
    masker = MASKER
    assert masker.fingerprint != Masker(masker.rules).fingerprint


@pytest.mark.parametrize(
    "text",
    [
        "千葉と石川で送料が違うのはなぜですか",
        "山形や秋田、福島にも店はありますか",
        "森永のビスケットが割れていた",
        "スズキの軽自動車に付けられますか",
        "不動産屋さんに聞いてくださいと言われた",
        "3〜5営業日後になります",
        "はい はい そうです",
    ],
)
def test_places_in_a_row_and_makes_of_goods_are_no_names(text: str) -> None:
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "担当の十時さんから電話がありました",
        "千葉さんと石川さんから電話がありました",
        "森永の携帯に電話をください",
    ],
)
def test_persons_called_like_places_and_makes_are_names(text: str) -> None:
    assert "氏名1" in MASKER.mask(text).text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("名前はいとうです", "いとう"),  # はい is no lead here
        ("なまえはくどう 工事の工", "くどう"),
        ("薬袋と書いてみないと読みます", "みない"),
        ("娘がひまりで三歳です", "ひまり"),
        ("うちの子さくらっていうんです", "さくら"),
        ("入電者:小西トミ子様", "小西トミ子"),
        ("嶋津 えり子", "嶋津 えり子"),
        ("李美蘭(リ・ミラン)と申します", "リ・ミラン"),
        ("ささき ののか 宮城県", "ささき ののか"),
        ("オペレーターハマダ様", "ハマダ"),
        ("ナカジマコーチのレッスン", "ナカジマ"),
        ("予約 UEMATSU/YOKO MS", "UEMATSU/YOKO"),
        ("From M. Kurihara", "M. Kurihara"),
        ("広報仲へ共有", "仲"),
    ],
)
def test_what_may_be_a_name_is_looked_at(text: str, name: str) -> None:
    assert name in {text[s:e] for s, e, _ in candidates(text)}


@pytest.mark.parametrize("text", ["娘がとても喜んで", "パートのスタッフです", "input/output"])
def test_what_cannot_be_a_name_is_not_looked_at(text: str) -> None:
    assert {"とても", "パート", "スタッフ", "input/output"}.isdisjoint(
        text[s:e]
        for s, e, code in candidates(text)
        if code.startswith(("HK", "LT")) or (code[0] == "K" and "U" not in code)
    )


def test_a_quoted_word_is_a_name_where_a_marriage_is_spoken_of() -> None:
    assert "「［氏名1］」" in MASKER.mask("結婚して「太田」になりました。手続きは要りますか").text
