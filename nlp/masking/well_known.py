"""Figures of history, people of public life, characters, makes: their names are topics, nobody's data."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Set
from functools import cache
from importlib import resources
from operator import add
from typing import Final

import yaml

from nlp.masking.peers import peers, peers_gate

HIDDEN: Final = "\ue004"
"""Stands for a letter of a well-known name; unlike ``fold.FILL`` no rule takes it for a masked one."""
# Whoever is spoken to or of like a customer is one, whatever the name; but 「木村さん主演の」 is of a film.
_IN_PUBLIC: Final = (
    "さん(?:(?:が|も)?(?:主演|出演|出て|出る|歌って|書いた|監督)|の(?:歌|曲|映画|ドラマ|番組|本|小説|作品|漫画|絵|CM|ファン|ライブ"
    "|コンサート|ポスター|サイン|大ファン|音楽|アルバム|試合)|(?:みたい|のよう)な)"
)
_AS_A_PERSON: Final = (
    f"(?! ?(?:様|さま|(?!{_IN_PUBLIC})さん|氏|くん|君|殿|宛|名義|本人|と(?:申|もう|いい|言い|いう(?:者|名))"
    "|って(?:いい|言い|いう者)"
    "|で(?:す|ござ|ご?予約|ご?登録|申し?込)|だけど|っす|[、。 ]?(?:[0-9(〒]|$)))"
)
_LED_TO: Final = "(?<!名前は)(?<!氏名は)(?<!氏名:)(?<!名前:)(?<!担当は)(?<!担当の)(?<!私は)(?<!本人は)"
_AS_A_CALLER: Final = "(?! ?(?:様|名義|と(?:申|もう)|でござ))"
_MAKES: Final = frozenset({"makes_and_goods"})
"""Lists of what nobody is called, さん or not: 「大塚家具さん」."""
_JOINTS: Final = "・ ="
_BEGINS: Final = "(?<![一-鿿ァ-ヺーA-Za-z])"
_ENDS: Final = "(?![ァ-ヺーA-Za-z])"


def well_known_text() -> str:
    """Return ``well_known.yaml`` (part of the rules' fingerprint)."""
    return (resources.files("nlp.masking") / "well_known.yaml").read_text("utf-8")


def hide_well_known(text: str) -> str:
    """Fill the well-known names in a folded text, so that no rule takes them or their neighbours for data.

    >>> hide_well_known("織田信長の像の前です").replace(HIDDEN, "■")
    '■■■■の像の前です'
    >>> hide_well_known("織田信長と申します")
    '織田信長と申します'
    """
    for _, hide in hiders():
        text = hide(text)
    return text


@cache
def hiders() -> tuple[tuple[frozenset[str], Callable[[str], str]], ...]:
    """Return what hides each sort of names, behind the letters and pairs one of which such a text holds."""
    makes = {name for key, names in _lists().items() if key in _MAKES for name in names}
    names = {name for names in _lists().values() for name in names}
    return (peers_gate(), lambda text: _fill(text, peers(text))), _hider(names, makes)


def _hider(names: Set[str], makes: Set[str]) -> tuple[frozenset[str], Callable[[str], str]]:
    """Return what hides these names where nobody is called so, and its gate."""
    parts = {name: re.split(f"[{_JOINTS}]", name) for name in sorted(names)}
    counts = Counter(pair for of_name in parts.values() for pair in _pairs(of_name))
    of_pair: dict[str, list[str]] = {}
    for name, of_name in parts.items():
        of_pair.setdefault(
            min(_pairs(of_name), key=lambda pair: (_is_common(pair), counts[pair])), []
        ).append(name)

    @cache
    def pattern(name: str) -> re.Pattern[str]:
        written = re.escape(name).replace("・", f"[{_JOINTS}]?")
        before, after = ("", _AS_A_CALLER) if name in makes else (_LED_TO, _AS_A_PERSON)
        return re.compile(f"{_BEGINS}{before}{written}{_ENDS}{after}")

    def hide(text: str) -> str:
        likely = [name for pair in map(add, text, text[1:]) if pair in of_pair for name in of_pair[pair]]
        held = [name for name in likely if all(part in text for part in parts[name])]
        return _fill(text, [found.span() for name in held for found in pattern(name).finditer(text)])

    return frozenset(of_pair), hide


def _fill(text: str, spans: Collection[tuple[int, int]]) -> str:
    """Hide spans of a text, from the left; of those that begin together the longest."""
    if not spans:
        return text
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            text = text[:start] + HIDDEN * (end - start) + text[end:]
            last = end
    return text


def _pairs(parts: Iterable[str]) -> list[str]:
    """Return the pairs of letters of a name's parts, from the last on."""
    return [pair for part in parts for pair in map(add, part, part[1:])][::-1]


def _is_common(pair: str) -> int:
    """Return how likely other words hold a pair: 信長, ポレ, さん."""
    return sum(2 if "ぁ" <= letter <= "ゖ" else "ァ" <= letter <= "ー" for letter in pair)


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, str] = yaml.safe_load(well_known_text())
    return {key: [name.replace("_", " ") for name in names.split()] for key, names in lists.items()}
