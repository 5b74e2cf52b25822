"""How well the form of a name tells what its kind tells: a complaint's name complains."""

from __future__ import annotations

import re

from nlp.topics.clauses import Clause

WISH = re.compile(r"(?:ほしい|欲しい|たい|といい|希望する)$")
ABLE = re.compile(r"(?:できる|[えけげせてねべめれ]る)$")
_FORMULA = re.compile(
    r"よろしい|宜しい|お待ち|待って[いるおま]|お返事|許し|自愛|世話|失礼|申し訳|乱文|って(?:こちら|ここ)|おる$|お願いしたい$"
)
_BARE_WISH = re.compile(r"^[^がのはを]{1,8}がいい$")  # ベッドがいい: and what about it?
_BARE_HOPE = re.compile(r"^[^がのはを]{1,8}だといい$")
# what is left of a predicate that was misread or cut
_HOLLOW = re.compile(
    r"(.{2,})(?:って|[がをには])\1[がをには]|[一-龠ァ-ヶ]の[をが]|のほう[はをに]|くくる$|[がをはにで](?:しない|する|している|なる|くれる|くださる|つ|いる|いない|言う|思う)$|[一-龠ァ-ヶ]とする$|.いく?らか知りたい$|てか知りたい$|かにしてほしい$"
)
# what anyone does with such a thing: it adds nothing to the noun
_IMPLIED = re.compile(
    r"^お?(?:(?:食事|料理|食べ物|ご飯)[をがも]食べ(?:たい|られる|れる)|(?:食事|料理)[をが](?:つけてほしい|したい|できる)|風呂に入(?:りたい|れる)|湯に入りたい"
    r"|(?:宿|ホテル|旅館|部屋)に泊まりたい|(?:土産|商品|品物)[がをも]買(?:いたい|える)|(?:観光|旅行|買い物)[がをも]?(?:できる|したい|する))(?:といい)?$"
)
# neither good nor bad: お土産がある, レンタカーを借りる
_HAPPENING = re.compile(
    r"(?:が(?:ある|あった|いる|いた|でき(?:る|た)|出来(?:る|た)|買え(?:る|た)|見え(?:る|た)|過ごせ(?:る|た))|をする|を借りる|[にへ]行く|につく|[にで](?:行ける|よい|いい))$"
)
_LIGHT = re.compile(r"(?:をしてほしい|をする|[のい]が[^がを]+|[のこ]とが[^がを]+)$")
_NEUTRAL = re.compile(
    r"(?:て|で)(?:いる|ある|くる|いく|もらう|くださる|くれる|くれている)$|(?:ある|いる|する|来る|届く|入る|になる|思う|言う|済む|済ませる)$"
)
_TROUBLE = re.compile(
    r"(?:ない|(?:時間|列|待ち|間隔|距離).{0,4}長い|にくい|づらい|辛い|すぎる|過ぎる|[悪少遅狭高臭汚痛重固硬弱暗低小短薄怖危熱寒暑苦]い|うるさい|ひどい|くどい|きつい|しつこい|ぬるい"
    r"|困る|残念だ|がっかりする|不便だ|不親切だ|不十分だ|面倒だ|大変だ|不安だ|不満だ|迷う|疲れる|迷惑だ|迷惑している|埋もれる|腹が立つ|待たされる|かかる|遅れる|違う|間違う|間違える"
    r"|[壊漏切消割破潰折剥荒枯濡汚崩倒外欠]れる|つぶれる|こぼれる|はがれる|外れる|固まる|落ちる|残る|詰まる|止まる|余る|滑る|減る|なくなる|無くなる)$"
)
_TROUBLE_WORD = re.compile(
    r"違う|別の|間違|のに|はずの|はずが|ても|ばかり|エラー|不具合|故障|破損|不良|ミス|遅延|フリーズ|迷惑|無駄|勝手に|急に"
)
# 行列が短い, 不便を感じない: nothing is the matter
_UNTROUBLED = re.compile(
    r"(?:渋滞|混雑|混み|行列|待ち時間|待ち|不便|不満|不安|心配|問題|困る?(?:った)?こと|嫌な(?:思い|こと)|ストレス|違和感|トラブル|迷惑|事故|無駄)"
    r"[さ]?(?:[はがもを]|する?こと[はがも]|に[はも])?(?:特に|とくに)?(?:ない|無い|少ない|短い|感じない|しない|ならない|減る|起き(?:てい)?ない)$"
    r"|(?:困ら|迷わ|混ま|並ば|待た|疲れ|混んでい|並んでい)ない$|(?:ても|でも)(?:いい|良い|構わない|かまわない|大丈夫だ|問題ない|平気だ)$"
)
_CHANGE = re.compile(
    r"(?:増|減|伸び|落ち込|[上下]が|[高弱強]ま|広が|悪化|好転|回復|低下|上昇|増加|減少|続|改善)[^をが]{0,4}$"
)
# ホテルをお願いしたい: any guest's errand
_ERRAND = re.compile(r"^[^をがに]{1,8}[をが](?:お願い)?したい$")
_WISHES = frozenset(["request", "procedure", "wish"])
_REASON = re.compile(r"(?:の|[たいるう]ん)で.|ため(?!の|に).|から.+[をにが]")
_ASKS_WHICH = re.compile(r"(?:どれ|どこ|どの|何|なに|いつ|誰|どちら|どう)[^かも]*(?:いい|たい|といい)$")
_HEDGED = re.compile(
    r"^(?:あったら|あれば|あると)|(?:[こ事]と?が(?:ある|ない|あった)|かもしれない|らしい|はずだ|つもりだ|ようだ|そうだ|だろう|と言える|と思う)$"
)
# 野菜が種類がある, 屋根のないから濡れる, 情報をわかりやすい, 店の美味しい
_BROKEN = re.compile(
    r"が[一-龠ァ-ヶー]{2,8}が[^がはを]{1,4}(?:ある|ない|いい)(?:といい)?$|の[なよ]いから|を[^がはをに]{1,10}(?:やすい|にくい|づらい|[高安良悪]い)$|[一-龠ァ-ヶ]の[^がをはにもでのと]{1,8}(?<!ほし)(?<!た)い$"
)
_APART = re.compile(
    r"^[^がをはも]{1,12}と(?:別|別々|一緒|同じ)(?![^がをはも]*[がをは])"
)  # what is apart from it?
_INTERROGATIVE = re.compile(
    r"いくら|何|なん|なに|いつ|どこ|誰|だれ|どれ|どちら|どっち|どう|どの|どんな|なぜ|幾"
)
_NEEDED = re.compile(r"(?:なければ|無ければ|ないと|無いと)(?:ならない|いけない)$")
_VERB_ENDS = frozenset("うくぐすつぬぶむる")
_DEED = re.compile(
    r"を[^をがはに]{1,6}$|に(?:行く|並ぶ|乗る|入る|出す|行ってみる|電話する|相談する|問い合わせる)$|(?:する|てみる|もらう|探している|思う|言う)$"
)
_BECAUSE_FEELING = re.compile(
    r"(?:ので|ため|から)(?:残念だ|良い|よい|いい|困る|不便だ|嬉しい|うれしい|満足だ|満足する)$"
)
_GENERIC = re.compile(
    r"^(?:お?手続き?|ご?対応|処理|ご?確認|ご?用意|ご?連絡|説明書|商品)[をがの]?(?:作|し|お|ご)?[^をがに]*$"
)
_PLEASED = re.compile(
    r"(?:丁寧だ|親切だ|便利だ|助かる|嬉しい|うれしい|良い|よい|いい|好きだ|気に入る|気に入っている|満足する|すい|やすい|早い|速い|楽だ|きれいだ"
    r"|素敵だ|安心する|安心だ|癒される|癒やされる|美味しい|おいしい|楽しい|楽しめる|良くなる|よくなる|最高だ|すごい|美しい|軽い|感動する|落ち着く"
    r"|素晴らしい|すばらしい|豊富だ|豊かだ|充実している|優しい|面白い|綺麗だ|大好きだ|清潔だ|快適だ|満喫する|落ち着ける|気持ちいい|心地良い|心地いい|安い|新鮮だ|癒やせる|十分だ)$"
)


