"""What holds for every text: no error, no overlap, nothing else changed, masked text stays as it is."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.masking import PLACEHOLDER, Masked, Masker, has_residual_risk, load_rules
from nlp.masking.needs import Needs
from tests.nlp.masking.shipped import MASKER

PIECES = (
    "田中様",
    "佐藤さん",
    "山田 花子",
    "と申します",
    "090-1234-5678",
    "０９０",
    "ゼロキュウゼロ",
    "の",
    "1234",
    "いち",
    "に",
    "会員番号は",
    "注文番号",
    "住所は",
    "東京都渋谷区恵比寿1-2-3",
    "丁目",
    "番地",
    "〒123-4567",
    "a@example.jp",
    "@hanako",
    "https://x.jp/?u=1",
    "カード番号",
    "4111 1111 1111 1111",
    "生年月日",
    "1985年4月3日",
    "生まれ",
    "［氏名1］",
    "［電話番号3］",
    "［",
    "］",
    "ﾀﾞｲｺﾞ様",
    "ﾞ",
    "\u3099",
    "\u200b",
    "\ue000",
    "\ud800",
    "\x00",
    "🙇",
    "👨\u200d👩",
    "、",
    "。",
    "\n",
    " ",
    "　",
    "-",
    "ー",
    "(",
    ")",
    "は",
    "です",
    "お客様",
    "〇九〇",
    "様",
    "さん",
    "氏名：",
    "号室",
    "301",
    "@",
    ".",
    ":",
    "192.168.0.1",
    "口座",
    "普通 1234567",
    "0",
    "㈱髙①～",
)
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=60))
WORST = (
    "0",
    "09",
    "1 ",
    "a",
    "a.",
    "a@",
    "@a",
    "あ",
    "様",
    "田様",
    "さん",
    "市",
    "区1",
    "県市",
    "東京都",
    "1-",
    "の1",
    "一",
    "ゼロ",
    "いち",
    "にー",
    "カード1",
    "会員番号",
    "ー",
    "ア",
    "アa ",
    "http://",
    "http://:",
    "www.",
    "http://x/user/",
    "0:",
    "1.",
    "丁目",
    "一の",
    "〒",
    "氏名：",
    "生まれ",
    "昭和",
    "(",
    "と申します",
    "という者",
    "です。森",
    "\n山",
    "［氏名1］",
    "ｱﾞ",
    "\ue000(ア",
    "番地一",
    "記号1",
    "電話0",
    "住所は市",
    "四4",
)


def rebuild(text: str, masked: Masked) -> str:
    pieces, at = [], 0
    for span in masked.spans:
        assert at <= span.start < span.end <= len(text)
        pieces += [text[at : span.start], span.placeholder]
        at = span.end
    return "".join([*pieces, text[at:]])


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_only_spans_change_and_masking_twice_is_masking_once(text: str) -> None:
    masked = MASKER.mask(text)
    assert masked.text == rebuild(text, masked)
    again = MASKER.mask(masked.text)
    assert (again.text, again.spans) == (masked.text, ())
    has_residual_risk(masked.text)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_a_contact_is_masked_once_and_for_all(texts: list[str]) -> None:
    masked = MASKER.mask_contact(texts)
    assert [m.text for m in masked] == [rebuild(t, m) for t, m in zip(texts, masked, strict=True)]
    once = [m.text for m in masked]
    assert [m.text for m in MASKER.mask_contact(once)] == once


class _EveryRule(Needs):
    def met(self, text: str) -> int:
        return -1


@pytest.fixture(scope="module")
def unfiltered() -> Masker:
    masker = Masker([replace(rule, needs="", needs_also="") for rule in load_rules()])
    masker._needs = _EveryRule(masker._compiled, MASKER._needs.gates)
    masker._model, masker._last = MASKER._model, MASKER._last
    return masker


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_trying_every_rule_finds_the_same(unfiltered: Masker, texts: list[str]) -> None:
    assert MASKER.mask_contact(texts) == unfiltered.mask_contact(texts)


def test_trying_every_rule_finds_the_same_in_the_examples(unfiltered: Masker) -> None:
    texts = [
        text.replace("⟦", "").replace("⟧", "").split("‖") for rule in MASKER.rules for text in rule.match
    ]
    different = [turns for turns in texts if MASKER.mask_contact(turns) != unfiltered.mask_contact(turns)]
    assert different == []


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_placeholders_of_the_input_survive(text: str) -> None:
    before = [found.group() for found in PLACEHOLDER.finditer(text)]
    after = [found.group() for found in PLACEHOLDER.finditer(MASKER.mask(text).text)]
    assert [p for p in after if p in set(before)] == before


@pytest.mark.parametrize("unit", WORST)
def test_time_grows_with_length_only(unit: str) -> None:
    text = unit * (100_000 // len(unit.encode()))  # 100 kB
    started = time.process_time()
    MASKER.mask(text)
    assert time.process_time() - started < 4


def test_a_megabyte_without_end_of_sentence_passes() -> None:
    text = "あのー電話がつながらないんですけど田中さんに" * 16_000
    masked = MASKER.mask(text)
    assert "田中" not in masked.text
    assert masked.text.count("［氏名1］") == 16_000


def test_same_value_has_same_number_in_all_turns() -> None:
    turns = [
        "佐藤です。090-1234-5678です",
        "〇九〇一二三四五六七八ですね、鈴木が承りました、佐藤様",
        "+81 90 1234 5678 と 080-1111-2222、担当の鈴木です",
    ]
    texts = [masked.text for masked in MASKER.mask_contact(turns)]
    assert texts == [
        "［氏名1］です。［電話番号1］です",
        "［電話番号1］ですね、［氏名2］が承りました、［氏名1］様",
        "［電話番号1］ と ［電話番号2］、担当の［氏名2］です",
    ]


def test_numbers_go_on_after_placeholders_in_the_text() -> None:
    assert MASKER.mask("［氏名2］様と田中様").text == "［氏名2］様と［氏名3］様"


def test_staff_names_are_masked_without_a_cue() -> None:
    masker = Masker(staff_names=["雲英", "月見里 澪"])
    assert masker.mask("雲英の態度、月見里　澪も").text == "［氏名1］の態度、［氏名2］も"
    assert masker.mask("雲英町店で").text == "雲英町店で"


def test_offsets_count_input_characters_where_folding_changes_lengths() -> None:
    text = "ﾀﾞｲｺﾞ様のﾃﾞﾝﾜは０９０-\u200b1234-5678"
    masked = MASKER.mask(text)
    assert [text[s.start : s.end] for s in masked.spans] == ["ﾀﾞｲｺﾞ", "０９０-\u200b1234-5678"]
    assert masked.text == "［氏名1］様のﾃﾞﾝﾜは［電話番号1］"


@pytest.mark.parametrize(
    "sentence",
    [
        "［氏名1］様の件で",
        "番号は1234567です",
        "妊娠中で使えるか",
        "病気で入院した",
        "障害者手帳がある",
        "前科がある",
        "勅使様が来た",
        "渋谷1丁目です",
        "a@b",
        "ゼロキュウの",
        "〇九〇一二三四",
    ],
)
def test_risky_sentences_are_not_quotable(sentence: str) -> None:
    assert has_residual_risk(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "電話がつながらない",
        "詰め替えの注ぎ口から漏れる",
        "店員さんが親切",
        "お客様番号がわからない",
        "1,980円は高い",
        "システム障害で使えない",
        "様子を見る",
        "お母さんへ贈った",
        "たくさん買った",
        "がんばってください",
    ],
)
def test_plain_sentences_are_quotable(sentence: str) -> None:
    assert not has_residual_risk(sentence)
