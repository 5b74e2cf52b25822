from datetime import UTC, datetime

import pytest

from nlp.vocabulary import vocabulary_of
from pipelines.word_proposals import compare_proposals
from warehouse.journal import Entry

AT = datetime(2026, 11, 21, tzinfo=UTC)


def propose(representative="スマートフォン", variants=("スマホ", "ｽﾏﾌｫ"), action="synonym"):
    values = {"representative": representative, "variants": list(variants)}
    return Entry("01A", AT, "sato", action, {"topic_id": "T000001"}, values)


@pytest.mark.parametrize(
    ("synonyms", "waiting"),
    [
        ({}, ("スマホ", "ｽﾏﾌｫ")),
        ({"スマホ": "スマートフォン"}, ("ｽﾏﾌｫ",)),
        ({"スマホ": "スマートフォン", "スマフォ": "スマートフォン"}, ()),
        ({"スマホ": "携帯", "スマフォ": "携帯", "スマートフォン": "携帯"}, ()),
        ({"スマホ": "携帯"}, ("スマホ", "ｽﾏﾌｫ")),
    ],
)
def test_a_proposal_waits_for_the_words_that_the_lists_do_not_lead_there(synonyms, waiting):
    (found,) = compare_proposals([propose()], vocabulary_of(synonyms=synonyms))
    assert found.waiting == waiting


def test_what_names_no_words_is_no_proposal():
    broken = [propose(variants=()), propose(representative=" "), propose(action="note")]
    broken.append(Entry("01B", AT, "sato", "synonym", {}, {"representative": "あ", "variants": "い"}))
    assert compare_proposals(broken, vocabulary_of()) == []
