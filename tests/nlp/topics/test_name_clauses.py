import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.topics.clauses import LONGEST_CLAUSE, Clause, clauses_of
from nlp.topics.form import fit
from nlp.topics.leaning import kind_leanings
from nlp.topics.tone import tone_of
from nlp.topics.wording import to_past, word


def worded(sentence, kind):
    return [word(clause, kind) for clause in clauses_of(sentence)]


@pytest.mark.parametrize(
    ("kind", "sentence", "name"),
    [
        ("complaint", "予約したのに店頭に商品がありませんでした。", "予約したのに店頭に商品がない"),
        ("complaint", "あのーキャップは固すぎて、全然開けられません", "キャップが固すぎて開けられない"),
        ("complaint", "ﾎﾟﾝﾌﾟが吸い上がらないんですけど", "ポンプが吸い上がらない"),
        ("question", "■送料はいくらですか？", "送料がいくらか知りたい"),
        ("question", "ギフト包装ってできますかね", "ギフト包装ができるか知りたい"),
        ("question", "店舗に在庫があるかどうか教えてください", "店舗に在庫があるか知りたい"),
        ("question", "ポイントの期限を教えていただけますか。", "ポイントの期限を知りたい"),
        ("question", "名前を入れてもらえますか", "名前を入れてもらえるか知りたい"),
        ("request", "お届けの間隔を選べたら嬉しいです", "お届けの間隔を選べるようにしてほしい"),
        ("request", "アプリから再注文できればいいな", "アプリから再注文できるようにしてほしい"),
        ("request", "無香料は出していただけませんか", "無香料を出してほしい"),
        ("procedure", "今後メールは送らないでください", "メールを送らないでほしい"),
        ("procedure", "再配達をお願いします", "再配達をお願いしたい"),
        ("praise", "店員さんの説明がとても丁寧でした😊", "店員の説明が丁寧だった"),
        ("praise", "景色が非常に良い", "景色がいい"),
        ("procedure", "日時変更を希望とのこと", "日時変更をお願いしたい"),
        ("request", "アレルギーがあるので卵を避けてください", "卵を避けてほしい"),
        ("request", "大容量の袋をください", "大容量の袋がほしい"),
        ("wish", "露天風呂はありますか", "露天風呂があるといい"),
        ("wish", "海の見える部屋はありませんか", "海の見える部屋があるといい"),
        ("wish", "海側の部屋をお願いします", "海側の部屋をお願いしたい"),
        ("wish", "加湿器お願いします", "加湿器をお願いしたい"),
        ("wish", "夕食は和食が希望です", "夕食は和食がいい"),
        ("wish", "朝食はバイキングですか？", "朝食がバイキングだといい"),
        ("wish", "駐車場をご用意いただけますか", "駐車場を用意してほしい"),
        ("wish", "チェックインは何時ですか", "チェックインが何時か知りたい"),
    ],
)
def test_sentence_yields_the_name_a_reader_expects(kind, sentence, name):
    assert name in worded(sentence, kind)


def test_negation_is_never_lost_with_the_words_between():
    names = worded("使用期限がどこに書いてあるか教えてください", "question")
    assert "使用期限が書いてあるか知りたい" not in names
    assert not any(
        name.endswith("白浮きがない") for name in worded("白浮きが目立つので使いたくありません", "complaint")
    )


def test_no_clause_begins_inside_a_word_or_names_a_person():
    assert not any(name.startswith("容量") for name in worded("大容量の詰め替えを出してほしい", "request"))
    assert not any("田中" in name for name in worded("田中さんの対応が悪かった", "complaint"))


@pytest.mark.parametrize(
    ("sentence", "kind", "wrong"),
    [
        ("タオルを用意してください", "wish", "タオルをしてほしい"),
        ("部屋の広さは気にしません", "wish", "部屋の広い"),
        ("宿をお願いします", "wish", "宿をお願う"),
        ("シャンプーはつですか", "wish", "シャンプーがつだといい"),
        ("お休みにした定期便が届いたとのご不満。", "complaint", "定期便が届いたとのご不満だ"),
        ("メルマガがその多すぎるんですよね", "complaint", "メルマガがその多すぎる"),
        ("道路が非常に悪い", "complaint", "道路がに悪い"),
    ],
)
def test_predicates_are_not_misread(sentence, kind, wrong):
    assert wrong not in worded(sentence, kind)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("わざと場所をわかりにくくしていませんか", "場所をわかりにくくしている"),
        ("香りがきつくないですか", "香りがきつい"),
    ],
)
def test_rhetorical_question_is_no_denial(sentence, name):
    names = worded(sentence, "complaint")
    assert name in names
    assert not any(text.endswith("ない") for text in names)


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("そういう機能をアプリに入れてほしい", "そういう"),
        ("これを店に置いてほしい", "これ"),
        ("箱を開けたままの形で送ってほしい", "^まま"),
        ("会員にとって大きい", "にとる$"),
        ("返品に対する考え方が厳しい", "に対する$"),
        ("混雑が相変わらず続いている", "相変わらない"),
        ("店は水も料理も美味しい", "店が美味しい"),
        ("東京には何回か行きました", "何回か?(?:知りたい)?$"),
        ("用意されてなくてはいそうなんです", "いそうだ"),
    ],
)
def test_what_no_reader_understands_is_no_candidate(sentence, wrong):
    for kind in ("complaint", "question", "wish"):
        assert not any(re.search(wrong, name) for name in worded(sentence, kind))


