"""Places that people are called after, where the place is meant: 「熊谷は暑い」, 「八王子から大月まで」."""

import re
from typing import Final

from nlp.masking.not_names import any_of
from nlp.masking.words import lexicon

_KANJI: Final = "[一-鿿々ヶケノ]"
_WAY: Final = "(?:から|より|と|や|、|・|~|→|-)"
_WAY_LEFT: Final = re.compile(f"(?<!{_KANJI})(?P<other>{_KANJI}{{2,4}}){_WAY}\\Z")
_WAY_RIGHT: Final = re.compile(
    f"{_WAY}(?P<other>{_KANJI}{{2,4}})(?:まで|間|行き|方面|へ(?:行|向|の)|に(?:行|向|着))"
)
_GOAL: Final = re.compile("まで(?!に|お)|間|行き|方面|のあいだ|の間")
_PLACE_RIGHT: Final = re.compile(
    f"の(?:{any_of('of_places')})"
    "|は、?(?:今日も|今日は|今|毎日|もう|まだ|とても|すごく|かなり)?(?:暑|寒|雪|雨|晴|涼し|遠|近|田舎|都会|坂|海)"
    "|でも?、?(?:受け取|乗り?換|乗り?継|乗れ|降り|途中下車|宿泊|一泊|二泊|開催|観光|買え|買う|買い|降車|下車|下ろ|切り離|停車)"
    "|(?:へ|に)(?:は|も)?(?:何時|旅行|観光|出張|引っ?越し|到着|停車|行き|行く|行っ|行け|泊ま|寄り|寄る|停ま|止ま|着き|着く|移転|出店|住んで)"
    "|発(?:の|で|着|[0-9])|着(?:の|[0-9])|行き|経由|方面|付近|周辺|あたりの?|近辺|近郊|界隈|市内|駅|港|空港|インター|IC|SA|PA"
    "|から(?:の)?(?:電車|バス|新幹線|車で|乗|徒歩|歩い|飛行機|フェリー|高速)"
)


def is_place_here(text: str, start: int, end: int) -> bool:
    """Return whether a name of a place in a folded text means the place by what stands beside it.

    >>> is_place_here("熊谷は暑いので", 0, 2), is_place_here("熊谷は私です", 0, 2)
    (True, False)
    """
    word = text[start:end]
    if not 2 <= len(word) <= 4 or "place" not in lexicon(word):
        return False
    if _PLACE_RIGHT.match(text, end):
        return True
    right = _WAY_RIGHT.match(text, end)
    left = _WAY_LEFT.search(text, max(0, start - 8), start) if _GOAL.match(text, end) else None
    return any(found and "place" in lexicon(found["other"]) for found in (left, right))
