import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filters import annotate_block, cluster_lines, mask_block
from tests.nlp.topics.feedback import PLACES

BAD = [
    b"",
    b"not json",
    b"[]",
    b'{"id": 3}',
    b'{"id": 4, "text": 5}',
    b"\xff\xfe",
    b'{"text": null}',
    b"[" * 100_000,
    b'{"id": NaN, "text": "a"}',
]


def mask_lines(lines):
    return [mask_block(line).removesuffix(b"\n") for line in lines]


def annotate_lines(lines):
    return [annotate_block(line).removesuffix(b"\n") for line in lines]


def answers(filter_, lines):
    return [json.loads(line) for line in filter_(lines)]


def line(text, number=1):
    return json.dumps({"id": number, "text": text}).encode()


@pytest.mark.parametrize("filter_", [mask_lines, annotate_lines, cluster_lines])
def test_every_line_is_answered_in_order_and_a_bad_one_says_why(filter_):
    lines = [line("電話がつながりません。", 0), *BAD, line("ありがとうございました", 9)]
    found = answers(filter_, lines)
    assert len(found) == len(lines)
    assert [item["id"] for item in found] == [0, None, None, None, 3, 4, *[None] * 4, 9]
    assert ["error" in item for item in found] == [False, *[True] * len(BAD), False]


def test_mask_gives_spans_of_the_input():
    text = "田中様の番号は090-1234-5678です"
    (found,) = answers(mask_lines, [line(text)])
    assert "090-1234-5678" not in found["text"]
    assert {text[span["start"] : span["end"]] for span in found["spans"]} >= {"090-1234-5678"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_annotate_answers_whatever_text_comes(texts):
    found = answers(annotate_lines, [line(text, n) for n, text in enumerate(texts)])
    assert [item["id"] for item in found] == list(range(len(texts)))
    assert all(
        item["intent"] in {"complaint", "request", "procedure", "question", "praise", "other"}
        for item in found
    )
    assert all(-1 <= item["sentiment"] <= 1 for item in found)


def test_a_lone_surrogate_comes_back_as_json():
    (found,) = answers(mask_lines, [b'{"id": 1, "text": "a\\ud800b 090-1234-5678"}'])
    assert found["text"].startswith("a\ud800b ")


@pytest.mark.parametrize(
    "line_id", [b"1.50", b"[1, 2]", '"受付"'.encode(), b"123456789012345678901234567890"]
)
@pytest.mark.parametrize("text", [b"a", b"a\\ud800"])
@pytest.mark.parametrize("filter_", [mask_lines, annotate_lines])
def test_an_id_comes_back_as_it_was_written(filter_, text, line_id):
    (answer,) = filter_([b'{"error": "x", "id": %b, "text": "%b"}' % (line_id, text)])
    assert json.loads(answer)["id"] == json.loads(line_id)
    assert answer.startswith(b'{"id":%b,"' % line_id) or text != b"a"
    assert "error" not in json.loads(answer)


def test_a_block_is_answered_as_its_lines():
    lines = [line("電話がつながらない", 0), *BAD, b'{"id": 1, "text": "a\\ud800"}']
    for block_of, lines_of in ((mask_block, mask_lines), (annotate_block, annotate_lines)):
        for some in (lines, lines[:-1], lines[:1], [b""]):
            assert block_of(b"\n".join(some)) == b"".join(answer + b"\n" for answer in lines_of(some))


def test_cluster_groups_comments_whatever_their_kind():
    refills = [
        "詰め替えの口から漏れる",
        "詰め替えの注ぎ口から液が漏れた",
        "注ぎ口から漏れて困る",
        "詰め替えると口から漏れます",
    ]
    calls = [
        "電話がつながらない",
        "電話が全然つながりません",
        "何度かけても電話がつながらない",
        "電話がつながりにくいです",
    ]
    found = answers(cluster_lines, [line(text, n) for n, text in enumerate(refills + calls)])
    topics = [item["topic_id"] for item in found]
    assert set(topics[:4]).isdisjoint(set(topics[4:]) - {None})
    assert all(item["label"] for item in found if item["topic_id"])


def test_cluster_tells_praise_of_a_thing_from_complaints_about_it():
    glad = [
        "がきれいで嬉しかった",
        "が広くて快適でした",
        "が素敵で感動しました",
        "が便利で助かりました",
        "が最高でした",
    ]
    sad = ["が汚くて不快でした", "が狭くて困った", "が遠くて不便だった", "が暗くて怖い", "が寒くてつらかった"]
    said = [place + words for words in glad + sad for place in PLACES]
    found = answers(cluster_lines, [line(text, n) for n, text in enumerate(said)])
    topics = [item["topic_id"] for item in found]
    half = len(PLACES) * len(glad)
    assert set(topics[:half]) & set(topics[half:]) <= {None}


@pytest.mark.parametrize("texts", [[], ["電話がつながらない"], ["同じ文です"] * 5, ["", " ", "！？"]])
def test_cluster_takes_none_one_and_identical_lines(texts):
    assert len(answers(cluster_lines, [line(text) for text in texts])) == len(texts)
