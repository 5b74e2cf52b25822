"""Readers of the less common patterns, and the making of an expression."""

import re
from collections.abc import Sequence

from nlp.expressions.checks import is_asked, is_hypothetical, is_modifier, is_predicative
from nlp.expressions.expression import Expression, Found
from nlp.expressions.patterns import load_rules
from nlp.expressions.predicates import read_honorific, read_predicate
from nlp.expressions.subjects import CASES, choose_particle, modifier_of, subject_at
from nlp.expressions.word import Predicate
from nlp.tokens import Token

GIVING = frozenset({"呉れる", "下さる", "貰う", "頂く"})
_WORDS = load_rules().words
_QUANTITIES = _WORDS["quantities"]


def express(
    tokens: Sequence[Token], places: tuple[int, int, int], predicate: Predicate, particle: str, noun: int = -1
) -> Expression | None:
    """Make the expression of a subject and a predicate; None where the subject says nothing.

    Parameters
    ----------
    places
        Of owner (−1 for none), subject and head.
    particle
        Tags of the particles as spoken.
    noun
        Place of the verbal noun before する or できる, −1 for none.
    """
    owner, start, head = places
    subject = subject_at(tokens, start)
    if not subject:
        return None
    text = predicate.text
    modifier = ""
    if tokens[start].tag != "Z" and (tokens[head].lemma in _QUANTITIES or text in {"する", "される"}):
        modifier = modifier_of(tokens, owner if owner >= 0 else start)
    joined = CASES.get(particle[:1]) or choose_particle(predicate, tokens, head, noun, subject)
    if text in {"ほしい", "欲しい"}:
        joined = "が"
    owned = subject_at(tokens, owner) if owner >= 0 else ""
    return Expression(subject, text, predicate.negated, joined, owned, predicate.wish, modifier)


def read_verbal(tokens: Sequence[Token], start: int, head: int) -> Found:
    """Read 返金|してほしい and 確認|できない, whose subject is the noun of the verb."""
    predicate = read_predicate(tokens, head)
    subject = subject_at(tokens, start)
    if predicate.text == "する" and subject not in _WORDS["errands"]:
        return None, head
    if not subject or is_modifier(tokens, predicate, tokens[head]):
        return (None, head)
    return Expression(subject, predicate.text, predicate.negated, "", "", predicate.wish), predicate.end


def read_honorific_noun(tokens: Sequence[Token], start: int, head: int) -> Found:
    """Read ご|連絡|ください as 連絡してほしい."""
    surface = tokens[start].surface
    if tokens[head].lemma not in GIVING or surface[0] == "お" or not subject_at(tokens, start):
        return (None, head)
    predicate = read_honorific(tokens, head)
    if is_modifier(tokens, predicate, tokens[head]):
        return (None, head)
    return Expression(surface, predicate.text, predicate.negated, "", "", predicate.wish), predicate.end


def read_nominal(tokens: Sequence[Token], match: "re.Match[str]") -> Found:
    """Read 駐車場が|満車だ, システムが|ダウン and 返金を|希望."""
    head, particle = match.start("head"), match["particle"]
    token = tokens[head]
    predicate = _nominal_predicate(tokens, head, particle)
    if (
        predicate is None
        or is_asked(tokens, head + 1)
        or token.surface in _WORDS["empty_subjects"]
        or is_hypothetical(tokens, predicate, token)
        or is_modifier(tokens, predicate, token)
    ):
        return (None, head)
    places = (match.start("owner"), match.start("subject"), head)
    return express(tokens, places, predicate, particle), predicate.end


def _nominal_predicate(tokens: Sequence[Token], head: int, particle: str) -> Predicate | None:
    prefix = ""
    if head + 1 < len(tokens) and tokens[head + 1].tag == "S":  # 工事|中
        prefix, head = tokens[head].surface, head + 1
    token = tokens[head]
    predicate = read_predicate(tokens, head, prefix)
    wishing = token.surface in _WORDS["wishing_nouns"]
    if particle == "o" and not wishing:
        return None
    after = tokens[head + 1] if head + 1 < len(tokens) else None
    if after is not None and after.surface in {"のみ", "だけ"}:
        return Predicate(token.surface + after.surface + "だ", False, False, head + 2)
    if after is not None and after.tag == "d":
        return predicate if predicate.negated or token.surface in _WORDS["state_nouns"] else None
    if not is_predicative(tokens, head):
        return None
    if wishing:
        return predicate._replace(text=token.surface + "する", wish=True)
    state = token.surface in _WORDS["state_verbal_nouns"] or token.surface[0] in "不未無"
    if token.tag == "U" and predicate.end == head + 1 and particle == "g" and not state:
        return predicate._replace(text=token.surface + "している")
    return predicate


def read_shortage(tokens: Sequence[Token], match: "re.Match[str]") -> Found:
    """Read 駐車場の|不足 and (店員の)|説明不足."""
    start, head = match.start("subject"), match.start("head")
    last = tokens[head if match["head"] else start].surface
    short = last.removesuffix("不足")
    if short == last or (not short and not match["head"]):
        return (None, len(tokens))
    named = tokens[start].surface if match["head"] else ""
    subject, owner = (short, named) if short else (named, "")
    return Expression(subject, "不足している", False, "が", owner), len(tokens)


def read_inverted(tokens: Sequence[Token], match: "re.Match[str]") -> Found:
    """Read つながらない|電話。 as 電話がつながらない."""
    start, head = match.start("subject"), match.start("head")
    nothing = (None, len(tokens))
    subject = subject_at(tokens, start)
    if not any(character > "ゖ" for character in subject):
        return nothing  # 知らん|ぷり
    if head and tokens[head - 1].tag in "VABSJYa":
        return nothing  # 高|過ぎ|ない|値段
    predicate = read_predicate(tokens, head)
    told = (
        predicate.negated or tokens[head].tag in "AJ" or predicate.text[-3:] in {"すぎる", "にくい", "づらい"}
    )
    if predicate.end != start - (tokens[start - 1].surface == "な") or not told or predicate.wish:
        return nothing
    particle = choose_particle(predicate, tokens, head, -1, subject)
    return Expression(subject, predicate.text, predicate.negated, particle), len(tokens)
