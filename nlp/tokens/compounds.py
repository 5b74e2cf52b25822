"""Compound nouns joined by rules over tags."""

import re
from collections.abc import Sequence

from nlp.tokens.token import Token

# an adjectival noun only before a suffix (安全性); see _may_begin for お and verbs
_COMPOUND = re.compile(r"P*(?:[NUEX]|J(?=S))(?:[NUEX]|S|J(?=[SNU]))+|P+[NUEXJ]S*|H[NU]|V[NUS]+")
_MAX_PARTS = 5
_NOT_AFTER_VERB = frozenset(["次第", "後", "様", "分", "気味", "放題", "勝ち", "致し", "願い"])
COMPOUND = "複合"  # stands in `form` of a joined token


def join_compounds(tokens: list[Token]) -> list[Token]:
    """Join noun chains by their tags: 配送+状況, ログ+イン, 再+ログ+イン, Wi+-+Fi are one token each."""
    tags = "".join([token.tag for token in tokens])
    joined: list[Token] = []
    position = 0
    for match in _COMPOUND.finditer(tags):
        start, end = match.span()
        if end - start > _MAX_PARTS or not _may_begin(tokens[start], tokens[start + 1]):
            continue
        joined += tokens[position:start]
        joined.append(_compound(tokens[start:end]))
        position = end
    if not position:
        return tokens
    joined += tokens[position:]
    return joined


def _may_begin(first: Token, second: Token) -> bool:
    """Tell whether お joins (お金, お届け), or a verb, which does so like a noun (待ち時間, 使い方)."""
    if first.tag == "H":
        return len(second.surface) == 1 or "ぁ" <= second.surface[-1] <= "ん"
    return first.tag != "V" or (
        first.pos2 == "一般"
        and first.form == "連用形-一般"
        and len(first.surface) > 1
        and second.lemma not in _NOT_AFTER_VERB
    )


def _compound(parts: Sequence[Token]) -> Token:
    surface = "".join([p.surface for p in parts])
    lemma = surface.lower() if surface.isascii() else "".join([p.lemma for p in parts[:-1]]) + parts[-1].lemma
    if parts[0].tag == "H":
        lemma = surface
    last = parts[-1].tag
    tag = last if last in "UX" else "N"
    reading = "".join([p.reading for p in parts])
    return Token(surface, lemma, "名詞", "普通名詞", reading, surface, "", COMPOUND, tag)
