"""Texts that nobody writes, as long as a row may be: the time grows with the length, not with its square."""

import gc
import time
from collections.abc import Callable, Iterator

import pytest

from nlp.analysis import Analyzer
from nlp.sentences import HARD_LIMIT

UNITS = (
    "( ",
    "090-1234-5678 ",
    "「",
    "あ",
    "ー",
    "、",
    "w",
    "ので",
    "\n>",
    "(笑)",
    "ない",
    "。",
    "a",
    "\n。",
    "人に",
    "電話がつながらないんですけど",
    "ｱｲｳ①㈱～",
)
SHORT, LONG = 50_000, 200_000  # bytes
LEAST = 0.1  # seconds; below it, clocks and caches say more than the length
SUPERLINEAR = 8  # times the time for four times the length; a square gives 16
TRIES = 3  # a busy machine disturbs one measurement; a slow algorithm shows in the best of each


@pytest.fixture(autouse=True)
def _without_the_heap_of_others() -> Iterator[None]:
    """Let no collection walk through what earlier tests of this process left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    analyzer = Analyzer()
    analyzer.analyse("電話がつながりません。")
    return analyzer


def cpu_seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


def assert_linear(work: Callable[[str], object], unit: str, before: str = "", after: str = "") -> None:
    short, long = (before + unit * (size // len(unit.encode())) + after for size in (SHORT, LONG))
    least, most = float("inf"), float("inf")
    for _ in range(TRIES):
        least, most = min(least, cpu_seconds(work, short)), min(most, cpu_seconds(work, long))
        assert most < 6
        ratio = most / max(least, LEAST)
        if ratio < SUPERLINEAR:
            return
    raise AssertionError(f"{LONG // SHORT} times the length took {ratio:.1f} times the time")


@pytest.mark.parametrize(("before", "after"), [("", ""), ("困る", "x")])
@pytest.mark.parametrize("unit", UNITS)
def test_analysing_grows_with_the_length(analyzer: Analyzer, unit: str, before: str, after: str) -> None:
    assert_linear(analyzer.analyse, unit, before, after)


@pytest.mark.parametrize("unit", UNITS)
def test_reading_grows_with_the_length(analyzer: Analyzer, unit: str) -> None:
    assert_linear(lambda text: analyzer.read_many([text]), unit)


@pytest.mark.parametrize("unit", ["( ", "090-1234-5678 ", "\n。", "あ"])
def test_long_text_is_cut_and_covered(analyzer: Analyzer, unit: str) -> None:
    text = "困る" + unit * 2_000

    sentences = analyzer.analyse(text).sentences

    covered = "".join(sentence.text for sentence in sentences)
    assert "".join(covered.split()) == "".join(text.split())
    assert max(sentence.end - sentence.start for sentence in sentences) <= HARD_LIMIT


MILLION = 1_000_000  # characters
ORDINARY = "昨日から電話がつながらなくて困っています。早く直してほしいですし、返金もお願いしたいのですが、"


@pytest.mark.parametrize("unit", [ORDINARY, "😢", "ヱヴォ"])
def test_a_million_characters_take_seconds(analyzer: Analyzer, unit: str) -> None:
    text = unit * (MILLION // len(unit))

    seconds = cpu_seconds(analyzer.analyse, text)

    assert seconds < 30


STRANGE = (
    "",
    " \u3000\t\r\n ",
    "\x00\x01\x1b[31m\x7f\x85",
    "\ud800\udfff\ue000\uf8ff",
    "😀👨‍👩‍👧‍👦🇯🇵❤️",
    "ไม่ได้ 안 돼요 нет لا ﷽ ㍻ ﾊﾟ",
    "電話📞がﾂﾅｶﾞﾗない！！！ｗｗｗ Wi-Fiもﾀﾞﾒ",
    "\u202e逆向き\u202c\ufeff\u200b困る",
    "［氏名1］［［電話番号1］",
    "困る\x00困る\ud83d困る",
)


@pytest.mark.parametrize("speaker", ["customer", "memo", "operator", "unknown"])
@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_loses_nothing_and_alone_or_among_others_is_the_same(
    analyzer: Analyzer, text: str, speaker: str
) -> None:
    alone = analyzer.analyse(text, speaker)

    assert "".join("".join(s.text for s in alone.sentences).split()) == "".join(text.split())
    assert all(text[s.start : s.end] == s.text for s in alone.sentences)
    others = [*STRANGE, text, ORDINARY]
    assert analyzer.analyse_many(others, [speaker] * len(others))[-2] == alone


@pytest.mark.parametrize("size", [49_149, 49_150, 49_152, 65_536])
def test_lengths_that_other_tools_refuse(analyzer: Analyzer, size: int) -> None:
    text = ORDINARY * (size // len(ORDINARY.encode())) + "あ" * ((size % len(ORDINARY.encode())) // 3)

    found = analyzer.analyse(text)

    assert "".join(s.text for s in found.sentences) == text
    assert found.intent != "other"
