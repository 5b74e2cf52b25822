"""What somebody has just been asked for: 「お電話番号をお願いします」."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlp.masking.fold import FILL

NUMBER: Final = "number"
ADDRESS: Final = "address"
NAME: Final = "name"
THING: Final = "thing"
_ASKS: Final = re.compile(
    "(?:[?か]|願い(?:いた)?し?ます|お願い|ください|下さい|いただけ|頂け|頂戴|ちょうだい|伺|うかが|教え|聞かせ|いかが|よろしい|どちら|どなた|[はも])[。、?!～~\\s]*\\Z"
    "|(?:頂戴|ちょうだい|伺っても|伺え|伺い|お聞かせ|お聞き|教えて|おっしゃって|お願いでき|お願いいた|いただけ|いただいても|読み上げ|お書き|ご入力|お送り)"
)
_OF: Final = (
    (
        THING,
        "エラー|型番|品番|商品|製品|製造|ロット|シリアル|モデル|機種|バージョン|何[個本回]|いくつ|数量|金額|予算|サイズ",
    ),
    (
        NUMBER,
        "番号|ナンバー|No\\.|ID|アイディー|記号|電話|携帯|連絡先|口座|マイナンバー|免許|パスポート|生年月日|誕生日|アカウント",
    ),
    (ADDRESS, "住所|お住まい|届け?先|送り先|送付先|配送先|お宅|建物|マンション|番地|お部屋"),
    (NAME, "名前|氏名|お名|どちら様|どなた様|名字|苗字|フルネーム|名義|フリガナ|ふりがな|漢字|読み方|宛名"),
)
_CUES: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _OF)
_ANY: Final = re.compile("|".join(pattern for _, pattern in _OF))
_PATIENCE: Final = 4  # turns; a value is said in parts, each said back
_LONGEST_PART: Final = 40  # characters; whoever says more in between speaks of something else
_LONGEST: Final = 160


@lru_cache(maxsize=4096)
def asks_for(turn: str) -> str:
    """Return what a folded turn asks for; empty when it asks for nothing personal.

    >>> asks_for("お客様番号はおわかりになりますか"), asks_for("電話がつながらない")
    ('number', '')
    """
    if len(turn) - turn.count(FILL) > _LONGEST or not _ANY.search(turn) or not _ASKS.search(turn):
        return ""
    return next(kind for kind, cue in _CUES if cue.search(turn))


def asked_before(turns: Sequence[str], i: int, patience: int = _PATIENCE) -> str:
    """Return what the turns right before turn `i` ask for, the nearest question first; else nothing."""
    for turn in reversed(turns[max(0, i - patience) : i]):
        if kind := asks_for(turn):
            return kind
        if len(turn) - turn.count(FILL) > _LONGEST_PART:
            return ""
    return ""
