"""Forms of a Japanese word that inflects, from its dictionary form and UniDic's conjugation class."""

_A_ROW = dict(zip("うくぐすつぬぶむる", "わかがさたなばまら", strict=True))
_I_ROW = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
_TE = dict(
    zip("うつるくぐすぬぶむ", ["って", "って", "って", "いて", "いで", "して", *["んで"] * 3], strict=True)
)
_TE_OF_STEM = dict(
    zip("いちりきぎしにびみ", ["って", "って", "って", "いて", "いで", "して", *["んで"] * 3], strict=True)
)

ADJECTIVE = "形容詞"
NOMINAL = "形状詞"  # inflects with だ
FIXED = "固定"  # does not inflect further


def negative_stem(base: str, conjugation: str) -> str:
    """Give what ない follows: つながる → つながら, 高い → 高く, 便利だ → 便利では; empty for ある."""
    if base in {"ある", "有る"}:
        return ""
    if conjugation.startswith("五段"):
        return base[:-1] + _A_ROW.get(base[-1:], base[-1:])
    if conjugation.startswith("カ行") and base.endswith("くる"):
        return base[:-2] + "こ"
    if conjugation == ADJECTIVE:
        return _adverbial(base)
    if conjugation == NOMINAL:
        return base.removesuffix("だ") + "では"
    return _stem(base)


def polite_stem(base: str, conjugation: str) -> str:
    """Give what たい follows: 取り消す → 取り消し, 食べる → 食べ, する → し."""
    if conjugation.startswith("五段"):
        return base[:-1] + _I_ROW.get(base[-1:], base[-1:])
    if conjugation.startswith("カ行") and base.endswith("くる"):
        return base[:-2] + "き"
    return _stem(base)


def polite_of_negative(stem: str) -> str:
    """Give what たい follows from what ない and せる follow: 使わ → 使い, 食べ → 食べ."""
    row = dict(zip(_A_ROW.values(), _I_ROW.values(), strict=True))
    return stem[:-1] + row.get(stem[-1:], stem[-1:]) if stem else "し"


def te_form(base: str, conjugation: str) -> str:
    """Give the form in て: 送る → 送って, 高い → 高くて, 届かない → 届かなくて."""
    if conjugation.startswith("五段"):
        return base[:-1] + ("って" if base.endswith(("行く", "いく")) else _TE.get(base[-1:], "て"))
    if conjugation == ADJECTIVE:
        return _adverbial(base) + "て"
    if conjugation == NOMINAL:
        return base.removesuffix("だ") + "で"
    return polite_stem(base, conjugation) + "て"


def past(base: str, conjugation: str) -> str:
    """Give the past: 壊れる → 壊れた, 高い → 高かった, 満車だ → 満車だった."""
    if conjugation == ADJECTIVE:
        return _adverbial(base)[:-1] + "かった"
    if conjugation == NOMINAL:
        return base.removesuffix("だ") + "だった"
    form = te_form(base, conjugation)
    return form[:-1] + ("だ" if form.endswith("で") else "た")


def te_of_stem(stem: str) -> str:
    """Guess the form in て from what follows お, by its last kana: 調べ → 調べて, 送り → 送って."""
    return stem[:-1] + _TE_OF_STEM[stem[-1]] if stem[-1:] in _TE_OF_STEM else stem + "て"


def _adverbial(base: str) -> str:
    if base.endswith("いい"):
        return base[:-2] + "よく"
    return base.removesuffix("い") + "く"


def _stem(base: str) -> str:
    """Stem of する and of verbs in -eru and -iru."""
    return base[:-2] + "し" if base.endswith("する") else base.removesuffix("る")