def fit(clause: Clause, text: str, kind: str) -> float:
    """How well the form of a worded clause tells what its kind tells, 0…1."""
    form = _FITS.get(kind, _plain_fit)(clause, text)
    form *= 0.85 if _LIGHT.search(text) else 1.0
    form *= 0.7 if _GENERIC.search(text) else 1.0
    form *= 0.4 if _FORMULA.search(text.removesuffix("をお願いしたい")) else 1.0
    form *= 0.45 if _BARE_WISH.search(text) else 0.85 if text.endswith("がほしい") else 1.0
    if kind in _WISHES and _ERRAND.search(text) and len(set(clause.terms)) < 2:
        form *= 0.8
    form *= 0.7 if kind not in _WISHES and re.search("ので.", text) else 1.0
    form *= 0.85 if "にも" in text else 1.0  # and where else?
    form *= 0.4 if _APART.search(text) or _BROKEN.search(text) else 1.0
    form *= 0.3 if clause.bare or _HOLLOW.search(text) else 1.0
    form *= 0.6 if _BECAUSE_FEELING.search(text) else 0.5 if _HEDGED.search(text) else 1.0
    form *= (0.35 if clause.torn else 1.0) * (0.8 if clause.shorn else 1.0) * (0.6 if clause.loose else 1.0)
    begins = 1.0 if clause.nominal else 0.6 if clause.verbal else 0.25
    return form * (0.5 if clause.circumstance else 1.0) * begins


