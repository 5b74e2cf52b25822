import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.normalise import normalise
from nlp.tokens import Tokenizer, content_terms

ONE_TERM = [
    "ログイン",
    "再ログイン",
    "サブスク",
    "サポートセンター",
    "スマホアプリ",
    "Wi-Fi",
    "二段階認証",
    "定期便",
    "配送状況",
    "解約ページ",
    "マイページ",
    "クレジットカード",
    "メールアドレス",
    "パスワード",
    "ポイントカード",
    "コールセンター",
    "カスタマーサポート",
    "キャンペーン",
    "詰め替え",
    "注ぎ口",
    "取扱説明書",
    "領収書",
    "請求書",
    "問い合わせ",
    "再配達",
    "お金",
    "お店",
    "送料無料",
    "営業時間",
    "待ち時間",
    "配達員",
    "店員",
    "消費生活センター",
    "個人情報",
    "会員登録",
    "初期不良",
    "返品送料",
    "商品説明",
    "電話番号",
    "支払方法",
    "配送業者",
    "再発行",
    "未開封",
    "不具合",
    "新商品",
    "ダウンロード",
    "アップデート",
    "ログアウト",
    "インストール",
    "スマートフォン",
    "パソコン",
    "ホームページ",
    "オンラインショップ",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(["配送希望時間帯", "プリン"])


@pytest.mark.parametrize("term", ONE_TERM)
def test_compounds_are_one_term(tokenizer: Tokenizer, term: str) -> None:
    assert term in {t.surface for t in tokenizer.tokenise(f"昨日から{term}の件で困っています")}


def test_terms_of_the_list_stay_whole_but_not_inside_longer_katakana(tokenizer: Tokenizer) -> None:
    assert "配送希望時間帯" in [t.surface for t in tokenizer.tokenise("配送希望時間帯を選べない")]
    assert "プリンター" in [t.surface for t in tokenizer.tokenise("プリンターが動かない")]
    assert "プリン" in [t.surface for t in tokenizer.tokenise("プリンが溶けていた")]


def test_placeholder_is_one_token_and_no_topic_word(tokenizer: Tokenizer) -> None:
    tokens = tokenizer.tokenise("［氏名1］様の［電話番号1］［住所2］に電話した")
    assert [t.surface for t in tokens if t.tag == "M"] == ["［氏名1］", "［電話番号1］", "［住所2］"]
    assert content_terms(tokens) == ("電話",)


@pytest.mark.parametrize("text", ["［氏名1］😊", "😊［氏名1］", "［氏名1］［氏名1］※😊［氏名1］"])
def test_placeholders_beside_smileys(tokenizer: Tokenizer, text: str) -> None:
    assert [t.surface for t in tokenizer.tokenise(text)].count("［氏名1］") == text.count("［氏名1］")


def test_lemmas_are_plain_words(tokenizer: Tokenizer) -> None:
    assert content_terms(tokenizer.tokenise("アプリが全然つながりませんでした")) == ("アプリ", "繋がる")


def test_synonyms_and_stop_words(tokenizer: Tokenizer) -> None:
    tokens = tokenizer.tokenise("スマホの画面が固まる")
    terms = content_terms(tokens, synonyms={"スマホ": "スマートフォン"}, stop_words=["画面"])
    assert terms == ("スマートフォン", "固まる")


def test_empty_term_is_refused() -> None:
    with pytest.raises(ValueError, match="empty term"):
        Tokenizer([" "])


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from("電話ログイン再［氏名1］-Wi配送プリン ")), max_size=40)
)
def test_no_text_is_lost(text: str) -> None:
    clean = normalise(text).text.replace("\n", " ")
    tokens = Tokenizer(["プリン"]).tokenise(clean) if len(text) % 7 == 0 else _SHARED.tokenise(clean)
    assert "".join("".join(t.surface.split()) for t in tokens) == "".join(clean.split())


_SHARED = Tokenizer()
