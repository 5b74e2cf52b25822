import pytest

from nlp.expressions import Relation, find_relations
from nlp.normalise import normalise
from nlp.tokens import Token, Tokenizer

TOKENIZER = Tokenizer()


def tokens_of(text: str) -> list[Token]:
    return TOKENIZER.tokenise(normalise(text).text)


@pytest.mark.parametrize(
    ("sentence", "purpose", "background", "link"),
    [
        ("解約したいのにページが見つからない", "解約したい", "ページが見つからない", "despite"),
        ("返品したいのですが送り先がわかりません", "返品したい", "送り先がわからない", "despite"),
        ("安く買いたいけど売り切れていた", "安く買いたい", "売り切れている", "despite"),
        ("予約したかったのに満席だった", "予約したい", "満席だ", "despite"),
        ("退会しようとしたらエラーになる", "退会したい", "エラーになる", "despite"),
        ("申し込もうとしたができなかった", "申し込みたい", "できない", "despite"),
        ("サイトが重いので解約します", "解約する", "サイトが重い", "because"),
        ("サイズが合わなかったから交換してほしい", "交換してほしい", "サイズが合わない", "because"),
        ("画面が固まるんで修理をお願いします", "修理をお願いしたい", "画面が固まる", "because"),
        ("肌に合わないため返金を希望します", "返金を希望する", "肌に合わない", "because"),
        ("料金が高いのでやめます", "やめる", "料金が高い", "because"),
    ],
)
def test_purpose_and_background_of_one_sentence(
    sentence: str, purpose: str, background: str, link: str
) -> None:
    assert find_relations(tokens_of(sentence)) == (Relation(purpose, background, link),)


@pytest.mark.parametrize(
    ("before", "sentence", "relation"),
    [
        (
            "電話がつながりません。",
            "なので解約します",
            Relation("解約する", "電話がつながらない", "because"),
        ),
        (
            "解約したいです。",
            "でもボタンが押せません",
            Relation("解約したい", "ボタンが押せない", "despite"),
        ),
    ],
)
def test_relation_across_sentences(before: str, sentence: str, relation: Relation) -> None:
    assert find_relations(tokens_of(sentence), tokens_of(before)) == (relation,)


@pytest.mark.parametrize(
    "sentence",
    [
        "雨が降ったので傘を借りた",
        "料理は美味しいが値段が高い",
        "荷物が届かないので電話しましたがつながりませんでした",
        "解約した後に請求が来た",
        "",
    ],
)
def test_no_relation_where_nothing_is_wanted(sentence: str) -> None:
    assert find_relations(tokens_of(sentence)) == ()
