"""Predicates that a name can end in: of clauses, of questions without copula, of favours and hopes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlp.expressions.predicates import Predicate, read_honorific, read_predicate
from nlp.expressions.requests import GIVE
from nlp.tokens import Token

_HOPES = frozenset(["希望", "所望", "理想", "ベスト"])


class Head(NamedTuple):
    """A predicate, where its first word stands (お of お願い), and whether it is a noun without copula."""

    predicate: Predicate
    start: int
    noun: bool = False


def read_head(tokens: Sequence[Token], head: int) -> Head | None:
    """Read the predicate that begins at `head`; None where none of a name does."""
    token = tokens[head]
    if token.lemma == "願う" or token.surface in {"願い", "御願い"}:
        return _read_asking(tokens, head)
    if token.lemma in GIVE:
        return _read_giving(tokens, head)
    if token.tag in "NUEXRTJS1" and is_asked(tokens, head + 1):  # 送料はいくらですか
        return _read_asked_noun(tokens, head)
    if token.surface in _HOPES:
        return _read_hope(tokens, head)
    if not _may_head(tokens, head):
        return None
    read = read_predicate(tokens, head)
    after = tokens[read.end].tag if read.end < len(tokens) else ""
    if after in ("N", "U", "E", "X", "M", "R", "T", "P", "H", "Z", "k") and not read.wish:
        return None
    return Head(read, head)


def _read_asked_noun(tokens: Sequence[Token], head: int) -> Head | None:
    """Read いくら, 和食 and 何|度 before ですか."""
    start = head
    while start and tokens[start].tag in "1S" and tokens[start - 1].tag in "NUXER01":
        start -= 1
    text = text_of(tokens[start : head + 1])
    if start == head and re.fullmatch("[ぁ-ん]", text):
        return None
    return Head(Predicate(text, False, False, head + 1), start, noun=True)


def _may_head(tokens: Sequence[Token], head: int) -> bool:
    token = tokens[head]
    tail = text_of(tokens[head + 1 : head + 6])
    if token.tag == "J":
        if text_of(tokens[max(head - 2, 0) : head]) == "のご":  # 届いたとのご不満
            return False
        return bool(re.match(r"(?:です|でし|だっ|だ(?![と])|で(?!も)|じゃ|。|$)", tail))
    if tail[:1] == "さ" and token.tag == "A":  # 広|さ is a noun
        return False
    before = tokens[head - 1] if head else token
    if token.lemma in {"有る", "無い"} and before.tag == "a" and before.form.startswith("連用形"):
        return False  # 使いたく|ありません
    return token.tag in "VADG" or (token.tag == "Y" and bool(re.match(r"(?:て|、|,|。|$)", tail)))


def _read_asking(tokens: Sequence[Token], head: int) -> Head | None:
    """Read お|願い|し|ます as お願いしたい; what was asked for before (お願いした) is no wish."""
    end = head + 1
    while end < len(tokens) and (tokens[end].tag in "aDGVjY" or tokens[end].surface == "を"):
        end += 1
    if any(token.lemma == "た" for token in tokens[head:end]):
        return None
    start = head - 1 if head and tokens[head - 1].tag == "H" else head
    return Head(Predicate("お願いしたい", False, True, end), start)


def _read_giving(tokens: Sequence[Token], head: int) -> Head | None:
    """Read 袋|を|ください as ほしい and ご|用意|いただけますか as 用意してほしい."""
    if head > 1 and tokens[head - 2].tag == "H" and tokens[head - 1].tag in "NU":
        read = read_honorific(tokens, head)
        text = tokens[head - 1].surface + read.text
        return Head(Predicate(text, read.negated, read.wish, read.end), head - 2)
    if head and tokens[head - 1].tag == "o" and tokens[head].form == "命令形":
        return Head(Predicate("ほしい", False, True, head + 1), head)
    return None


def _read_hope(tokens: Sequence[Token], head: int) -> Head | None:
    """Read 和食|が|希望 as いい, 変更|を|希望 as お願いしたい."""
    if head < 2 or tokens[head - 1].tag not in "go" or tokens[head - 2].tag not in "NUXEZTS":
        return None
    errand = tokens[head - 2].tag == "U"
    end = head + 1
    while end < len(tokens) and tokens[end].tag in "aD":
        end += 1
    if end < len(tokens) and tokens[end].tag in "NUXEZk":
        return None
    return Head(Predicate("お願いしたい" if errand else "いい", False, True, end), head)


def is_asked(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether か or a question mark follows: (ある)|の|でしょう|か, not かも or からか."""
    following = list(tokens[end : end + 4])
    while following and following[0].surface in {"の", "ん", "でしょう", "です", "だろう", "かな"}:
        following.pop(0)
    if not following or following[0].surface not in {"か", "?", "？"}:
        return False
    return len(following) < 2 or following[1].surface not in {"も", "しら"}


def text_of(tokens: Sequence[Token]) -> str:
    """Join the surfaces of tokens."""
    return "".join([token.surface for token in tokens])
