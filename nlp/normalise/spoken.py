"""What speech leaves in a text and nobody means: fillers, restarts, words said twice."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from nlp.normalise.rewriting import Change
from nlp.normalise.spelling import PLACEHOLDER, URL

_LEAD: Final = r"(?:(?<=[、。,！？…「\s])|^)"
_GAP: Final = r"[、,…\s]+"
# fillers whatever follows, unless they are the beginning of another word
_SURE: Final = (
    r"(?:え[ーっえ]{0,6}と[ーお]{0,3}(?:ですねー?)?|えー+(?!っ?と)|あのー+(?:ですねー*)?|あのう"
    r"|あのですねー*|そのー+|うー+んと?ー*"
    r"|んー+とー*|ま[あぁ]ー*|なんか|なん(?:て|と)(?:いう|言う|ゆう|ゆー)(?:か|の(?:かな|でしょう)?"
    r"|んですか)(?:ね|なあ?)?)"
)
# fillers only where the voice stops behind them: あの、 but not あの店
_PAUSED: Final = (
    r"(?:あの|その|こう|ま|あ[ーっあぁ]{0,6}|え[ーっ]{0,6}|ん[ーっ]{0,6}|うー?ん?|おー?|ほら|ねえ"
    r"|そうですねー*|そうだなー*)"
)
_MIDDLE: Final = (
    r"(?<=[がをにはでてともら])(?:あのー*|そのー*|こう|ほら|ま[あぁ]ー*|えー+)、"
    r"|(?<=[がをにはでもとてら])(?<!めが)ですねー?(?:[、 ]|(?=[ぁ-んァ-ヶー一-龠［]))(?!よね|か)"
    r"|(?<=[^るいたなうくすつむんだ]の)ですねー?(?:[、 ]|(?=[ぁ-んァ-ヶー一-龠［]))"
    r"|(?<=[をにはでも])ねー*、|(?<=[^め]が)ねー*、"
    r"|(?<=けど|から|ので)(?:ですね)ー*[、 ]"
    r"|(?:えー+っ?とー?|えっとー?|ええっと|あのー+|そのー+|うー+んと|んーと)[、,…\s]*"
    r"|(?<=[がをにはでてと])(?:なんか|えー)(?=[一-龠ァ-ヶ])"
)
_FILLER = re.compile(
    rf"(?P<keep>{PLACEHOLDER}|{URL})"
    rf"|{_LEAD}(?:{_SURE}(?:{_GAP}|(?=[一-龠ァ-ヶ［])|(?<=ー)"
    rf"|(?<=なんか)(?![いげしこでもはがにをのとなら、。…]|$))|{_PAUSED}[、,…]{_GAP[:-1]}*)+"
    rf"|{_MIDDLE}"
)
_TWICE: Final = re.findall(
    r"\S+",
    "もう ずっと もっと とても すごく すっごく 本当に ほんとに ほんとうに 何度も 何回も はい うん ええ "
    "全然 ぜんぜん "
    "全く 早く 絶対 無理 最悪 やっぱり だから とにかく なんで ありがとう すみません すいません もしもし "
    "お願いします "
    "やめて",
)
# three looks, because each skips to characters that are rarer than those of all together
_MAY_PAUSE = re.compile(
    "[、…](?:(?<=[まあっえおんぁねー]、)|(?<=[あえんー]…)|(?<=(?:あの|その|ほら)[、…])|(?<=(?:こう|だな)、))"
)
_MAY_SOFTEN = re.compile("ですね(?:(?<=[をがにはでもとてのら]ですね)|[ー ])")
_MAY_BEGIN = re.compile(
    "えー|えっ?と|ええっ?と|あの[ーう]|あのです|そのー|うー|んー|ま[あぁ]|なんか|なん[てと][いゆ言]|"
    + "|".join(word * 2 for word in _TWICE)
)
_TWICE_RUN = re.compile(
    rf"(?P<keep>{PLACEHOLDER}|{URL})|(?P<word>{'|'.join(sorted(_TWICE, key=len, reverse=True))})"
    r"(?:[、 ]*(?P=word))++(?!、?[と々])"
)
_LONGEST_RESTART: Final = 12
_RESTARTED = re.compile(
    rf"(?:(?<=[、。！？…「\s])|^)(?P<said>[ぁ-ゖァ-ヺー一-龠々]{{1,{_LONGEST_RESTART}}})"
    r"[、… ]+(?=(?P=said)(?!(?P=said)))"
)
# 電話、電話番号、メール and 朝、朝食 are lists of things, サポ、サポートに is a word cut short;
# 一、一昨日 is a number
_OTHER_WORD = re.compile(r"[一-龠々]+|[ァ-ヺー]+(?=[、・と。\n]|$)")
# single letters that are words of their own; any other is a word cut short: 返、返金してください
_WORDS_OF_ONE: Final = frozenset(
    "朝昼夜春夏秋冬水火木金土日月年山川海空森道町村市県国島寺城湯父母兄姉妹弟夫妻子孫親人男女客私僕肉魚米茶酒味花色形音声心体手足目口耳鼻"
    "顔頭髪肌服靴箱袋紙本字車駅店席街角鍵傘棚床壁窓庭犬猫鳥虫毛糸布皮骨血熱薬油塩卵豆麦芋根葉実種石土砂泥氷雪雨風雲星光火煙灰前後左右上下中外横裏表奥次先今昔毎各全"
)
_TIMES: Final = frozenset(
    re.findall(
        "..",
        "昨日今日明日先日先週今週来週先月今月来月今朝昨夜昨年去年今年来年以前最近前回今回毎回毎日",
    )
)
_NUMBER: Final = frozenset("一二三四五六七八九十百千万")


def may_change_speech(text: str) -> bool:
    """Whether `filler_changes` or `repeat_changes` could find something; cheap."""
    return bool(
        _MAY_PAUSE.search(text) or _MAY_SOFTEN.search(text) or _MAY_BEGIN.search(text)
    ) or _may_restart(text)


def filler_changes(text: str) -> Iterator[Change]:
    """Yield fillers to drop: えーと、 あのー なんか; あの、 but not あの店."""
    for match in _FILLER.finditer(text):
        if match.lastgroup != "keep" and match.end() > match.start():
            yield Change(*match.span(), "")


def repeat_changes(text: str) -> Iterator[Change]:
    """Yield what is said again at once: ``電話、電話が`` → ``電話が``, ``もうもう`` → ``もう``."""
    doubled = list(_doubled(text))
    return iter(doubled) if doubled else _restarts(text)


def _doubled(text: str) -> Iterator[Change]:
    for match in _TWICE_RUN.finditer(text):
        if word := match.group("word"):
            yield Change(match.start() + len(word), match.end(), "")


def _may_restart(text: str) -> bool:
    """Whether some piece between commas or blanks begins with the end of the piece before."""
    if "、" not in text and " " not in text:
        return False
    return any(
        b[:1] in a[-_LONGEST_RESTART:] and any(a.endswith(b[:n]) for n in range(1, _LONGEST_RESTART + 1))
        for a, b in pairwise(text.replace(" ", "、").split("、"))
        if b
    )


def _restarts(text: str) -> Iterator[Change]:
    for match in _RESTARTED.finditer(text):
        said = match.group("said")
        behind = match.end() + len(said)
        if _NUMBER.issuperset(said) or _is_other_word(text, said, behind):
            continue
        yield Change(*match.span(), "")


def _is_other_word(text: str, said: str, behind: int) -> bool:
    """Whether what follows makes another word of the repeated one: 電話 then 電話番号."""
    if "ぁ" <= said[-1] <= "ゖ" or said in _TIMES or not _OTHER_WORD.match(text, behind):
        return False
    return len(said) > 1 or said in _WORDS_OF_ONE or not "一" <= said <= "龠"
