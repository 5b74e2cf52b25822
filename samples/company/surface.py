"""How the same sentence comes out of different hands: spelling, width, typing slips, fillers, emoji."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from samples.company.dice import Dice
from samples.company.people import half_width

_SPELLINGS: Final = (
    ("ください", "下さい"),
    ("ほしい", "欲しい"),
    ("欲しい", "ほしい"),
    ("できません", "出来ません"),
    ("できない", "出来ない"),
    ("できる", "出来る"),
    ("分かり", "わかり"),
    ("分からない", "わからない"),
    ("とき", "時"),
    ("いただ", "頂"),
    ("詰め替え", "詰替え"),
    ("詰め替え", "つめかえ"),
    ("とても", "とっても"),
    ("すごく", "凄く"),
    ("ちょっと", "少し"),
    ("やっぱり", "やはり"),
    ("子ども", "子供"),
    ("よい", "良い"),
    ("うれしい", "嬉しい"),
    ("においが", "臭いが"),
    ("メール", "Eメール"),
    ("スマホ", "スマートフォン"),
    ("けれど", "けど"),
    ("ありがたい", "有難い"),
    ("もらえ", "貰え"),
    ("すぐ", "直ぐ"),
    ("ネット", "インターネット"),
    ("問い合わせ", "問合せ"),
)
_LEADS: Final = (
    "正直、",
    "あと、",
    "実は",
    "すみませんが、",
    "ちなみに",
    "先日から",
    "なんか",
    "それと、",
    "やはり",
    "個人的に、",
)
_FILLERS: Final = (
    "えーと",
    "あの",
    "あのー",
    "なんか",
    "まあ",
    "その",
    "えっと",
    "ええと",
    "なんていうか",
    "うーん",
)
_EMOJI: Final = {
    "complaint": ("😭", "😢", "💦", "😡", "(´；ω；`)", "！！", "…", "w"),
    "praise": ("✨", "😊", "🥰", "👏", "！！", "♡", "☺️", "🎉"),
    "": ("🙏", "😅", "🙇", "！！", "…", "♡"),
}
_AFTER_PARTICLE: Final = re.compile(r"(?<=[一-龠々ァ-ヶー][はがを])(?=[ぁ-んァ-ヶ一-龠])(?![っらりるれろ])")
_KATAKANA: Final = re.compile(r"[ァ-ヴー]{3,}")
_DIGITS: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_END: Final = re.compile(r"[。！!？?…]+$")
_CP932: Final = str.maketrans(
    {"〜": "～", "−": "－", "—": "―", "𠮷": "吉", "•": "・", "·": "・", "–": "－", "　": "　"}
)


def fill(sentence: str, slots: Mapping[str, str]) -> str:
    """Put values into 「{product}」 and the like."""
    if "{" in sentence:
        for name, value in slots.items():
            sentence = sentence.replace("{" + name + "}", value)
    return sentence


@lru_cache(maxsize=4096)
def for_cp932(text: str) -> str:
    """Return the text as a CP932 system keeps it: 〜 becomes ～, 𠮷 becomes 吉, emoji are lost.

    ㈱, 髙 and ① do exist there.
    """
    text = text.translate(_CP932)
    return text.encode("cp932", "ignore").decode("cp932")


def _respell(text: str, dice: Dice) -> str:
    first = dice.below(len(_SPELLINGS))
    for step in range(len(_SPELLINGS)):
        old, new = _SPELLINGS[(first + step) % len(_SPELLINGS)]
        if old in text:
            return text.replace(old, new, 1)
    return text


def _slip(text: str, dice: Dice) -> str:
    """Make one typing slip in the kana: a letter lost, doubled or swapped with its neighbour."""
    places = [i for i in range(1, len(text) - 3) if "ぁ" <= text[i] <= "ん" and "ぁ" <= text[i + 1] <= "ん"]
    if len(places) < 4:
        return text
    at = dice.pick(places)
    slip = dice.below(3)
    # a lost な or せ could turn 「できない」 into 「できい」 at worst, never into its opposite
    if slip == 0 and text[at] not in "なせずぬん":
        return text[:at] + text[at + 1 :]
    if slip == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _ending(text: str, dice: Dice) -> str:
    question = text.endswith(("?", "？"))
    bare = _END.sub("", text)
    if bare == text and len(text) > 1 and not "ぁ" <= text[-1] <= "龠":
        return text
    choices = ("？", "?", "？？") if question else ("。", "。", "！", "", "…", "。。。", "!")
    return bare + dice.pick(choices)


def vary_written(text: str, dice: Dice) -> str:
    """Vary a sentence of a mail, chat or survey; what it says stays the same."""
    if dice.chance(0.30):
        text = _respell(text, dice)
    if dice.chance(0.10):
        text = dice.pick(_LEADS) + text
    if dice.chance(0.05):
        text = _slip(text, dice)
    if dice.chance(0.03):
        text = _KATAKANA.sub(lambda found: half_width(found.group()), text, count=2)
    if dice.chance(0.06):
        text = text.translate(_DIGITS)
    if dice.chance(0.18):
        text = _ending(text, dice)
    return text


def vary_post(text: str, dice: Dice, *, kind: str) -> str:
    """Vary a sentence for SNS: as written, with emoji and without the last full stop."""
    text = vary_written(text, dice)
    if dice.chance(0.45):
        text = _END.sub("", text) + dice.pick(_EMOJI.get(kind, _EMOJI[""]))
    return text


def vary_spoken(text: str, dice: Dice) -> str:
    """Vary a spoken sentence: more fillers after particles, at the start and at the end."""
    places = [found.start() for found in _AFTER_PARTICLE.finditer(text)]
    # from the back, so that the places before stay where they are
    for at in reversed(places):
        if dice.chance(0.4):
            text = text[:at] + dice.pick(_FILLERS) + text[at:]
    if dice.chance(0.25):
        text = dice.pick(_FILLERS) + text
    if dice.chance(0.15):
        text += dice.pick(("はい", "ええ", "うん", "はいそうなんです"))
    return for_cp932(text)


def vary_memo(text: str, dice: Dice) -> str:
    """Vary a sentence of an agent's memo: spelling and width."""
    if dice.chance(0.2):
        text = _respell(text, dice)
    if dice.chance(0.12):
        text = _KATAKANA.sub(lambda found: half_width(found.group()), text)
    if dice.chance(0.1):
        text = text.translate(_DIGITS)
    return for_cp932(text)
