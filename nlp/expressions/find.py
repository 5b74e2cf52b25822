"""Subject–predicate expressions of a sentence: 電話―つながらない, 返金―してほしい, 説明―わかりにくい."""

import re
from collections.abc import Callable, Mapping, Sequence

from nlp.expressions.case import read_case
from nlp.expressions.expression import Expression, Found
from nlp.expressions.patterns import load_rules
from nlp.expressions.readers import (
    read_honorific_noun,
    read_inverted,
    read_nominal,
    read_shortage,
    read_verbal,
)
from nlp.tokens import Token

_COMMON_PATTERNS = 2
Reader = Callable[[Sequence[Token], "re.Match[str]"], Found]


def find_expressions(
    tokens: Sequence[Token], *, synonyms: Mapping[str, str] | None = None
) -> tuple[Expression, ...]:
    """Expressions of one sentence in the order of their predicates, without repeats.

    `synonyms` gives the word that stands for variants of a subject or predicate.

    ``電話が全然つながりませんでした`` → Expression("電話", "つながらない", True, "が")
    """
    return select_expressions(locate_expressions(tokens), synonyms)


def select_expressions(
    located: Sequence[tuple[int, Expression]], synonyms: Mapping[str, str] | None
) -> tuple[Expression, ...]:
    """Drop the places and repeats; variants give way to their representatives."""
    if not located:
        return ()
    found = [item for _, item in located]
    if synonyms:
        found = [
            item._replace(
                subject=synonyms.get(item.subject, item.subject),
                predicate=synonyms.get(item.predicate, item.predicate),
            )
            for item in found
        ]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else (found[0],)


def locate_expressions(tokens: Sequence[Token], tags: str = "") -> list[tuple[int, Expression]]:
    """Expressions with the places of their predicates among `tokens`, in order; `tags` by `tags_of`."""
    tags = tags or tags_of(tokens)
    found: dict[int, Expression] = {}
    for cue, search, head_group, read in _ALL if _RARE_CUE(tags) else _COMMON:
        position = 0
        # a predicate belongs to the first pattern that takes it
        while cue(tags, position) and (match := search(tags, position)):
            start, head = match.start(), match.start(head_group)
            if head in found:
                position = start + 1
                continue
            expression, end = read(tokens, match)
            if expression is not None:
                found[head] = expression
            position = end if end > start else start + 1
    return sorted(found.items()) if len(found) > 1 else list(found.items())


def tags_of(tokens: Sequence[Token]) -> str:
    """Tags of a sentence, one letter a token; に behind an adjectival noun counts as a particle."""
    tags = "".join([token.tag for token in tokens])
    if "Ja" not in tags and "Fa" not in tags:
        return tags
    letters = list(tags)
    for place in range(1, len(letters)):
        if letters[place] == "a" and letters[place - 1] in "JF" and tokens[place].surface == "に":
            letters[place] = "n"
    return "".join(letters)


def _at_head(read: Callable[[Sequence[Token], int, int], Found]) -> Reader:
    return lambda tokens, match: read(tokens, match.start("subject"), match.start("head"))


_BY_NAME: dict[str, Reader] = {
    "case": read_case,
    "verbal": _at_head(read_verbal),
    "honorific": _at_head(read_honorific_noun),
    "nominal": read_nominal,
    "inverted": read_inverted,
    "shortage": read_shortage,
}
_ALL = tuple(
    (p.cue.search, p.regex.search, p.regex.groupindex["head"], _BY_NAME[p.reads])
    for p in load_rules().patterns
)
# patterns behind the common ones are looked for only where one of their cues is found
_COMMON = _ALL[:_COMMON_PATTERNS]
_RARE_CUE = re.compile(
    "|".join(f"(?:{p.cue.pattern})" for p in load_rules().patterns[_COMMON_PATTERNS:]), re.VERBOSE
).search