@pytest.mark.parametrize(
    ("kind", "sentence", "name"),
    [
        ("complaint", "荷物はどこですか", "荷物がどこか分からない"),
        ("complaint", "窓口少ない", "窓口が少ない"),
        ("complaint", "サポートの電話が通じません", "サポートの電話が通じない"),
        ("question", "次はどのエリアに行けばいいですか", "次はどのエリアに行けばいいか知りたい"),
        ("question", "毎日使っても心配ありませんか", "毎日使っても心配がないか知りたい"),
        ("request", "包みを選べるよう希望する", "包みを選べるようにしてほしい"),
        ("request", "セキュリティはしっかりしていてほしい", "セキュリティはしっかりしていてほしい"),
        ("request", "料理を少しだけ食べたい", "料理を少しだけ食べたい"),
        ("wish", "途中でやめられますか", "途中でやめられるか知りたい"),
        ("wish", "機械に入れてもいいですか", "機械に入れてもいいか知りたい"),
        ("praise", "ごみがかさばらなくていいです", "ごみがかさばらなくていい"),
        ("wish", "加湿器もあるといい", "加湿器があるといい"),
        ("praise", "売店の汁粉がおすすめる", "売店の汁粉がおすすめだ"),
        ("praise", "係の案内も分かりやすいです", "係の案内が分かりやすい"),
        ("question", "申し込みの締切をいつなのか知りたい", "申し込みの締切がいつか知りたい"),
        ("request", "返品については窓口を増やしてほしい", "窓口を増やしてほしい"),
    ],
)
def test_wording_keeps_what_was_meant(kind, sentence, name):
    assert name in worded(sentence, kind)


def test_noun_torn_from_what_it_belongs_to_is_a_worse_beginning():
    by_text = {clause.text: clause for clause in clauses_of("子供用のサイズのベッドがほしいです")}
    assert by_text["サイズのベッドがほしい"].torn
    assert not by_text["子供用のサイズのベッドがほしい"].torn


@pytest.mark.parametrize(
    ("sentence", "whole", "torn"),
    [
        ("券を使って安くしたい", "券を使って安くしたい", "使って安くしたい"),
        ("回数券を利用して安くしたい", "回数券を利用して安くしたい", "利用して安くしたい"),
        ("浴室を寝室と別にしてほしい", "浴室を寝室と別にしてほしい", "寝室と別にしてほしい"),
        (
            "旬の野菜を使った料理を出してほしい",
            "旬の野菜を使った料理を出してほしい",
            "使った料理を出してほしい",
        ),
    ],
)
def test_verb_that_lost_its_object_is_a_worse_beginning(sentence, whole, torn):
    by_text = {clause.text: clause for clause in clauses_of(sentence)}
    assert fit(by_text[whole], whole, "wish") > 1.5 * fit(by_text[torn], torn, "wish")


def test_heap_of_nouns_is_no_good_beginning():
    by_text = {clause.text: clause for clause in clauses_of("市立中央図書館展示の写真が美しい")}
    assert by_text["市立中央図書館展示の写真が美しい"].loose
    assert not by_text["写真が美しい"].loose


def test_goal_cut_off_what_tells_which_one_is_torn():
    by_text = {clause.text: clause for clause in clauses_of("実家の住所に変更してほしい")}
    assert by_text["住所に変更してほしい"].torn
    assert not by_text["実家の住所に変更してほしい"].torn


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("係員が親切だ", True),
        ("係員か親切だ", False),
        ("内装照明すべて素晴らしい", False),
        ("整備されていてきれいだ", False),
        ("たくさん見える部屋がいい", False),
        ("入れる時間帯が知りたい", False),
        ("頼んだ物と違う", True),
    ],
)
def test_beginning_that_says_what_it_is_about(sentence, whole):
    clause = next(clause for clause in clauses_of(sentence) if clause.text == sentence)
    assert (clause.nominal or clause.verbal) == whole


def test_clause_whose_object_is_said_is_whole():
    by_text = {clause.text: clause for clause in clauses_of("受付を夜に席の予約を取れるようにしてほしい")}
    assert not by_text["席の予約を取れるようにしてほしい"].torn


