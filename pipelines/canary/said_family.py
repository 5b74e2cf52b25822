"""Sentences for given names of the family, names before titles or told by their kanji, and booking codes."""

from typing import Final

from pipelines.canary.said import CUSTOMER, MEMO, OPERATOR

SAID_FAMILY: Final = (
    (CUSTOMER, "確認しました。予約は（⟦member_id.said=7KQ4ZV⟧）です"),
    (CUSTOMER, "ご予約番号とお名前をお願いします‖⟦member_id.said=N4K7WZ⟧ "),
    (OPERATOR, "ご契約者は⟦name.said=南⟧様ですね"),
    (CUSTOMER, "診察券は⟦member_id.said=No.704⟧です"),
    (MEMO, "長男⟦name.said=颯⟧6歳の学資"),
    (CUSTOMER, "娘の⟦name.said=澪⟧だけ先に"),
    (CUSTOMER, "子どもは⟦name.said=みゆ⟧です。"),
    (CUSTOMER, "母親の⟦name.said=ゆかり⟧かもしれない"),
    (CUSTOMER, "できれば⟦name.said=ちか⟧先生がいいです"),
    (CUSTOMER, "うちの⟦name.said=ヨネ⟧ばあちゃんが"),
    (CUSTOMER, "ジムの⟦name.said=ジョージ⟧トレーナーの指導"),
    (CUSTOMER, "カードは⟦name.said=CARLOS E NUNES⟧ で、"),
    (MEMO, "二次:⟦name.said=能美⟧ 完了"),
    (CUSTOMER, "⟦name.said=いのうえ⟧ではなく鵜沢さんです"),
    (CUSTOMER, "聞きますわ、⟦name.said=スミ子⟧、"),
    (CUSTOMER, "笑 ⟦name.said=ちぢいわ⟧って読んでくれる人"),
    (CUSTOMER, "⟦name.said=和久井⟧館長のご挨拶"),
    (CUSTOMER, "ニシです方角の⟦name.said=西⟧です"),
    (CUSTOMER, "712号室、⟦name.said=神宮寺⟧"),
    (CUSTOMER, "⟦name.said=堤⟧です、川の堤で"),
    (CUSTOMER, "⟦name.said=凛⟧と⟦name.said=蓮⟧、双子です"),
    (OPERATOR, "健やか通販の⟦name.said=平⟧でございます。"),
    (OPERATOR, "。ドライバーの⟦name.said=金城⟧が本日18時から20時の間にお届けします"),
    (CUSTOMER, "電話したのは⟦name.said=蓑田⟧です"),
    (OPERATOR, "⟦name.said=津久井⟧から報告が上がっております"),
    (CUSTOMER, "鵜沢様です、⟦name.said=くろいわ⟧ではないです"),
    (CUSTOMER, "うちの⟦name.said=ケンタ⟧がボタンを押した"),
    (CUSTOMER, "⟦name.said=三枝⟧ドクターの予約"),
    (CUSTOMER, "⟦name.said=ジョーンズ 理沙⟧ 明日の件"),
    (CUSTOMER, "⟦name.said=マリア・ガルシア⟧\n会社員"),
)
