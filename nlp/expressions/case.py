"""The common pattern: subject, particle or none, additions, predicate."""

import re
from collections.abc import Sequence

from nlp.expressions.checks import (
    EMPTY,
    ends_clause,
    is_asked,
    is_copula,
    is_hypothetical,
    is_modifier,
    is_postposition,
    is_predicative,
    says_nothing,
)
from nlp.expressions.expression import Found
from nlp.expressions.patterns import CASE_GROUPS, load_rules
from nlp.expressions.predicates import read_honorific, read_predicate
from nlp.expressions.readers import GIVING, express, read_honorific_noun, read_verbal
from nlp.expressions.word import Predicate
from nlp.tokens import Token

_WORDS = load_rules().words
_STATES = _WORDS["state_nouns"]
_MANNERS = _WORDS["manner_adjectives"]
_KEEP_ADVERB = frozenset({"成る", "過ぎる"})
_COMPLEMENTED = frozenset({"為る", "成る"})
_OWNER, _SUBJECT, _PARTICLE, _BETWEEN, _COMPLEMENT, _NOUN, _HEAD = range(1, len(CASE_GROUPS) + 1)
_DURING = frozenset("中後前時間内")
_MAY_MAKE_POSTPOSITION = frozenset("nt")
Spans = tuple[tuple[int, int], ...]


def read_case(tokens: Sequence[Token], match: "re.Match[str]") -> Found:
    """Read a match of a pattern with the groups `CASE_GROUPS`."""
    spans: Spans = match.regs
    start, head = spans[_SUBJECT][0], spans[_HEAD][0]
    particle = match[_PARTICLE]
    if "q" in particle:
        particle = _without_focus(tokens, spans[_PARTICLE][0], particle)
    case = particle[:1]
    token = tokens[head]
    if case == "?" or _is_manner(tokens, spans, case):
        return None, start + 1
    if not case and spans[_NOUN][0] < 0 and (head == spans[_SUBJECT][1] or token.tag == "J"):
        elsewhere = _read_bare(tokens, start, head)
        if elsewhere is not None:
            return elsewhere
    if token.tag == "J" and (case == "o" or not is_predicative(tokens, head) or is_asked(tokens, head + 1)):
        return _skip_adverb(tokens, spans, case)
    if (case in _MAY_MAKE_POSTPOSITION and is_postposition(token)) or is_copula(tokens, head):
        return None, head + 1
    return _read_statement(tokens, spans, case)


def _read_bare(tokens: Sequence[Token], start: int, head: int) -> Found | None:
    """Read what stands without a particle where its noun is the verb's: 返金してほしい, 連絡ください."""
    token = tokens[head]
    if token.tag in "DG":
        return read_verbal(tokens, start, head)
    if token.lemma in GIVING:
        return read_honorific_noun(tokens, start, head)
    return (None, start + 1) if token.tag == "J" else None


def _read_statement(tokens: Sequence[Token], spans: Spans, case: str) -> Found:
    """Read the predicate; no expression where it states nothing of the subject."""
    head = spans[_HEAD][0]
    token = tokens[head]
    predicate = _predicate_of(tokens, spans, case)
    end = predicate.end
    if end < len(tokens):
        if not case and not ends_clause(tokens, end):
            return None, spans[_SUBJECT][0] + 1
        if is_modifier(tokens, predicate, token):
            return None, head
    if predicate.text in EMPTY and says_nothing(predicate, case):
        return None, head
    if is_hypothetical(tokens, predicate, token):
        return None, end
    places = (spans[_OWNER][0], spans[_SUBJECT][0], head)
    return express(tokens, places, predicate, case, spans[_NOUN][0]), end


def _without_focus(tokens: Sequence[Token], first: int, particle: str) -> str:
    """Tags of the particle without など, だけ and the like; "?" for や and か, which only list."""
    words = {t.surface for t in tokens[first : first + len(particle)] if t.tag == "q"}
    if words & {"や", "か", "やら", "なり"}:
        return "?"
    if "まで" in words:
        return "u"
    return particle.replace("q", "") or ("q" if "しか" in words else "w")


def _is_manner(tokens: Sequence[Token], spans: Spans, case: str) -> bool:
    """Tell 普通に(使える), 購入|時に(届く), 期間|中に and 満車で: not what is spoken of."""
    if case in ("n", "d"):
        token = tokens[spans[_SUBJECT][0]]
        after = tokens[spans[_SUBJECT][1]]
        if token.tag == "J" or token.surface in _STATES or (after.tag == "S" and after.surface in _DURING):
            return True
    first, last = spans[_BETWEEN]
    if first < last:
        return any(t.surface in _STATES for t in tokens[first:last])
    return not case and spans[_COMPLEMENT][0] >= 0 and tokens[spans[_COMPLEMENT][0]].tag in "Z1"


