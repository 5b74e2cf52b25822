"""What stands beside a value that was found and belongs to it, and dates and places that nothing explains.

「〒」 before a postal code, the rest of an address (「の三」 behind 「十五番」), the part of a mail address
that was spelt with words; whole dates of long ago, which are births unless something says otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nlp.masking.asked import ADDRESS, asked_before
from nlp.masking.digits import READ_OUT
from nlp.masking.fold import FILL
from nlp.masking.not_names import is_stop_word
from nlp.masking.people.lexicon import name_words
from nlp.masking.recurring import with_given
from nlp.masking.words import tokenise

Hit = tuple[int, int, str]

_NUM: Final = "(?:[0-9]{1,4}(?![0-9])|[〇一二三四五六七八九十百]{1,6})"
_BLOCK: Final = "(?:丁目|番地|番町?|号室|号棟|号|階|棟|条)"
_COUNTED: Final = "(?![0-9円個件年月日時分秒人名本枚回点%万千泊台倍歳才度週ヶか]|つ目)"
_TAIL: Final = re.compile(
    f"(?:(?:[、 …]{{0,2}}(?:えー?っ?とー?|えー|あのー?)[、 ]?"
    f"|[、 ])?(?:{_BLOCK}?[のノ-]?{_NUM}{_BLOCK}?){_COUNTED}"
    f"|{_BLOCK}(?![一-鿿])){{1,8}}+"
)
_MARK: Final = re.compile(r"〒 ?\Z")
_READ: Final = re.compile(
    r"(?<![ぁ-ゖ])[ぁ-ん]{2,5}(?:けん|ふ|[県府都道])[、 ]{0,2}\Z"
    r"|(?<![ぁ-ゖァ-ヺ一-鿿])[ぁ-ん]{2,6}[市郡]?の?\Z"
)
_SPELT: Final = re.compile(
    r"(?:(?<![A-Za-z0-9])[A-Za-z0-9]{1,20} ?(?:アンダー(?:バー|スコア)|ハイフン|ドット"
    r"|マイナス|プラス|テン|点) ?){1,4}"
    r"(?:[A-Za-z0-9]{1,20} ?)?\Z"
)
_CORRECTED: Final = re.compile(
    "(?:昭和|平成|大正|令和"
    "|西暦)?[0-9元一二三四五六七八九十]{1,4}年(?:[…、。 あえーっとやいう違]|じゃなくて"
    "|ではなく){1,8}\\Z"
)
_MAY_BE_DATE: Final = re.compile(
    "[0-9元一二三四五六七八九十]年[0-9一二三四五六七八九十の、 ]|[0-9][./-][0-9]{1,2}[./-][0-9]|ねん|ネン"
)
_MAY_BE_PLACE: Final = re.compile(
    "[0-9〇一二三四五六七八九十百](?:丁目|番|号|棟|[のノ-][0-9〇一二三四五六七八九十百])"
)
GATE: Final = f"{_MAY_BE_DATE.pattern}|{_MAY_BE_PLACE.pattern}"
"""What a turn holds in which a date or a place may be found that nobody asked for."""
_WHO_WAS_BORN: Final = re.compile(
    "(?:^|(?<=[、。\\s:・(\ue000]))(?P<v>[一-鿿々]{1,3}|[ァ-ヺー]{2,6}"
    "|[ぁ-ゖ]{2,4})(?:ちゃん|くん|さん)?[がは、 (:]{1,2}\\Z"
)
_GIVEN: Final = re.compile("(?P<v>[ぁ-ゖ]{3,4})(?![ぁ-ゖ])")
_LONGEST: Final = 40

_YEAR: Final = "(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_ERA: Final = (
    f"(?:(?:昭和|平成|大正) ?{_YEAR}|(?<![A-Za-z0-9])[MTSH]{_YEAR}(?=[./年-])"
    "|(?<![0-9])(?:19[2-9][0-9]|200[0-9]|201[0-4])(?=[./年-]))"
)
_MONTH_DAY: Final = (
    "[年./ -]?(?:の|、)? ?(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])[月./-](?:の"
    "|、)? ?(?:[0-3]?[0-9]|[一二三四五六七八九十]{1,3})(?![0-9A-Za-z])日?"
)
_OLD_DATE: Final = re.compile(_ERA + _MONTH_DAY)
_ANY_DATE: Final = re.compile(
    f"(?:令和 ?{_YEAR}|(?<![A-Za-z0-9])R{_YEAR}(?=[./年-])|(?<![0-9])20[0-9]{{2}}(?=[./年-]))" + _MONTH_DAY
)
_SAID_DATE: Final = re.compile(
    f"(?:{READ_OUT}){{4}}(?:ねん|ネン|年)(?:の|、)?[ぁ-ゖァ-ヺー]{{1,6}}?(?:がつ|ガツ|月)の?[ぁ-ゖァ-ヺー]{{1,9}}?(?:にち|ニチ|か|カ|日)"
)
_BORN: Final = re.compile("[^。\\n]{0,6}(?:生まれ|出生|誕生|うまれ|生(?![年産地協活きけ]))")
_EVENT: Final = re.compile(
    "(?:契約|購入|創業|設立|創立|入居|入社|加入|施行|発売|製造|開始|締結|登録|取得|発行|改正|更新|開業|完成|竣工|納品|納入|設置|使用|修理|工事|初版|最終|前回|注文|受付|申込|交付|期限|満期|終了|事故|地震|震災)[^。\\n]{0,8}\\Z"
)
_HAPPENED: Final = re.compile(
    "(?:ごろ|頃|くらい)?[、 ]?(?:に(?!なり)|の(?![^。]{0,6}(?:生|です|もの))|(?:午前|午後"
    "|正午|朝|夜|時点)|付|から|まで|以降|以前|以後|現在|版|製|締結|開業|開店|創業|発売|発行"
    "|施行|改正|竣工|完成|の(?:地震|震災|事故|契約|注文|法|約款|新聞|改正)"
    "|[にの](?:購入|買|契約|入居|設置|工事|修理|加入|引っ越|お?電話|注文|申し?込|届|開|発売|設立|創|行わ|放送|公開|起き|始|終|締|交付|取得|登録))"
)

_TOWN: Final = "[一-鿿々ヶケノ]"
_PLACED: Final = re.compile(
    f"(?<!{_TOWN})(?P<town>{_TOWN}{{2,20}}?|[ァ-ヺー・]{{4,16}}(?=の"
    f"|[0-9 ]))(?:[…、 ]{{1,2}}(?:えー?っ?とー?|えー|あのー?)[、 ]?)?"
    f"(?P<number>{_NUM}(?:(?:{_BLOCK}の?|[のノ-])[、 ]?{_NUM}){{1,6}}+(?:{_BLOCK})?){_COUNTED}"
)
_ROOM: Final = re.compile(
    f"{_NUM}(?:号棟|号館|棟)の? ?{_NUM}(?:号室|号)?{_COUNTED}(?!教|会議|講義|診察|ゼミ)"
)
_HOUSE: Final = re.compile(f"{_NUM}(?:{_BLOCK}|[のノ-]{_NUM}|の?\\Z)")
_PART: Final = f"(?:{_TOWN}{{2,12}}|[ァ-ヺー・]{{3,16}}|{FILL}+)"
_ANSWER: Final = re.compile(
    f"(?:{_PART}|{_NUM}{_COUNTED}{_BLOCK}?)(?:[のノ、 -]{{0,2}}(?:{_PART}"
    f"|{_NUM}{_COUNTED}{_BLOCK}?))*+(?:の\\Z)?"
)
_SUFFIXED: Final = re.compile("[都道府県市区町村郡字]")
_NO_PLACE: Final = frozenset(
    [
        "住所",
        "現住所",
        "実家",
        "自宅",
        "会社",
        "部屋",
        "番号",
        "名前",
        "前",
        "建物",
        "引越",
        "引っ越",
        "届",
        "先",
        "上",
        "本社",
        "職場",
        "部屋番号",
        "郵便",
        "変更",
        "同",
        "同じ",
        "必要",
        "確認",
        "登録",
    ]
)


def neighbours(
    turns: Sequence[str], hits: Sequence[Sequence[Hit]], among: Iterable[int] | None = None
) -> Iterator[tuple[int, int, int, str]]:
    """Yield what belongs to the hits of a contact's folded turns, and what nothing explains.

    Dates and places that nobody asked for stand only in the turns `among`.
    """
    may_hold = range(len(turns)) if among is None else frozenset(among)
    for i, turn in enumerate(turns):
        for start, end, kind in hits[i]:
            for found in _beside(turn, start, end, kind):
                yield i, *found
        if i in may_hold and _MAY_BE_DATE.search(turn):
            for start, end in _dates(turn):
                yield i, start, end, "birth_date"
        asked = i > 0 and asked_before(turns, i) == ADDRESS
        if asked or (i in may_hold and _MAY_BE_PLACE.search(turn)):
            for start, end in _places(turn, asked):
                yield i, start, end, "address"


def _beside(turn: str, start: int, end: int, kind: str) -> Iterator[Hit]:
    left = turn[max(0, start - _LONGEST) : start]
    before, stop = None, end
    if kind == "postal_code":
        before = _MARK.search(left)
    elif kind == "address":
        tail = _TAIL.match(turn, end)
        end = tail.end() if tail else end
        before = _READ.search(left)
    elif kind == "name":
        given = _GIVEN.match(turn, end)
        end = given.end() if given and _may_be_born(given["v"]) else with_given(turn, end)
    elif kind == "mail":
        before = _SPELT.search(left)
    elif kind == "birth_date":
        before = _CORRECTED.search(left)
        if (born := _WHO_WAS_BORN.search(left)) and _may_be_born(born["v"]):
            at = start - len(left)
            yield at + born.start("v"), at + born.end("v"), "name"
    if before or end > stop:
        yield start - (len(before.group()) if before else 0), end, kind


def _may_be_born(word: str) -> bool:
    return bool(set(name_words().get(word, "")) & set("sg")) and not is_stop_word(word)


def _dates(turn: str) -> Iterator[tuple[int, int]]:
    for found in _OLD_DATE.finditer(turn):
        before = turn[max(0, found.start() - 16) : found.start()]
        born = _BORN.match(turn, found.end())
        if born or not (_EVENT.search(before) or _HAPPENED.match(turn, found.end())):
            corrected = _CORRECTED.search(turn, max(0, found.start() - _LONGEST), found.start())
            yield corrected.start() if corrected else found.start(), found.end()
    for found in _SAID_DATE.finditer(turn):
        yield found.span()
    for found in _ANY_DATE.finditer(turn):
        if _BORN.match(turn, found.end()):
            yield found.span()


def _places(turn: str, asked: bool) -> Iterator[tuple[int, int]]:
    for found in _PLACED.finditer(turn):
        if asked or any("地名" in token.tag for token in tokenise(found["town"])):
            yield found.span()
    for found in _ROOM.finditer(turn):
        yield found.span()
    for found in _ANSWER.finditer(turn) if asked else ():
        value = found.group()
        parts = re.findall(f"{_TOWN}+|[ァ-ヺー・]+", value)
        named = any(_SUFFIXED.search(part) and part not in _NO_PLACE for part in parts)
        if set(parts) & _NO_PLACE or len(value.replace(FILL, "")) < 2:
            continue
        if _HOUSE.search(value) or (named and any("地名" in t.tag for part in parts for t in tokenise(part))):
            yield found.span()