def test_tone_of_a_mixed_list_is_what_most_voices_do():
    assert tone_of(["露天風呂がいいです", "サウナがほしい", "静かだった"], "voice") == "wish"
    assert tone_of(["料金はいくらですか", "何時まで？", "予約できますか"], "voice") == "question"
    assert tone_of(["使い方を教えてください", "いつ届くか知りたいです"], "voice") == "question"
    assert tone_of(["荷物が届かない", "箱がつぶれた"], "voice") == "complaint"
    assert tone_of(["説明が丁寧で助かりました", "対応が親切でした"], "voice") == "praise"
    assert tone_of(["会議は三時に始まる", "資料を机に置いた"], "voice") == "voice"
    assert tone_of(["サウナがほしい"], "complaint") == "complaint"


@pytest.mark.parametrize(
    ("better", "worse", "kind"),
    [
        ("商品が足りない。", "商品が入っている。", "complaint"),
        ("時間どおりに届かない。", "時間を指定している。", "complaint"),
        ("停止したのに定期便が届く。", "定期便が届く。", "complaint"),
        ("顔が白くなって困る。", "日焼け止めを塗ると、", "complaint"),
        ("レジの列が長い。", "レジに並ぶ。", "complaint"),
        ("店に在庫がない。", "店に行ったらない。", "complaint"),
        ("メールで送っても返事がない。", "メールで質問を送る。", "complaint"),
        ("行列がひどい。", "行列が少ない。", "complaint"),
        ("対応がひどい。", "何の不便も感じない。", "complaint"),
        ("印鑑がなくて困る。", "印鑑が無ければならない。", "complaint"),
        ("荷物を届けてほしい。", "出かけるので荷物を届けてほしい。", "request"),
        ("無香料を出してほしい。", "香りに弱い。", "request"),
        ("在庫はありますか。", "贈り物を探している。", "question"),
        ("店員の説明が丁寧だった。", "店員が説明してくれた。", "praise"),
        ("福井の魅力を発信してほしい。", "発信してほしい。", "request"),
        ("料理がたくさん食べたい。", "たくさん食べたい。", "wish"),
        ("展示が面白かった。", "以前から展示に行きたかった。", "praise"),
        ("展示が面白かった。", "待合室に椅子があるといい。", "praise"),
        ("肌が荒れなくなった。", "肌が荒れる。", "praise"),
        ("荷物を会社に送ってほしい。", "ホテルをお願いしたい。", "procedure"),
        ("部品の注文が増えている。", "部品の注文を様子とする。", "voice"),
        ("売店が狭い。", "売店がある。", "voice"),
        ("駅前に売店がほしい。", "駅前にほしい。", "wish"),
        ("待合室の椅子を増やしてほしい。", "椅子がお願いしたい。", "request"),
        ("待合室がきれいだ。", "整備されていてきれいだ。", "praise"),
        ("寝室を浴室と別にしてほしい。", "浴室と別にしてほしい。", "wish"),
        ("売店の飲み物が安い。", "売店の安い。", "voice"),
        ("案内がわかりやすい。", "案内をわかりやすい。", "voice"),
        ("海が見える部屋がいい。", "たくさん見える部屋がいい。", "wish"),
    ],
)
def test_form_that_fits_the_kind_is_preferred(better, worse, kind):
    def best(sentence):
        worded = [(c, word(c, kind)) for c in clauses_of(sentence)]
        leaning = kind_leanings([text for _, text in worded], kind)
        return max(fit(c, text, kind) * lean for (c, text), lean in zip(worded, leaning, strict=True))

    assert best(better) > best(worse)


@pytest.mark.parametrize("broken", ["待合室が椅子があるといい", "席を屋根のないから濡れる", "席が屋根のない"])
def test_broken_sentence_is_a_worse_name(broken):
    whole = Clause("待合室に椅子があるといい", ("待合室", "椅子"))
    assert fit(whole, broken, "voice") < 0.5 * fit(whole, whole.text, "voice")


@pytest.mark.parametrize(
    ("plain", "past"),
    [
        ("説明が丁寧だ", "説明が丁寧だった"),
        ("届くまでが早くて助かる", "届くまでが早くて助かった"),
        ("香りがいい", "香りがよかった"),
        ("容器が軽い", "容器が軽かった"),
        ("対応に感動する", "対応に感動した"),
        ("肌が落ち着く", "肌が落ち着いた"),
        ("詰め替えを頼む", "詰め替えを頼んだ"),
        ("教えてくれる", "教えてくれた"),
        ("毎日続けられる", "毎日続けられた"),
    ],
)
def test_praise_is_told_in_the_past(plain, past):
    assert to_past(plain) == past


@given(st.text(max_size=120))
def test_any_text_gives_short_clauses_without_control_characters(sentence):
    for clause in clauses_of(sentence):
        assert isinstance(clause, Clause)
        assert len(clause.text) <= LONGEST_CLAUSE
        assert not any(character < " " for character in clause.text)


@pytest.mark.parametrize(
    "sentence", ["", "\x00", "\ud800", "ｱ" * 2000, "。。。", "１" * 500, "ですです" * 100]
)
def test_nasty_text_is_survived(sentence):
    assert all(len(clause.text) <= LONGEST_CLAUSE for clause in clauses_of(sentence))
