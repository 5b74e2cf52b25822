"""Texts that nobody writes, as long as a row may be: the time grows with the length, not with its square."""

import time
from collections.abc import Callable

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
)
SHORT, LONG = 50_000, 200_000  # bytes
LEAST = 0.1  # seconds; below it, clocks and caches say more than the length


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
    short, long = (
        cpu_seconds(work, before + unit * (size // len(unit.encode())) + after) for size in (SHORT, LONG)
    )

    assert long < 6
    assert long / max(short, LEAST) < 8


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
