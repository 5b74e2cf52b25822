"""Rows of sentences that are made column by column say what each row says by itself."""

import re
from html import unescape

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from reports.formats.voices import HEADER, Voices
from reports.model.marking import stems
from reports.render.html import clean_value
from reports.render.rows import mark_sentences

HURTS = [
    "<script>alert(1)</script>", "\"'><img src=x>&amp;", "ﾊﾟｯｸ㈱髙①～", "行\r\n送り\u202eと\x00\x07制御😱", "\x02偽の印\x03",
    "全角\u3000空白", "", "{{ 7*7 }}", "長" * 3000, "K\u212a",
]  # fmt: skip
texts = st.text(max_size=40) | st.sampled_from(HURTS)
words = st.lists(st.text(min_size=1, max_size=3) | st.sampled_from(["amp", "<", "印", "&", "長"]), max_size=3)


def marked(sentences, found):
    return mark_sentences(pa.array(sentences, pa.string()), found).to_pylist()


@settings(deadline=None)  # the first call loads the library
@given(st.lists(texts, max_size=6), words)
def test_marking_changes_no_word_and_lets_no_markup_through(sentences, keywords):
    plain = [str(escape(clean_value(sentence))) for sentence in sentences]
    assert marked(sentences, ()) == plain
    lines = marked(sentences, stems(keywords))
    assert [line.replace("<mark>", "").replace("</mark>", "") for line in lines] == plain
    assert all(re.sub("</?mark>", "", line).count("<") == 0 for line in lines)


@settings(deadline=None)
@given(texts, st.lists(st.text("ab<&あ", min_size=1, max_size=3), min_size=1, max_size=3))
def test_what_is_marked_is_one_of_the_words(sentence, keywords):
    found = stems(keywords)
    [line] = marked([sentence], found)
    pieces = [unescape(piece).lower() for piece in re.findall("<mark>(.*?)</mark>", line, re.DOTALL)]
    assert set(pieces) <= {word.lower() for word in found}
    rest = re.sub("<mark>.*?</mark>", "\x00", line, flags=re.DOTALL)
    assert not [word for word in found if word.lower() in unescape(rest).lower()]


KINDS = [pa.string(), pa.string(), pa.int64(), pa.date32(), pa.string(), pa.string(), pa.string()]


def make_voices(rows, hidden=0):
    columns = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), KINDS, strict=True)]
    return Voices(pa.table(dict(zip(HEADER, columns, strict=True))), hidden)


@pytest.mark.parametrize(
    ("most", "kept"), [(9, "abcdefg"), (7, "abcdefg"), (5, "abceg"), (3, "ceg"), (2, "ce")]
)
def test_a_workbook_keeps_the_urgent_the_small_and_then_the_newest(most, kept):
    kinds = ["不満・お困りごと"] * 4 + ["至急確認"] + ["お褒め"] * 2
    days = [1, 2, None, 0, 0, 0, 3]
    rows = [
        (kind, "話題", place, day, "電話", None, name)
        for place, (kind, day, name) in enumerate(zip(kinds, days, "abcdefg", strict=True), 1)
    ]
    assert "".join(make_voices(rows).newest(most)["お客様の言葉"].to_pylist()) == kept


def test_the_note_of_a_workbook_names_what_is_left_out(monkeypatch):
    monkeypatch.setattr("reports.formats.voices.MOST_ROWS", 2)
    rows = [("お褒め", "話題", place, place, "電話", None, "ありがとう。") for place in range(3)]
    note = make_voices(rows, hidden=1).say_limits()
    assert "全3文のうち、新しい順に2文" in note
    assert "全文は「CSV(お客様の声)」にあります" in note
    assert "載せていない文:1。" in note
    assert "全3文" not in make_voices(rows[:2]).say_limits()
