"""Subjects of expressions: the noun as a reader expects it, what describes it, and the particle behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.expressions.patterns import load_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.expressions.word import Predicate
    from nlp.tokens import Token

_WORDS = load_rules().words
_EMPTY = _WORDS["empty_subjects"]
_GOALS = _WORDS["goal_verbs"]
_TIMES = _WORDS["time_nouns"]
CASES = {
    "g": "が",
    "o": "を",
    "n": "に",
    "e": "に",
    "d": "で",
    "f": "から",
    "u": "まで",
    "t": "と",
    "y": "より",
    "q": "しか",
}
_SUFFERED = frozenset({"れる", "られる"})
_E_ROW = frozenset("えけげせてねべめれ")
_MAX_MODIFIER = 10  # characters
_MODIFYING = frozenset("VAaBjDGYJ")


def subject_at(tokens: Sequence[Token], start: int) -> str:
    """Give the subject whose last noun is ``tokens[start]``, with 大 of 大容量; empty if it says nothing."""
    token = tokens[start]
    surface = token.surface
    if token.tag == "Z":  # 違う|もの
        described = modifier_of(tokens, start) if token.lemma == "物" else ""
        return described + surface if described else ""
    if surface in _EMPTY:
        return ""
    if start + 1 < len(tokens) and tokens[start + 1].tag == "S":  # 食事|処
        surface += tokens[start + 1].surface
    if start and tokens[start - 1].tag in "xH":
        before = tokens[start - 1]
        if before.pos == "接頭辞" and (before.tag == "x" or surface in _WORDS["keeps_honorific"]):
            return before.surface + surface
    return surface


def modifier_of(tokens: Sequence[Token], start: int) -> str:
    """Give the clause right before a noun: 閉まっている of 閉まっている|店が多い; empty when none or long."""
    place = start
    while place and tokens[place - 1].tag in _MODIFYING:
        place -= 1
    if place == start or not tokens[start - 1].form.startswith(("連体形", "終止形")):
        return ""
    if tokens[place].tag in "aj":
        return ""
    if tokens[place].tag == "D" or (tokens[place].tag == "G" and place):
        place -= place > 0 and tokens[place - 1].tag in "NUEX"
    text = "".join([token.surface for token in tokens[place:start]])
    return text if len(text) <= _MAX_MODIFIER and "ます" not in text and "です" not in text else ""


def choose_particle(predicate: Predicate, tokens: Sequence[Token], head: int, noun: int, subject: str) -> str:
    """Particle for the phrase where は, も or none was spoken: が, を or に by what the predicate takes.

    Parameters
    ----------
    noun
        Place of the verbal noun before する or できる, −1 for none.
    subject
        The noun; one of time takes に.
    """
    token = tokens[head]
    if head + 1 < len(tokens) and tokens[head + 1].lemma in _SUFFERED:
        return "が"
    if subject in _TIMES or token.lemma in _GOALS:
        return "に"
    return "を" if _takes_object(predicate, token, tokens[noun].surface if noun >= 0 else "") else "が"


def _takes_object(predicate: Predicate, head: Token, noun: str) -> bool:
    text = predicate.text
    if text == "ほしい" or head.tag in "AJGNUX":
        return False
    if head.tag == "D":
        return noun not in _WORDS["intransitive_nouns"]
    if head.tag == "Y":
        return predicate.wish and not text.endswith(("なってほしい", "といい"))
    if text.endswith("お願いしたい"):
        return True
    if head.base[-2:-1] in _E_ROW and not head.lemma.endswith("る"):
        return False  # 読める of 読む takes が
    if predicate.wish and not text.endswith("といい"):
        return head.lemma not in _WORDS["intransitive_wishes"]
    return head.lemma in _WORDS["transitive"]
