import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filters import annotate_lines, cluster_lines, mask_lines

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


@pytest.mark.parametrize("texts", [[], ["電話がつながらない"], ["同じ文です"] * 5, ["", " ", "！？"]])
def test_cluster_takes_none_one_and_identical_lines(texts):
    assert len(answers(cluster_lines, [line(text) for text in texts])) == len(texts)
