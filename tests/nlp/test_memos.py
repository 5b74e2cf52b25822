"""Agents' memos over trades: the customer's voice has its kind, what the agent did is other."""

import pytest

from nlp.analysis import Analyzer

MEMOS = {
    "complaint": [
        "蛇口を締めても水が止まらないとのこと。",
        "先月の検針値が実際と合わないとの御指摘。",
        "御客様より配送員の態度につきｸﾚｰﾑ。",
        "乾燥機能が途中で止まる旨お申し出あり。",
        "何度TELしても話し中と立腹。",
        "診察券が反応せず受付で待たされたとお叱りを受ける。",
        "ルーター再起動後もネット接続不可。",
        "荷物未着。追跡は配達完了表示とのこと。",
        "届いた苗が枯れていたとのお申し出。",
        "説明が二転三転し納得できないとの由。",
        "返金の時期を明示せず不誠実だと憤慨。",
        "料金改定の通知がなかったと御不満の様子。",
        "案内いただいた手順では解決せず困っておられる。",
        "こちらの説明にはご納得いただけず。",
        "レジで二重に会計されたと訴え。",
        "電源入らず。購入後三日。",
        "ツアー当日の集合場所が分かりづらかったと苦情あり。",
        "前回の折返しがないことに激高。",
        "保険金の支払いが遅いとのご意見。",
    ],
    "request": [
        "図書館の開館時間の延長を希望。",
        "駐輪場の増設を要望。",
        "卵を使わないメニューを増やしてほしいとのこと。",
        "明細書の文字を大きくしてほしいとのご要望。",
        "夜間の相談窓口を設けてもらいたいとの声。",
        "アプリの指紋認証対応を希望されている。",
        "廃番になった色の再販を希望とのこと。",
        "店内放送の音量を下げてほしいとお申し出。",
        "シニア割引の導入を強く要望。",
        "案内文を分かりやすく改善するよう求められる。",
    ],
    "procedure": [
        "返金を希望。",
        "来週水曜への予約変更を希望。",
        "領収書の再発行を依頼。",
        "新しい口座への変更手続きをご希望。",
        "エアコンの点検訪問を希望とのこと。",
        "代替品の送付を要望。",
        "解約手続きをお願いしたいとのお申し出。",
        "資料の郵送依頼。",
        "配達日を土曜午前に変えてほしいとのこと。",
        "契約者死亡に伴う名義変更の申し出。",
    ],
    "question": [
        "延滞料の計算方法につきお問合せ。",
        "手荷物の重さ制限について御質問。",
        "入会金が返ってくるか知りたいとのこと。",
        "工事の立ち会いは必要かとのお尋ね。",
        "子ども料金は何歳までかと質問あり。",
        "次回入荷はいつかとのお問い合わせ。",
    ],
    "praise": [
        "訪問した作業員の説明が丁寧だったとお褒めの言葉を頂戴。",
        "前回の担当の対応に感謝しているとのこと。",
        "迷子の際に係員が親切で助かったとのお礼。",
        "新しい容器が使いやすいとのお喜びの声。",
    ],
    "other": [
        "担当店へ確認のうえ翌営業日に折返すことで了承。",
        "→折返し",
        "→返品方法をご案内、了承を得る。",
        "規約を説明しご納得いただく。",
        "対応：代替品を手配",
        "本人確認済。",
        "上席へ引継ぎ。",
        "お詫びのうえ返送用伝票を送付。",
        "日中は留守のため夕方以降に架電希望。",
        "SVへエスカレーション済み",
        "ご理解いただき終話。",
        "再度ご入電いただくこととする。",
    ],
}
ANALYZER = Analyzer()


@pytest.mark.parametrize(("kind", "memo"), [(k, m) for k, memos in MEMOS.items() for m in memos])
def test_kind_of_a_memo(kind: str, memo: str) -> None:
    assert ANALYZER.analyse(memo, "memo").intent == kind


def test_a_step_taken_with_a_risk_is_a_voice() -> None:
    found = ANALYZER.analyse("充電器から発火したとの報告を受け、上席へ引き継ぎ。", "memo")
    assert found.intent != "other"
    assert "smoke_fire" in found.sentences[0].risk


def test_sections_and_arrows_part_the_voice_from_the_steps_taken() -> None:
    memo = "Q：洗濯槽から異音がするとのこと\n対応：修理窓口をご案内→翌日訪問で了承"
    kinds = [(s.text, s.kind) for s in ANALYZER.analyse(memo, "memo").sentences]
    assert kinds[0] == ("Q：洗濯槽から異音がするとのこと", "complaint")
    assert {kind for _, kind in kinds[1:]} == {"other"}


def test_a_list_of_points_gives_a_voice_a_point() -> None:
    memo = "・異音がするとのご指摘\n・延長保証の内容についてご質問\n・返品方法を案内済"
    assert [s.kind for s in ANALYZER.analyse(memo, "memo").sentences] == ["complaint", "question", "other"]
