"""Compound nouns joined by rules over their tokens."""

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.tokens.kin import kin_of
from nlp.tokens.token import Token

_NOUN = "[NCR]"
# what may stand only before a noun needs one behind it: 有効|期限, 即日|発送, 待ち|時間
_HEAD = rf"(?:P*{_NOUN}|P+J|J(?=[NCRSte])|h(?=[NCRSP])|(?<!p)[VW](?=[NCSt]))"
# ends that begin nothing: 電池|切れ, 配達|日, 比較|的
_MORE = rf"(?:{_NOUN}|[St]|J(?=[NCRSte])|P(?={_NOUN})|W(?![aVvW]))*+e?"
# a counter begins no chain (3|回|電話), but 3|点|セット and 10GB|プラン are one
_COMPOUND = re.compile(rf"(?<!,)(?:0+[^0pavV]|A)C{_MORE}|(?P<amount>0+.)|H?{_HEAD}{_MORE}")
# what two tokens of a compound have at least; half of all sentences have none
_MAY_JOIN = re.compile("[0ANCRPJhVWH](?:(?<=0)|[NCRPJSteWhV])")
_MAX_PARTS = 5
_REMEMBERED = 20_000  # compounds; names and numbers would otherwise grow the table without bound
_BROKEN = re.compile("[ァ-ヶーA-Za-z]+")  # what dictionaries cut apart for no reason: ログ|イン
COMPOUND = "複合"  # stands in `form` of a joined token


def join_compounds(tokens: list[Token], sentence: str = "") -> list[Token]:
    """Join noun chains: 配送+状況, ログ+イン, 再+ログ+イン, 待ち+時間, 電池+切れ, 3+点+セット.

    Parameters
    ----------
    tokens
        Of `Tokenizer.split`.
    sentence
        Their text; without it, chains are joined over blanks.
    """
    joints = "".join([token.joint for token in tokens])
    first = _MAY_JOIN.search(joints)
    if first is None:
        return tokens
    blanks = _behind_blanks(tokens, sentence) if " " in sentence else ()
    joined: list[Token] = []
    position = 0
    for match in _COMPOUND.finditer(joints, first.start()):
        span = start, end = match.span()
        if end - start < 2 or match.lastgroup:
            continue
        whole = not blanks and end - start <= _MAX_PARTS and joints[start] != "H"
        for a, b in (span,) if whole else _spans(tokens, start, end, blanks):
            joined += tokens[position:a]
            joined.append(_COMPOUNDS[tuple(tokens[a:b])])
            position = b
    if not position:
        return tokens
    joined += tokens[position:]
    return joined


def _behind_blanks(tokens: Sequence[Token], sentence: str) -> Sequence[int]:
    """Places of the tokens that have a blank before them."""
    places = []
    position = 0
    for place, token in enumerate(tokens):
        start = sentence.find(token.surface, position)
        if start > position:
            places.append(place)
        position = max(start, position) + len(token.surface)
    return places


def _spans(tokens: Sequence[Token], start: int, end: int, blanks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Spans of a chain that are one word each, two tokens or more."""
    cuts = blanks[bisect(blanks, start) : bisect_left(blanks, end)]
    for first, last in pairwise([start, *cuts, end]):
        if last - first > _MAX_PARTS:
            yield from _broken_words(tokens, first, last)
        elif last - first > 1 and (
            tokens[first].joint != "H" or last - first > 2 or _is_polite_word(tokens[first + 1])
        ):
            yield first, last


def _broken_words(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Mend only what was cut within katakana or Latin letters, in a chain too long to be one word."""
    first = start
    for place in range(start, end + 1):
        if place < end and _BROKEN.fullmatch(tokens[place].surface):
            continue
        if place - first > 1:
            yield first, place
        first = place + 1


def _is_polite_word(token: Token) -> bool:
    """Tell お金 and お届け日, which are words of their own, from ご連絡."""
    return len(token.surface) == 1 or any("ぁ" <= char <= "ん" for char in token.surface)


class _Compounds(dict[tuple[Token, ...], Token]):
    """Parts → the compound of them."""

    def __missing__(self, parts: tuple[Token, ...]) -> Token:
        if len(self) >= _REMEMBERED:
            self.clear()
        token = self[parts] = _compound(parts)
        return token


_COMPOUNDS = _Compounds()


def _compound(parts: Sequence[Token]) -> Token:
    surface = "".join([p.surface for p in parts])
    polite = parts[0].joint == "H"
    if surface.isascii():
        lemma = surface.lower()
    elif polite and len(parts) == 2:
        lemma = surface
    else:
        # verbs as written: 待ち時間, not 待つ時間
        lemma = "".join([p.surface if p.tag == "V" else p.lemma for p in parts[polite:]])
    last = parts[-1].tag
    tag = last if last in "UX" else "N"
    reading = "".join([p.reading for p in parts])
    return Token(
        surface, lemma, "名詞", "普通名詞", reading, surface, "", COMPOUND, tag, "N", kin_of(tag, surface)
    )
