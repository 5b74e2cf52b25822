"""Numbers as people write, say and dictate them; independent of the masker's own lists."""

import random
from typing import Final

DIGITS: Final = "0123456789"
_WIDE: Final = str.maketrans("0123456789-@.", "０１２３４５６７８９－＠．")
_KANJI: Final = str.maketrans(DIGITS, "〇一二三四五六七八九")
_ZERO_AS_WORD: Final = str.maketrans(DIGITS, "零一二三四五六七八九")
_KATAKANA: Final = (
    ("ゼロ", "ゼロ", "レイ", "マル"),
    ("イチ",),
    ("ニー", "ニ", "ニイ"),
    ("サン",),
    ("ヨン", "ヨン", "シ"),
    ("ゴー", "ゴ"),
    ("ロク",),
    ("ナナ", "ナナ", "シチ"),
    ("ハチ",),
    ("キュー", "キュウ", "ク"),
)
_HIRAGANA: Final = (
    ("ぜろ", "れい", "まる"),
    ("いち",),
    ("にい", "に", "にー"),
    ("さん",),
    ("よん", "よん", "し"),
    ("ごー", "ご", "ごお"),
    ("ろく",),
    ("なな", "しち"),
    ("はち",),
    ("きゅう", "きゅー"),
)


def digits(rng: random.Random, count: int) -> str:
    """Return random digits."""
    return "".join(rng.choice(DIGITS) for _ in range(count))


def wide(text: str) -> str:
    """Return a text with full-width digits and marks."""
    return text.translate(_WIDE)


def in_kanji(text: str, rng: random.Random) -> str:
    """Return a text with its digits as kanji, zero in one of two ways."""
    return text.translate(rng.choice((_KANJI, _KANJI, _ZERO_AS_WORD)))


def say(part: str, rng: random.Random) -> str:
    """Return digits as one person says them: one script, the same word for the same digit."""
    words = [rng.choice(forms) for forms in rng.choice((_KATAKANA, _HIRAGANA))]
    return "".join(words[int(digit)] for digit in part)


def dictate(parts: list[str], rng: random.Random) -> str:
    """Return groups of digits said one after another, mixed with written ones: 「ゼロキューゼロの1234…」."""
    joint = rng.choice(("の", "の", "、", "の、", " ", "、えーと、", "、はい、", ""))
    spoken = [rng.choice((say, say, in_kanji))(part, rng) for part in parts]
    if rng.random() < 0.2:
        spoken[-1] = parts[-1]
    return joint.join(spoken)
