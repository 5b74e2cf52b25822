import pytest

from nlp.expressions import find_expressions, phrase
from nlp.tokens import Tokenizer

TOKENIZER = Tokenizer()


def read(sentence: str) -> list[tuple[str, str, bool]]:
    return [(e.subject, e.predicate, e.negated) for e in find_expressions(TOKENIZER.tokenise(sentence))]


@pytest.mark.parametrize(
    ("sentence", "subject", "predicate", "negated"),
    [
        ("電話が全然つながりませんでした。", "電話", "つながらない", True),
        ("電話つながらない", "電話", "つながらない", True),
        ("画面が途中で固まってしまいます", "画面", "固まる", False),
        ("返金してほしい", "返金", "してほしい", False),
        ("返金してくださいませんか", "返金", "してほしい", False),
        ("説明がわかりにくかったです", "説明", "わかりにくい", False),
        ("アプリにログインできません", "アプリ", "ログインできない", True),
        ("荷物がまだ届いてないんですけど", "荷物", "届いていない", True),
        ("送料が高すぎる", "送料", "高すぎる", False),
        ("返品を断られた", "返品", "断られる", False),
        ("品質は悪くないです", "品質", "悪くない", True),
        ("手続きが面倒です", "手続き", "面倒だ", False),
        ("予約したのに店頭に商品がない", "商品", "ない", False),
        ("住所を変更したいのですが", "住所", "変更したい", False),
        ("値段が高くなった", "値段", "高くなる", False),
        ("コードがスマホに来ない", "コード", "来ない", True),
    ],
)
def test_reads_subject_and_plain_predicate(
    sentence: str, subject: str, predicate: str, negated: bool
) -> None:
    found = read(sentence)
    assert (subject, predicate) in [(s, p) for s, p, _ in found]
    if predicate != "ない":
        assert (subject, predicate, negated) in found


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("定期便の解約ページが見つかりません", "定期便の解約ページが見つからない"),
        ("詰め替えの注ぎ口から漏れます", "詰め替えの注ぎ口から漏れる"),
        ("二段階認証のコードがスマホに届かないです", "二段階認証のコードが届かない"),
        ("無香料の商品を出していただけませんか", "無香料の商品を出してほしい"),
        ("料金を返金していただきたいです", "料金を返金してほしい"),
        ("店員の説明がとても丁寧でした", "店員の説明が丁寧だ"),
    ],
)
def test_phrase_is_natural(sentence: str, name: str) -> None:
    assert name in [phrase(e) for e in find_expressions(TOKENIZER.tokenise(sentence))]


@pytest.mark.parametrize(
    "sentence", ["お電話ありがとうございます", "はい", "", "営業時間は何時までですか", "［氏名1］が言った"]
)
def test_says_nothing_where_there_is_nothing(sentence: str) -> None:
    assert read(sentence) == []


def test_synonyms_replace_subjects() -> None:
    tokens = TOKENIZER.tokenise("スマホが壊れた")
    assert find_expressions(tokens, synonyms={"スマホ": "スマートフォン"})[0].subject == "スマートフォン"
