"""How a clause is worded as a name of its kind: 在庫がありますか as a question, a wish or a complaint."""

from __future__ import annotations

import re

from nlp.topics.clauses import Clause
from nlp.topics.form import ABLE, WISH

_ASKING = re.compile(
    r"(?:の|ん)?か(?:どうか)?を?(?:聞きたい|ききたい|知りたい|確認したい|伺いたい|お聞きしたい|お尋ねしたい|教えてほしい|教えて欲しい)$"
)
# 締切をいつな(の)か: what is left of a question within a wish
_INDIRECT = re.compile(
    r"[をが]((?:いくら|いつ|どこ|どれ|どちら|誰|何[^をがに]{0,3})(?:まで|から)?)(?:な|だ)?か知りたい$"
)
_TO_KNOW = re.compile(r"を(?:聞きたい|知りたい|確認したい|伺いたい|お?教えてほしい)$")
_HOPED = re.compile(r"[がを]希望する$")
_INTERROGATIVE = re.compile(
    r"(?:いくら|何|なん|なに|いつ|どこ|誰|どれ|どちら|どう|[何幾いど][^がをに]{0,4})$"
)
_WORRY = re.compile(r"(心配|問題|影響|害|支障|副作用|危険|恐れ|おそれ)[がは]?ある$")
_USUAL = [
    (re.compile(spelling), usual)
    for spelling, usual in (
        (r"て(?:欲しい|頂きたい|いただきたい)$", "てほしい"),
        (r"欲しい$", "ほしい"),
        (r"(?<=[がも])(?:良い|よい)$", "いい"),
        (r"(?<=と)(?:嬉しい|うれしい|助かる|ありがたい|有り難い)$", "いい"),
        (r"(?<=よう)に?(?:希望する|お願いしたい|お願いする|してもらいたい)$", "にしてほしい"),
        (r"(おすすめ|お勧め|お薦め|オススメ)る$", r"\1だ"),
        (r"(?<=[感生信応通])ず(る|ない)$", r"じ\1"),
    )
]
_PAST = dict(
    zip("うつるくぐすぬぶむ", ["った", "った", "った", "いた", "いだ", "した", *["んだ"] * 3], strict=True)
)
_ICHIDAN = re.compile(r"(?:[えけげせぜてでねべめれいきぎしじちにびみり居]る|[出着見似]る)$")


def word(clause: Clause, kind: str) -> str:
    """Word a clause as voices of its kind are: (店舗に在庫がある, question) → 店舗に在庫があるか知りたい.

    `kind` is a kind of voices, or "wish" for lists of wishes and questions about what there is.
    """
    text = clause.text
    for spelling, usual in _USUAL:
        text = spelling.sub(usual, text)
    text = _HOPED.sub("がいい" if kind == "wish" else "をお願いしたい", text)
    if kind == "question":
        return _as_question(clause, text)
    if kind == "wish":
        return _as_hope(clause, text)
    if kind in ("request", "procedure"):
        return _as_wish(clause, text)
    if kind == "praise":
        text = re.sub(r"なくてもいい$", "なくていい", text)  # ごみがかさばらなくていい
    if kind == "praise" and clause.past:
        return to_past(text)
    if clause.noun and clause.asked and _INTERROGATIVE.search(text):  # 荷物がどこ
        return text + "か分からない"
    return text


def _as_question(clause: Clause, text: str) -> str:
    if _ASKING.search(text):
        return _INDIRECT.sub(r"が\1か知りたい", _ASKING.sub("か知りたい", text))
    if clause.asked:
        if clause.suggested:  # 心配ありませんか
            text = _WORRY.sub(r"\1がない", text)
        return re.sub(r"だ$", "", text) + "か知りたい"
    text = _TO_KNOW.sub("を知りたい", text)
    return re.sub(r"(?<![教え])(て|で)ほしい$", r"\1もらえるか知りたい", text)


def _as_wish(clause: Clause, text: str) -> str:
    text = re.sub(r"(て|で)(?:もらう|いただく|頂く)$", r"\1ほしい", text)
    if clause.asked and not clause.noun and re.search(r"(?:ある|いる)$", text):
        return text + "といい"
    able = re.sub(r"といい$", "", text)
    if clause.potential and ABLE.search(able) and (clause.wish or able == text) and not text.endswith("たい"):
        return able + "ようにしてほしい"
    if clause.wish and not WISH.search(text) and not text.endswith(("いい", "べきだ")):
        return text + "といい"
    return text


def _as_hope(clause: Clause, text: str) -> str:
    """Word what is wished or asked about a place: 露天風呂がある(か) → 露天風呂があるといい."""
    text = re.sub(r"(て|で)(?:もらう|いただく|頂く)$", r"\1ほしい", text)
    text = re.sub(r"が([^がはのを]{1,8})がいい$", r"が\1だといい", text)
    if clause.asked and (clause.potential or re.search(r"[てで]も(?:いい|大丈夫だ?|平気だ?)$", text)):
        return re.sub(r"だ$", "", text) + "か知りたい"
    if WISH.search(text) or text.endswith("いい"):
        return text
    if not clause.asked:
        return text + "といい" if clause.wish else text
    if _INTERROGATIVE.search(text):
        return text + "か知りたい"
    if clause.noun:
        return text + ("だといい" if re.search(r".[がは].", text) else "がいい")
    given = re.sub(r"(て|で)(?:もらえる|くれる)$", r"\1ほしい", text)
    if given != text:
        return given
    state = clause.potential or re.search(r"(?:ある|いる|い|だ|える|れる|付く|つく)$", text)
    return re.sub(r"は(?=(?:ある|いる|[つ付]いている)$)", "が", text) + "といい" if state else text


def to_past(text: str) -> str:
    """Put a plain predicate in the past: 説明が丁寧だ → 説明が丁寧だった, 助かる → 助かった."""
    if text.endswith("だ"):
        return text[:-1] + "だった"
    if text.endswith(("する", "くる")):
        return text[:-2] + {"する": "した", "くる": "きた"}[text[-2:]]
    if text.endswith("い"):
        stem = text[:-2] + "よ" if text.endswith(("がいい", "もいい")) else text[:-1]
        return stem + "かった"
    if text.endswith("行く"):
        return text[:-1] + "った"
    if re.search(r"(?:助か|な|入|か|分か|残|あ|や|くださ|も)る$", text) and not text.endswith("てる"):
        return text[:-1] + "った"
    if _ICHIDAN.search(text):
        return text[:-1] + "た"
    return text[:-1] + _PAST.get(text[-1], text[-1])
