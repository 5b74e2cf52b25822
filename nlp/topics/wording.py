"""The form of a name: how a clause is worded for its kind, and how well it tells what the kind tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.intent.features import clues_of
from nlp.intent.model import KINDS, load_model
from nlp.tokens import join_compounds
from nlp.topics.clauses import Clause, tokenizer

_ASKING = re.compile(
    r"(?:の|ん)?か(?:どうか)?を?(?:聞きたい|ききたい|知りたい|確認したい|伺いたい|お聞きしたい|お尋ねしたい|教えてほしい|教えて欲しい)$"
)
_TO_KNOW = re.compile(r"を(?:聞きたい|知りたい|確認したい|伺いたい|お?教えてほしい)$")
_WISH = re.compile(r"(?:ほしい|欲しい|たい|といい|希望する)$")
_HOPED = re.compile(r"[がを]希望する$")
_INTERROGATIVE = re.compile(
    r"(?:いくら|何|なん|なに|いつ|どこ|誰|どれ|どちら|どう|[何幾いど][^がをに]{0,4})$"
)
_SPEAKS_WISH = re.compile(
    r"(?:ほしい|欲しい|たい|希望|お?願い|願う|ください|下さい|[がとばも](?:いい|良い|よい|嬉しい|うれしい|ありがたい|有難い|助かる)|必要|理想|ベスト"
    r"|もらえ|いただけ|頂け|くれ(?!な|た)|探して|べき|しましょう)[^。、]{0,8}[。！!…ー\s]*$|かな[あぁー。]*$"
)
_SPEAKS_QUESTION = re.compile(r"(?:か|[?？])[。\s]*$")
_ABLE = re.compile(r"(?:できる|[えけげせてねべめれ]る)$")
_FORMULA = re.compile(
    r"よろしい|宜しい|お待ち|待って[いるおま]|お返事|許し|自愛|世話|失礼|申し訳|乱文|って(?:こちら|ここ)|おる$|お願いしたい$"
)
_BARE_WISH = re.compile(r"^[^がのはを]{1,8}がいい$")  # ベッドがいい: and what about it?
# what is left of a predicate that was misread or cut
_HOLLOW = re.compile(
    r"[一-龠ァ-ヶ]の[をが]|のほう[はをに]|くくる$|[がをはにで](?:しない|する|している|なる|くれる|くださる|つ|いる|いない|言う|思う)$|.いく?らか知りたい$|てか知りたい$"
)
_LIGHT = re.compile(r"(?:をしてほしい|をする|[のい]が[^がを]+|[のこ]とが[^がを]+)$")
_NEUTRAL = re.compile(
    r"(?:て|で)(?:いる|ある|くる|いく|もらう|くださる|くれる|くれている)$|(?:ある|いる|する|来る|届く|入る|になる|思う|言う|済む|済ませる)$"
)
_TROUBLE = re.compile(
    r"(?:ない|にくい|づらい|辛い|すぎる|過ぎる|[悪少遅狭高臭汚痛重固硬弱暗低小短薄怖危熱寒暑苦]い|うるさい|ひどい|くどい|きつい|しつこい|ぬるい"
    r"|困る|残念だ|がっかりする|不便だ|不親切だ|不十分だ|面倒だ|大変だ|不安だ|不満だ|迷う|疲れる|腹が立つ|待たされる|かかる|遅れる|違う|間違う|間違える"
    r"|[壊漏切消割破潰折剥荒枯濡汚崩倒外欠]れる|つぶれる|こぼれる|はがれる|外れる|固まる|落ちる|残る|詰まる|止まる|余る|滑る|減る|なくなる|無くなる)$"
)
_TROUBLE_WORD = re.compile(
    r"違う|別の|間違|のに|はずの|はずが|ても|ばかり|エラー|不具合|故障|破損|不良|ミス|遅延|フリーズ|迷惑|無駄|勝手に|急に"
)
_GENERIC = re.compile(
    r"^(?:お?手続き?|ご?対応|処理|ご?確認|ご?用意|ご?連絡|説明書|商品)[をがの]?(?:作|し|お|ご)?[^をがに]*$"
)
_PLEASED = re.compile(
    r"(?:丁寧だ|親切だ|便利だ|助かる|嬉しい|うれしい|良い|よい|いい|好きだ|気に入る|気に入っている|満足する|すい|やすい|早い|速い|楽だ|きれいだ"
    r"|素敵だ|安心する|安心だ|癒される|癒やされる|美味しい|おいしい|楽しい|楽しめる|良くなる|よくなる|最高だ|すごい|美しい|軽い|感動する|落ち着く"
    r"|素晴らしい|すばらしい|豊富だ|豊かだ|充実している|優しい|面白い|綺麗だ|大好きだ|清潔だ|快適だ|満喫する|落ち着ける|気持ちいい|心地良い|心地いい|安い|新鮮だ|癒やせる|十分だ)$"
)
_PAST = dict(
    zip("うつるくぐすぬぶむ", ["った", "った", "った", "いた", "いだ", "した", *["んだ"] * 3], strict=True)
)
_ICHIDAN = re.compile(r"(?:[えけげせぜてでねべめれいきぎしじちにびみり居]る|[出着見似]る)$")


def tone_of(sentences: Sequence[str], kind: str) -> str:
    """Give the form that names of a topic take: that of its kind; for mixed lists, what most of them do.

    Returns
    -------
    The kind, or "wish" or "question" where the kind tells nothing and at least half of `sentences`
    wish or ask.
    """
    if kind in _FITS or not sentences:
        return kind
    wished = sum(bool(_SPEAKS_WISH.search(sentence)) for sentence in sentences)
    asked = sum(bool(_SPEAKS_QUESTION.search(sentence)) for sentence in sentences)
    if 2 * (wished + asked) < len(sentences):
        return kind
    return "wish" if 4 * wished >= asked else "question"


def word(clause: Clause, kind: str) -> str:
    """Word a clause as voices of its kind are: (店舗に在庫がある, question) → 店舗に在庫があるか知りたい.

    `kind` is a kind of voices, or "wish" for lists of wishes and questions about what there is.
    """
    text = re.sub(r"て(?:欲しい|頂きたい|いただきたい)$", "てほしい", clause.text)
    text = re.sub(r"欲しい$", "ほしい", text)
    text = re.sub(r"(?<=[がも])(?:良い|よい)$", "いい", text)
    text = re.sub(r"(?<=と)(?:嬉しい|うれしい|助かる|ありがたい|有り難い)$", "いい", text)
    text = re.sub(r"(?<=[感生信応])ずる$", "じる", text)
    text = _HOPED.sub("がいい" if kind == "wish" else "をお願いしたい", text)
    if kind == "question":
        return _as_question(clause, text)
    if kind == "wish":
        return _as_hope(clause, text)
    if kind in ("request", "procedure"):
        return _as_wish(clause, text)
    if kind == "praise" and clause.past:
        return to_past(text)
    return text


def _as_question(clause: Clause, text: str) -> str:
    if _ASKING.search(text):
        return _ASKING.sub("か知りたい", text)
    if clause.asked:
        return re.sub(r"だ$", "", text) + "か知りたい"
    text = _TO_KNOW.sub("を知りたい", text)
    return re.sub(r"(?<![教え])(て|で)ほしい$", r"\1もらえるか知りたい", text)


def _as_wish(clause: Clause, text: str) -> str:
    text = re.sub(r"(て|で)(?:もらう|いただく|頂く)$", r"\1ほしい", text)
    if clause.asked and not clause.noun and re.search(r"(?:ある|いる)$", text):
        return text + "といい"
    able = re.sub(r"といい$", "", text)
    if (
        clause.potential
        and _ABLE.search(able)
        and (clause.wish or able == text)
        and not text.endswith("たい")
    ):
        return able + "ようにしてほしい"
    if clause.wish and not _WISH.search(text) and not text.endswith("いい"):
        return text + "といい"
    return text


def _as_hope(clause: Clause, text: str) -> str:
    """Word what is wished or asked about a place: 露天風呂がある(か) → 露天風呂があるといい."""
    text = re.sub(r"(て|で)(?:もらう|いただく|頂く)$", r"\1ほしい", text)
    text = re.sub(r"が([^がはのを]{1,8})がいい$", r"が\1だといい", text)
    if _WISH.search(text) or text.endswith("いい"):
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


def fit(clause: Clause, text: str, kind: str) -> float:
    """How well the form of a worded clause tells what its kind tells, 0…1."""
    form = _FITS.get(kind, _plain_fit)(clause, text)
    form *= 0.85 if _LIGHT.search(text) else 1.0
    form *= 0.7 if _GENERIC.search(text) else 1.0
    form *= 0.4 if _FORMULA.search(text.removesuffix("をお願いしたい")) else 1.0
    form *= 0.45 if _BARE_WISH.search(text) else 0.85 if text.endswith("がほしい") else 1.0
    form *= 0.3 if _HOLLOW.search(text) else 1.0
    form *= (0.5 if clause.torn else 1.0) * (0.6 if clause.loose else 1.0)
    return form * (0.5 if clause.circumstance else 1.0) * (1.0 if clause.nominal else 0.25)


def kind_leanings(texts: Sequence[str], kind: str) -> NDArray[np.float64]:
    """How much the words of each text sound like the kind, shape (texts,), up to 1.

    Wishes and questions are known by their form alone; complaints and praise also by the model of
    kinds and sentiment: 商品が足りない hurts, 商品が入っている does not.
    """
    if kind not in ("complaint", "praise") or not texts:
        return np.ones(len(texts))
    parts = [tokenizer().split(text) for text in texts]
    clues = [clues_of(of_text, join_compounds(of_text)) for of_text in parts]
    likely, feeling = load_model().scores(texts, clues)
    chance = likely[:, KINDS.index(kind)]
    if kind == "complaint":
        chance = chance * np.maximum(-feeling, 0.0)
    return np.asarray(np.round(0.5 + 0.5 * chance, 6))


def _complaint_fit(clause: Clause, text: str) -> float:
    if clause.suggested:  # わざとわかりにくくしていませんか
        return 0.1
    if _TROUBLE.search(text):
        return 0.85 if clause.asked else 1.0
    if _TROUBLE_WORD.search(text):
        return 0.7 if _NEUTRAL.search(text) else 0.9
    if _WISH.search(text) or clause.asked:
        return 0.6
    if _NEUTRAL.search(text) or (clause.potential and _ABLE.search(text)):
        return 0.2
    if text.endswith("変わる"):
        return 0.75
    return 0.5 if text[-1] in "うくぐすつぬぶむる" else 0.7


def _wish_fit(_: Clause, text: str) -> float:
    reason = 0.7 if re.search(r"ので|ため|から.+[をにが]", text) else 1.0
    return reason if _WISH.search(text) or text.endswith("がいい") else 0.25


def _hope_fit(clause: Clause, text: str) -> float:
    if text.endswith(("か知りたい", "を知りたい")):
        return 0.5
    if _WISH.search(text) or text.endswith("がいい"):
        return 0.7 if re.search(r"ので|ため|から.+[をにが]", text) else 1.0
    return 0.25 if clause.noun else 0.4


def _question_fit(_: Clause, text: str) -> float:
    if text.endswith(("か知りたい", "を知りたい")):
        return 1.0
    return 0.6 if _WISH.search(text) else 0.15


def _praise_fit(clause: Clause, text: str) -> float:
    if _PLEASED.search(clause.text):
        return 1.0
    if _WISH.search(text) or clause.asked:
        return 0.3
    return 0.5 if clause.text[-1] in "うくぐすつぬぶむる" else 0.75


def _plain_fit(_: Clause, text: str) -> float:
    return 0.8 if _NEUTRAL.search(text) else 1.0


_FITS = {
    "complaint": _complaint_fit,
    "request": _wish_fit,
    "procedure": _wish_fit,
    "question": _question_fit,
    "praise": _praise_fit,
    "wish": _hope_fit,
}