def _skip_adverb(tokens: Sequence[Token], spans: Spans, particle: str) -> Found:
    """Read past 平気で in 箱を平気で渡された: its subject belongs to the verb behind it."""
    verb = spans[_HEAD][0] + 2
    if verb < len(tokens) and tokens[verb - 1].surface == "で" and tokens[verb].tag in "VD":
        predicate = read_predicate(tokens, verb)
        if not is_modifier(tokens, predicate, tokens[verb]):
            places = (spans[_OWNER][0], spans[_SUBJECT][0], spans[_HEAD][0])
            return express(tokens, places, predicate, particle, -1), predicate.end
    return None, verb - 1


def _predicate_of(tokens: Sequence[Token], spans: Spans, case: str) -> Predicate:
    """Read the predicate of a match with what belongs to it: 役に立つ, 無料になる, 早く届く."""
    head, noun = spans[_HEAD][0], spans[_NOUN][0]
    if noun >= 0:
        return _with_noun(tokens, spans[_SUBJECT][0], noun, head)
    if tokens[head].tag in "YV":
        special = _special(tokens, head, case)
        if special is not None:
            return special
    if spans[_COMPLEMENT][0] >= 0:
        return read_predicate(tokens, head, _complement(tokens, spans[_COMPLEMENT][0], head))
    before = tokens[head - 1]
    if before.tag == "P":  # 不|十分だ
        return read_predicate(tokens, head, before.surface)
    if before.surface == "しか" and spans[_BETWEEN][0] < head:
        return read_predicate(tokens, head, _scope(tokens, spans[_PARTICLE][1], head))
    return read_predicate(tokens, head)


def _special(tokens: Sequence[Token], head: int, case: str) -> Predicate | None:
    """Read 少なく|感じる, お願いします and 返事をください, whose first verb is not what they say."""
    token = tokens[head]
    if token.tag == "Y":
        after = tokens[head + 1] if head + 1 < len(tokens) else token
        states = after.tag == "V" and after.lemma not in _KEEP_ADVERB and token.lemma not in _MANNERS
        return Predicate(token.base, token.lemma == "無い", False, head + 1) if states else None
    if token.lemma == "願う" and tokens[head - 1].tag == "H":
        return _please(tokens, head)
    if case == "o" and token.lemma in GIVING:
        asked = read_honorific(tokens, head)
        return Predicate("ほしい", False, True, asked.end) if asked.wish else None
    return None


def _complement(tokens: Sequence[Token], first: int, head: int) -> str:
    """Give 無料に of 無料になる, 役に of 役に立つ, 写真と of 写真と違う; empty for a mere place."""
    lemma = tokens[head].lemma
    if tokens[head - 1].tag == "t":
        belongs = lemma in _WORDS["comparing"]
    else:
        belongs = lemma in _COMPLEMENTED or tokens[first].surface in _WORDS["idiom_nouns"]
    return "".join([t.surface for t in tokens[first:head]]) if belongs else ""


def _please(tokens: Sequence[Token], head: int) -> Predicate:
    """Read お|願い|し|ます and キャンセルでお願いします."""
    verb = head + 1 < len(tokens) and tokens[head + 1].tag in "DGV"
    end = read_predicate(tokens, head + verb).end
    how = tokens[head - 3 : head - 1] if head > 2 and tokens[head - 2].tag == "d" else []
    return Predicate("".join([t.surface for t in how]) + "お願いしたい", False, True, end)


def _with_noun(tokens: Sequence[Token], start: int, noun: int, head: int) -> Predicate:
    """Read ログイン|できない, 正しく|表示|されない, ご|対応|いただけない and お調べ|いただけない."""
    surface = tokens[noun].surface
    if tokens[head].lemma in GIVING:
        if surface[0] == "お" and len(surface) > 1:
            return read_honorific(tokens, head, surface[1:])
        read = read_honorific(tokens, head)
        return read._replace(text=surface + read.text)
    manner = tokens[noun - 1].surface if noun - 1 > start and tokens[noun - 1].tag == "Y" else ""
    read = read_predicate(tokens, head, manner + surface)
    return read._replace(wish=True) if surface in _WORDS["wishing_nouns"] else read


def _scope(tokens: Sequence[Token], least: int, head: int) -> str:
    """Give 一つしか of 一つしかない, without which it would say that there is none."""
    first = head - 1
    while first > least and tokens[first - 1].tag in "01NT":
        first -= 1
    return "".join([t.surface for t in tokens[first:head]])
