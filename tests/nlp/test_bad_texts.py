"""Texts that no form should let through: nothing crashes, no letter gets lost, time grows with the length."""

import time

import pytest

from nlp.analysis import Analyzer
from nlp.intent.model import KINDS

ANALYZER = Analyzer()
BAD = {
    "empty": "",
    "blanks": " \t\u3000\n\r\n",
    "nul": "電話が\x00つながらない\x00",
    "controls": "\x01\x02\x1b[31m電話\x07",
    "lone surrogates": "電話\ud83dが\udc00つながらない",
    "right to left": "\u202e電話が\u202cつながらない\u200f\u061c",
    "combining": "か\u3099き\u3099a\u0301\u0301\u0301" + "\u0300" * 50,
    "variation selectors": "葛\U000e0100城の店員が嫌だ😊\ufe0f",
    "private use": "電話\ue000が\uf8ffつながらない",
    "invisible only": "\u200b\u2060\ufeff",
    "open brackets": "「『（［【" * 20,
    "closed brackets": "】］）』」" * 20,
    "tags": "<br>" * 50 + "<" * 100 + "&amp;" * 100,
    "fullwidth": "ＡＢＣ　１２３－４５６　！？",
    "markup of quotes": "\n".join(">" * n for n in range(1, 40)),
    "flags and families": "🇯🇵👨‍👩‍👧‍👦👍🏽",
    "mixed scripts": "Привет 안녕 你好 مرحبا電話がつながらない",
}
LONG = {
    "a line of a megabyte": "荷物が届かないのでいつ届くのか知りたくて電話した" * 14_000,
    "emoji": "😡" * 100_000,
    "prolonged": "困" + "ー" * 100_000,
    "faces": "（^^）" * 25_000,
    "unclosed faces": "（^^;" * 25_000,
    "fillers": "えーと、あの、" * 15_000,
    "restarts": "電話、" * 30_000,
    "entities": "&amp;" * 20_000,
    "wrapped lines": "注文した商品を\n" * 15_000,
    "quote heads": "2026年11月20日 10:23 ［氏名1］:\n" * 4_000,
    "rules": "あ\n" + "________\n" * 11_000,
    "arrows": "→折返し" * 20_000,
    "headings": "【対応】" * 20_000,
    "carets": "^" * 100_000,
    "polite": "です" * 50_000,
}


def missing(text: str) -> str:
    """Characters of no sentence; blanks and what prints nothing may be."""
    at, left = 0, []
    for sentence in ANALYZER.analyse(text).sentences:
        assert at <= sentence.start < sentence.end
        left.append(text[at : sentence.start])
        at = sentence.end
    return "".join(c for c in "".join([*left, text[at:]]) if c.isprintable() and not c.isspace())


@pytest.mark.parametrize("speaker", ["customer", "memo", "operator"])
@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_bad_text_is_analysed(text: str, speaker: str) -> None:
    assert ANALYZER.analyse(text, speaker).intent in KINDS
    assert missing(text) == ""


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_text_is_covered_in_time(text: str) -> None:
    started = time.process_time()
    assert missing(text) == ""
    assert time.process_time() - started < 8
