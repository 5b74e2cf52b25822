"""Places in a sentence where hardly anything but a name stands: what is no known word there is hidden.

The rules and the model ask whether a word is a name; here the sentence says so, and the word only has to be
none that is known to be something else: 「ファムさん」, 「こおろぎと読みます」.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nlp.masking.fold import FILL
from nlp.masking.not_names import is_stop_word
from nlp.masking.people.lexicon import name_words
from nlp.masking.words import lexicon, tokenise

_KANJI: Final = "一-鿿々ヶ"
_BEGIN: Final = f"(?:^|(?<=[、。\\s「『(>→:：・!?{FILL}]))"
_WORD: Final = f"(?:[{_KANJI}]{{1,4}}|[ァ-ヺー]{{2,10}}(?:[・ ][ァ-ヺー]{{1,10}}){{0,3}}|[ぁ-ゖ]{{2,7}})"
_HONORIFIC: Final = (
    "様(?![子々相式態変])|さん(?![ざぜぞかじびば]|[一-鿿々])"
    "|くん(?![ぁ-ゖァ-ヺー](?<![がにのはをとへもから、]))|ちゃん(?!人形|ね|ぽん|と(?:し|で|動"
    "|使))|氏(?![名族子神]|遺跡|時代|館|庭園|博物)"
)
_CALLED: Final = re.compile(
    f"(?P<v>(?:(?<![{_KANJI}])|(?<=[子様孫男女娘妹弟甥姪妻夫母父者方]))[{_KANJI}]{{1,4}}|(?<![ァ-ヺー・])[ァ-ヺー]{{2,10}}(?:・[ァ-ヺー]{{1,10}}){{0,3}}"
    f"|(?:^|(?<=[、。\\s「『(のはをがと{FILL}]))[ぁ-ゖー]{{2,6}}?)(?={_HONORIFIC})"
)
_NOBODY: Final = re.compile(
    "(?:お?客|奥|皆|お子|神|仏|業者|店員?|係員?|[者屋長手師家士員主社店課部会人医僧官士嬢獣犬猫寺院堂館駅号線閣荘亭園]|同|模|仕|多|異|各位|多種|当|相|先|別|本|世帯主|様"
    "|たく|おかあ|おとう|お[にねじばと][あうい]?|[おみ]じ|[おみ]ば|おっ|わん|にゃん|ぱ|かあ|とう|じい|ばあ|ねえ|にい|みな|みなみな|おきゃく|たくさ|りこう|ご苦労|いと|それ|これ|どれ|むす|だく|あか)\\Z"
    "|[のがはにをもた]\\Z|(?:する|した|ない|いる|ある|いた|った|れる|える|らし)"
)
_SAYS: Final = re.compile(
    f"{_BEGIN}(?:私|わたし|うち|名前|名字|苗字|はい|あの|えっと)?[はが、]?(?P<v>{_WORD}(?: {_WORD})?)"
    "(?=(?:と|って)(?:申し?ま|申す|もうし|いいます(?!か|よね)|言います(?!か|よね)|いうん|言うん|いう者|言う者)|という者|いう者|っちゅう(?:もん|者)|ちゅうもん)"
)
_THAT_PERSON: Final = re.compile(
    f"(?:{_BEGIN}|(?<=[のはがに]))(?P<v>[{_KANJI}]{{2,4}}|[ァ-ヺー]{{2,8}})(?=(?:と|って)?(?:いう|言う|っちゅう|ゆう)(?:人|方(?![向法針])|者|男|女|お姉|おねえ|おばちゃん|おじさん|兄ちゃん|姉ちゃん|若い|担当|店員|スタッフ))"
)
_READ: Final = re.compile(
    f"(?:(?<=[で、。\\sは{FILL}])|(?<=って)|(?<=書いて))(?P<v>[ぁ-ゖー]{{2,7}}|[ァ-ヺー]{{2,8}})(?=(?:と|って|とも)(?:読(?:み|ん|む|ま)|お読み|発音))"
)
_WRITTEN: Final = re.compile(
    "と書いて、?(?P<v>(?!あ|い[たるま]|くだ|くれ|ほし|もら|おき|お[りい])[ぁ-ゖー]{2,7}?|[ァ-ヺー]{2,8})(?=です|と(?:読|申|いい|言)|って(?:読|いい|言)|、|。|$)"
)
_SPEAKS_OF_NAMES: Final = re.compile(f"名前|名字|苗字|姓|漢字|[一-鿿]{{1,4}}と書|字[はがで]|{FILL}")
_FORMS: Final = re.compile(
    f"(?P<v>[ぁ-ゖ]{{2,5}} [ぁ-ゖ]{{2,5}}|[ァ-ヺー]{{2,7}} [ァ-ヺー]{{2,7}}"
    f"|[ァ-ヺー]{{2,8}}・[ァ-ヺー]{{2,9}}(?:・[ァ-ヺー]{{2,9}})?"
    f"|[{_KANJI}]{{1,3}} [{_KANJI}ぁ-ゖァ-ヺー]{{1,5}})"
    f"(?:様|さん)?[ \\n:/、(]{{1,2}}(?:〒|TEL|Tel|電話)?{FILL}{{4}}"
    f"|(?<={FILL})[ \\n:/、(]{{1,2}}(?P<w>[ァ-ヺー]{{2,8}}・[ァ-ヺー]{{2,9}}(?:・[ァ-ヺー]{{2,9}})?"
    f"|[ァ-ヺー]{{2,7}} [ァ-ヺー]{{2,7}}|[ぁ-ゖ]{{2,5}} [ぁ-ゖ]{{2,5}})(?=[ \\n)、。]|\\Z)"
)
_ANY: Final = re.compile(
    f"様|さん|くん|ちゃん|氏|と申|もうし|いいま|言いま|いう|言う|ちゅう|読|と書いて|{FILL}{{4}}"
)
GATE: Final = _ANY.pattern
"""What a turn holds in which anything may be found."""
_NO_NAME_IN_KANA: Final = re.compile(
    "[ぁ-ゖ]*(?:です|ます|から|けど|って|した|ない|たい|ので)[ぁ-ゖ]*|こう|そう|どう|なん|なんと?|[のはがをにもとへや].?|これ|それ|ここ|そこ|あれ|どれ"
)
_PET: Final = re.compile("ちゃん|くん")
_LONGEST_PET: Final = 3
_LONG_RUN: Final = 3  # letters; longer words that no list holds may be made of others: 「定期購入」
_STOPS: Final = frozenset(
    ["者", "方", "人", "何", "誰", "以上", "以下", "別", "同", "次", "後", "前", "上", "下", "中"]
)


def name_slots(
    turns: Sequence[str], _hits: object = None, among: Iterable[int] | None = None
) -> Iterator[tuple[int, int, int, str]]:
    """Yield the names that only their place in a sentence tells, as (turn, start, end, "name")."""
    for i in range(len(turns)) if among is None else among:
        turn = turns[i]
        if _ANY.search(turn):
            yield from ((i, start, end, "name") for start, end in _in_turn(turn))


def _in_turn(turn: str) -> Iterator[tuple[int, int]]:
    taken = -1
    found = sorted({*_called(turn), *_said(turn), *_beside_data(turn)}, key=lambda span: (span[0], -span[1]))
    for start, end in found:
        if start >= taken:
            taken = end
            yield start, end


def _called(turn: str) -> Iterator[tuple[int, int]]:
    for found in _CALLED.finditer(turn):
        start = found.start() + found["v"].rfind("様") + 1
        word, before = turn[start : found.end()], turn[max(0, start - 1) : start]
        if not word or _NOBODY.search(word) or _is_word(word) or before in {"お", "ご", "御", "["}:
            continue
        if word[0] <= "ゖ" and (_NO_NAME_IN_KANA.fullmatch(word) or lexicon(word)):
            continue
        # What a nickname is made of says little without its ending: 「みーちゃん」.
        pet = _PET.match(turn, found.end()) if word[0] <= "ヺ" and len(word) <= _LONGEST_PET else None
        yield start, pet.end() if pet else found.end()


def _said(turn: str) -> Iterator[tuple[int, int]]:
    for pattern in (_SAYS, _THAT_PERSON):
        for found in pattern.finditer(turn):
            word = found["v"]
            if not (_is_word(word) or (word[0] <= "ゖ" and _NO_NAME_IN_KANA.fullmatch(word))):
                yield found.span("v")
    if _SPEAKS_OF_NAMES.search(turn):
        for pattern in (_READ, _WRITTEN):
            yield from (
                found.span("v")
                for found in pattern.finditer(turn)
                if not _NO_NAME_IN_KANA.fullmatch(found["v"])
                and (FILL in turn or "common" not in lexicon(found["v"]))
            )


def _beside_data(turn: str) -> Iterator[tuple[int, int]]:
    """Yield names in two words that stand beside what has been hidden."""
    for found in _FORMS.finditer(turn):
        group = "v" if found["v"] else "w"
        parts = re.split("[ ・]", found[group])
        codes = [name_words().get(part, "") for part in parts]
        if any(is_stop_word(part) for part in parts):
            continue
        if "・" not in found[group] and all("common" in lexicon(part) for part in parts):
            continue
        if (
            any(code[-2:] not in {"", "--"} or "s" in code or "g" in code for code in codes)
            or "・" in found[group]
        ):
            yield found.span(group)


def _is_word(word: str) -> bool:
    """Return whether a word, or each part of it, is known to be something else than a name."""
    parts = re.split("[ ・]", word)
    return all(part in _STOPS or is_stop_word(part) or _is_plain(part) for part in parts)


def _is_plain(part: str) -> bool:
    kinds = lexicon(part)
    if kinds or len(part) < _LONG_RUN or not "一" <= part[0] <= "鿿":
        return "common" in kinds and not (kinds & {"surname", "given"} and len(part) > 1)
    return all(token.is_common for token in tokenise(part))
