"""Figures of history, authors and characters whom everybody knows: their names are topics, nobody's data."""

import re
from functools import cache
from importlib import resources
from typing import Final

import yaml

HIDDEN: Final = "\ue004"
"""Stands for a letter of a well-known name; unlike ``fold.FILL`` no rule takes it for a masked one."""
# Whoever is spoken to or of like a customer is one, whatever the name.
_AS_A_PERSON: Final = (
    "(?! ?(?:様|さま|さん|氏|くん|君|殿|宛|名義|本人|と(?:申|もう|いい|言い|いう(?:者|名))"
    "|って(?:いい|言い|いう者)"
    "|で(?:す|ござ|ご?予約|ご?登録|申し?込)|だけど|っす|[、。 ]?(?:[0-9(〒]|$)))"
)
_LED_TO: Final = "(?<!名前は)(?<!氏名は)(?<!氏名:)(?<!名前:)(?<!担当は)(?<!担当の)(?<!私は)(?<!本人は)"


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
    return _regex().sub(lambda found: HIDDEN * len(found.group()), text)


@cache
def well_known_gates() -> tuple[str, ...]:
    """Return for each list a regex of which one letter pair stands in every text with a name of it."""
    return tuple("|".join(sorted({_rare_pair(name) for name in names})) for names in _lists())


def _rare_pair(name: str) -> str:
    """Return two letters of a name that hardly another word holds: 信長, not 織田; ポレ, not オン."""
    return name[1:3] if "ァ" <= name[-1] <= "ー" else name[-2:]


def _lists() -> list[list[str]]:
    lists: dict[str, str] = yaml.safe_load(well_known_text())
    return [names.split() for names in lists.values()]


@cache
def _regex() -> re.Pattern[str]:
    names = {name for names in _lists() for name in names}
    either = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(f"(?<![一-鿿ァ-ヺー]){_LED_TO}(?:{either})(?![ァ-ヺー]){_AS_A_PERSON}")
