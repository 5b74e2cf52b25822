import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.topics.name import LONGEST, shorten
from nlp.topics.name import name_topics as name_topics_of


def name_topics(topic, sentences, phrases, representatives, **kind):
    return name_topics_of(
        topic, sentences, phrases, representatives, similarity=np.full(len(topic), 0.5), **kind
    )


def test_typical_phrase_wins_and_polarity_stays():
    topic = np.array([0] * 6 + [1] * 6)
    phrases = [["電話がつながらない"]] * 3 + [["電話が全然つながらない"], ["店で買う"], []]
    phrases += [["注ぎ口から漏れる"]] * 4 + [["店で買う"], ["これが良い"]]
    names = name_topics(topic, ["文"] * 12, phrases, [[0], [6]])
    assert names == ["電話がつながらない", "注ぎ口から漏れる"]


def test_siblings_get_different_names():
    topic = np.array([0, 0, 0, 1, 1, 1])
    sentences = ["返品の送料が高すぎます。"] * 3 + ["返品の送料を負担したくないです。"] * 3
    names = name_topics(topic, sentences, [["返品の送料が高い"]] * 6, [[0], [3]])
    assert len(set(names)) == 2


def test_complaint_is_named_by_what_is_wrong():
    topic = np.zeros(6, dtype=np.int64)
    phrases = [["時間を指定している", "時間どおりに届かない"]] * 6
    assert name_topics(topic, ["文"] * 6, phrases, [[0]], kind="complaint") == ["時間どおりに届かない"]


def test_name_is_worded_for_the_kind_and_says_what_most_voices_say():
    sentences = ["店舗に在庫はありますか？", "在庫がお店にあるか知りたいです", "渋谷の店に在庫はありますか"]
    sentences += ["贈り物なんですけど、在庫は店にありますか"]
    topic = np.zeros(4, dtype=np.int64)
    [name] = name_topics(topic, sentences, [[]] * 4, [[0]], kind="question")
    assert name.startswith(("店", "在庫"))
    assert name.endswith("あるか知りたい")


def test_names_do_not_depend_on_the_order_of_voices():
    sentences = [
        "電話が全然つながりません。",
        "何度かけても電話がつながらない",
        "電話は混んでいてつながりません",
    ]
    sentences += ["外箱がつぶれて届きました", "箱がつぶれていた", "外箱の角がつぶれています"]
    topic = np.array([0, 0, 0, 1, 1, 1])
    names = name_topics(topic, sentences, [[]] * 6, [[0], [3]], kind="complaint")
    turned = name_topics(topic[::-1], sentences[::-1], [[]] * 6, [[5], [2]], kind="complaint")
    assert names == turned
    assert "つながらない" in names[0]
    assert "つぶれ" in names[1]


def test_wordings_of_one_wish_are_not_two_names():
    topic = np.array([0, 0, 0, 1, 1, 1])
    sentences = ["再配達をお願いします。"] * 3 + [
        "夜に再配達してください。",
        "再配達してください。",
        "明日再配達してください。",
    ]
    names = name_topics(topic, sentences, [[]] * 6, [[0], [3]], kind="procedure")
    assert names[1] != "再配達してほしい"


def test_persons_and_placeholders_never_name_a_topic():
    topic = np.array([0, 0, 0])
    phrases = [["田中さんの対応が良い"], ["［氏名1］の対応が良い"], ["店員の説明が丁寧だ"]]
    assert name_topics(topic, ["文"] * 3, phrases, [[0]]) == ["店員の説明が丁寧だ"]


@pytest.mark.parametrize(
    "loose", ["横になれる椅子とかあってもいい", "上記の椅子が足りない", "大きめのの椅子が足りない"]
)
def test_name_is_no_chatter_and_points_to_no_other_answer(loose):
    phrases = [[loose], [loose], ["待合室の椅子が足りない"]]
    assert name_topics(np.zeros(3, dtype=np.int64), ["文"] * 3, phrases, [[0]]) == ["待合室の椅子が足りない"]


def test_spellings_of_one_name_are_not_two_names():
    topic = np.array([0, 0, 0, 1, 1, 1])
    sentences = ["詰め替えが軽いです"] * 3 + [
        "詰替えが軽いです",
        "詰替えが軽くて捨てやすい",
        "詰替えが捨てやすい",
    ]
    names = name_topics(topic, sentences, [[]] * 6, [[0], [3]], kind="praise")
    assert "軽い" not in names[1] or "捨て" in names[1]


def test_word_of_one_odd_voice_stays_out_of_the_name():
    sentences = ["駐車場が狭い", "駐車場がとても狭いです", "駐車場が狭くて困る", "駐車場は狭い"]
    sentences += ["駐車場の白線がレモン色で狭い"]
    [name] = name_topics(np.zeros(5, dtype=np.int64), sentences, [[]] * 5, [[4]], kind="complaint")
    assert "駐車場が狭" in name


def test_name_that_most_voices_contradict_is_not_chosen():
    sentences = [f"{time}は駐車場の係員が親切だった" for time in ("朝", "昼", "夕方", "夜", "休日")]
    sentences += ["駐車場の係員が親切ではなかった"]
    phrases = [["駐車場の係員が親切ではない"]] * 6
    [name] = name_topics(np.zeros(6, dtype=np.int64), sentences, phrases, [[0]], kind="complaint")
    assert not name.endswith("ない")


def test_setting_gives_way_to_the_trouble():
    sentences = ["メールで質問を送っても返事がありません", "メールで質問を送ったのに返事がない"]
    sentences += ["質問をメールで送りましたが、返事が来ないままです", "メールで質問を送る"]
    [name] = name_topics(np.zeros(4, dtype=np.int64), sentences, [[]] * 4, [[0]], kind="voice")
    assert "返事" in name
    assert name.endswith("ない")


def test_list_of_wishes_is_named_by_a_wish():
    sentences = ["露天風呂がある宿がいいです", "露天風呂はありますか", "部屋に露天風呂があると嬉しい"]
    sentences += ["露天風呂つきの部屋をお願いします"]
    [name] = name_topics(np.zeros(4, dtype=np.int64), sentences, [[]] * 4, [[0]], kind="voice")
    assert "露天風呂" in name
    assert name.endswith(("いい", "ほしい", "たい"))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("えーと、注ぎ口から液が漏れるんですけど。", "注ぎ口から液が漏れる"),
        ("ポンプが最後まで吸い上がらないとのこと。", "ポンプが最後まで吸い上がらない"),
        ("", ""),
    ],
)
def test_shorten(sentence, name):
    assert shorten(sentence) == name


@given(st.text(max_size=200))
def test_shortened_names_fit_and_hold_no_control_characters(sentence):
    name = shorten(sentence)
    assert len(name) <= LONGEST
    assert not any(character < " " or "\ud800" <= character <= "\udfff" for character in name)
