"""Rows of sentences that are made column by column say what each row says by itself."""

import re
from html import unescape

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

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