def is_trouble(text: str) -> bool:
    """Say whether a name ends in something that is a trouble for anyone: 漏れる, 届かない."""
    return bool(_TROUBLE.search(text)) and not _UNTROUBLED.search(text)


def is_hollow(text: str, tone: str) -> bool:
    """Say whether a name takes no stand, though it names a thing: お土産がある, ベッドがいい."""
    if tone == "wish":
        return any(form.search(text) for form in (_BARE_WISH, _BARE_HOPE, _IMPLIED))
    if _IMPLIED.search(text):
        return True
    if is_trouble(text) or _PLEASED.search(text) or _CHANGE.search(text) or WISH.search(text):
        return False
    return bool(_HAPPENING.search(text))


def _complaint_fit(clause: Clause, text: str) -> float:
    if _UNTROUBLED.search(text) or (clause.suggested and clause.negated):
        return 0.1
    doubt = 0.85 if clause.asked else 1.0
    if text.endswith("か分からない"):
        return 0.9
    if _TROUBLE.search(text):
        return 0.4 * doubt if _NEEDED.search(text) else doubt
    if _TROUBLE_WORD.search(text):
        return 0.7 if _NEUTRAL.search(text) else 0.9
    if WISH.search(text) or clause.asked:
        return 0.6 if clause.asked else 0.4
    if _NEUTRAL.search(text) or (clause.potential and ABLE.search(text)):
        return 0.2
    if text.endswith("変わる"):
        return 0.75
    if text[-1] not in _VERB_ENDS:
        return 0.7
    # what customers did is the setting of what happened to them
    return 0.2 if _DEED.search(text) else 0.5


def _wish_fit(_: Clause, text: str) -> float:
    if _ASKS_WHICH.search(text):
        return 0.3
    return _without_reason(text) if WISH.search(text) or text.endswith(("がいい", "べきだ")) else 0.25


def _without_reason(text: str) -> float:
    """Tell whether the wish stands alone: not 入ってたんで明日また来てほしい."""
    return 0.6 if _REASON.search(text) else 1.0


def _hope_fit(clause: Clause, text: str) -> float:
    if text.endswith(("か知りたい", "を知りたい")):
        return 0.7
    if WISH.search(text) or text.endswith("がいい"):
        return 0.3 if _ASKS_WHICH.search(text) else _without_reason(text)
    return 0.25 if clause.noun else 0.3


def _question_fit(clause: Clause, text: str) -> float:
    if clause.noun and not _INTERROGATIVE.search(text) and not re.search("[がは]", text):
        return 0.3  # デザインか知りたい
    if text.endswith(("か知りたい", "を知りたい")):
        return 1.0
    if text.endswith(("してほしい", "といい", "がいい", "がほしい")):
        return 0.3
    return 0.5 if WISH.search(text) else 0.15


def _praise_fit(clause: Clause, text: str) -> float:
    if clause.wish or WISH.search(text) or clause.asked:
        return 0.15
    if is_trouble(clause.text) and not clause.text.endswith("なくなる"):  # 肌が荒れなくなる
        return 0.15
    if _PLEASED.search(clause.text):
        return 1.0
    if clause.text[-1] not in _VERB_ENDS:
        return 0.75
    return 0.25 if _DEED.search(clause.text) else 0.5


def _plain_fit(clause: Clause, text: str) -> float:
    """Tell whether a name takes a stand, where a list has no kind: not 温泉がある, 名物を食べる."""
    if is_trouble(text) or _PLEASED.search(text) or WISH.search(text) or _CHANGE.search(text):
        return 1.0
    if _NEUTRAL.search(text) or _DEED.search(text):
        return 0.6
    return 0.75 if text[-1] in _VERB_ENDS and not clause.potential else 0.85


_FITS = {
    "complaint": _complaint_fit,
    "request": _wish_fit,
    "procedure": _wish_fit,
    "question": _question_fit,
    "praise": _praise_fit,
    "wish": _hope_fit,
}
KINDS_WITH_FORM = frozenset(_FITS)
