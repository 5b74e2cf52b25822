"""What a customer wants and what stands behind it (用件×背景): 解約したい × ページが見つからない, despite."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from nlp.expressions.expression import Expression, phrase
from nlp.expressions.find import locate_expressions, select_expressions, tags_of
from nlp.expressions.forms import polite_stem
from nlp.expressions.patterns import load_rules
from nlp.expressions.predicates import read_predicate
from nlp.expressions.word import Predicate
from nlp.tokens import Token

Link = Literal["despite", "because"]

_WORDS = load_rules().words
_ERRANDS = _WORDS["errands"]
# のに, ので, が/けど/から, ため, しようと
_LINKS = re.compile(r"zn|z[ad]|c|Z|[VD]tD")
_DESPITE = frozenset({"が", "けど", "けれど", "けれども", "けども", "ものの"})
_OPENERS: dict[str, Link] = {
    **dict.fromkeys(_WORDS["therefore"], "because"),
    **dict.fromkeys(_WORDS["however"], "despite"),
}
# without one of these lemmas nothing is wanted
_INTENT = _ERRANDS | {"たい", "欲しい", "下さる", "頂く", "貰う", "呉れる", "願う"}
_HEADS = frozenset("VAYJDG")
_LONGEST_PREDICATE = 9  # tokens
_SHORTEST = 3  # characters of a predicate that says something without a subject


class Relation(NamedTuple):
    """A purpose and its background.

    Attributes
    ----------
    purpose
        What the customer wants or does about it, in plain form: 解約したい, 返品する.
    background
        What is the matter: ページが見つからない.
    link
        despite: the background is in the way of the purpose; because: it is the reason for it.
    """

    purpose: str
    background: str
    link: Link


class _Clause(NamedTuple):
    text: str
    intent: bool


def find_relations(tokens: Sequence[Token], before: Sequence[Token] = ()) -> tuple[Relation, ...]:
    """Relations between the clauses of a sentence, and with the sentence `before` it.

    ``解約したいのにページが見つからない`` → Relation("解約したい", "ページが見つからない", "despite");
    ``つながりません。`` + ``なので解約します`` → Relation("解約する", "つながらない", "because")
    """
    return read_sentence(tokens, before)[1]


def read_sentence(
    tokens: Sequence[Token], before: Sequence[Token] = (), *, synonyms: Mapping[str, str] | None = None
) -> tuple[tuple[Expression, ...], tuple[Relation, ...]]:
    """Expressions and relations of a sentence at once, which is cheaper than one after the other."""
    tags = tags_of(tokens)
    located = locate_expressions(tokens, tags)
    expressions = select_expressions(located, synonyms)
    opener = _opener(tokens) if before else None
    if opener is None and not _LINKS.search(tags):
        return expressions, ()
    if (
        "tD" not in tags  # 解約しよう|と|した
        and _INTENT.isdisjoint([token.lemma for token in tokens])
        and (opener is None or _INTENT.isdisjoint([token.lemma for token in before]))
    ):
        return expressions, ()
    return expressions, _relations(tokens, before, tags, dict(located))


def _relations(
    tokens: Sequence[Token], before: Sequence[Token], tags: str, located: dict[int, Expression]
) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    if before and (opener := _opener(tokens)):
        link, start = opener
        left = _last_clause(before, len(before), dict(locate_expressions(before)))
        right = _last_clause(tokens, _end_of_clause(tokens, tags, start), located, start)
        _relate(left, right, link, found)
    for match in _LINKS.finditer(tags):
        _read_link(tokens, tags, match, located, found)
    return tuple(found)


def _opener(tokens: Sequence[Token]) -> tuple[Link, int] | None:
    """Read なので, でも and the like at the beginning: the link, and where the clause begins."""
    words = ""
    for place, token in enumerate(tokens[:3]):
        words += token.surface
        if words in _OPENERS:
            return _OPENERS[words], place + 1
    return None


def _read_link(
    tokens: Sequence[Token],
    tags: str,
    match: "re.Match[str]",
    located: dict[int, Expression],
    found: dict[Relation, None],
) -> None:
    start, end = match.span()
    if match.group()[1:] == "tD":
        left = _attempt(tokens, start, located)
        after = end
        while after < len(tags) and tags[after] in "ajmc":
            after += 1
        right = _last_clause(tokens, _end_of_clause(tokens, tags, after), located, after)
        return _relate(left, right, "despite", found)
    link = _link_of(tokens, start, end)
    if link is None:
        return None
    # the clause that must hold the wish is read first: mostly it holds none
    left = _last_clause(tokens, start, located) if link == "despite" else None
    if link == "despite" and (left is None or not left.intent):
        return None
    right = _last_clause(tokens, _end_of_clause(tokens, tags, end), located, end)
    if link == "because" and right is not None and right.intent:
        left = _last_clause(tokens, start, located)
    return _relate(left, right, link, found)


def _link_of(tokens: Sequence[Token], start: int, end: int) -> Link | None:
    word = "".join([token.surface for token in tokens[start:end]])
    if word in {"のに", "んに"} or word in _DESPITE:
        return "despite"
    if word in {"ので", "んで", "から"}:
        return "because"
    if tokens[start].lemma == "為" and end < len(tokens) and tokens[end].tag != "k":
        return "because"
    return None


def _relate(left: _Clause | None, right: _Clause | None, link: Link, found: dict[Relation, None]) -> None:
    if left is None or right is None:
        return
    if link == "because" and right.intent and not left.intent:
        found[Relation(right.text, left.text, link)] = None
    elif link == "despite" and left.intent and not right.intent:
        found[Relation(left.text, right.text, link)] = None


def _end_of_clause(tokens: Sequence[Token], tags: str, start: int) -> int:
    """Where the clause that begins at `start` ends: before the next link, or at the end."""
    for match in _LINKS.finditer(tags, start):
        if match.group()[1:] == "tD":
            continue
        if _link_of(tokens, *match.span()) is not None:
            return match.start()
    return len(tokens)


def _attempt(tokens: Sequence[Token], head: int, located: dict[int, Expression]) -> _Clause | None:
    """Read 解約|しよう|と|した as what was wanted: 解約したい."""
    verb = tokens[head]
    if not verb.form.startswith("意志"):
        return None
    wish = polite_stem(verb.base, verb.conjugation) + "たい"
    before = tokens[head - 1] if head else verb
    if verb.tag == "D":
        return _Clause(before.surface + wish, True) if before.tag in "NUX" else None
    expression = located.get(head)
    return _Clause(phrase(expression._replace(predicate=wish)) if expression else wish, True)


def _last_clause(
    tokens: Sequence[Token], end: int, located: dict[int, Expression], start: int = 0
) -> _Clause | None:
    """Read the clause whose predicate is the last before `end`."""
    while end > start and tokens[end - 1].tag in ".,lz":
        end -= 1
    best: tuple[int, Predicate] | None = None
    for head in range(end - 1, max(start, end - _LONGEST_PREDICATE) - 1, -1):
        if tokens[head].tag in _HEADS or head in located:
            read = read_predicate(tokens, head)
            asked = head in located and located[head].predicate.endswith("お願いしたい")
            if asked or read.end >= end or _only_closing(tokens, read.end, end):
                best = (head, read)
            elif best is not None:
                break
    if best is None:
        return _noun_clause(tokens, start, end)
    return _clause_at(tokens, best[0], best[1], located)


def _noun_clause(tokens: Sequence[Token], start: int, end: int) -> _Clause | None:
    """Read 満席|だった, which has no subject."""
    while end > start and tokens[end - 1].tag == "a":
        end -= 1
    if end >= len(tokens) or end <= start or tokens[end].tag != "a" or tokens[end - 1].tag not in "NUX":
        return None
    return _Clause(read_predicate(tokens, end - 1).text, False)


def _only_closing(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell の|です|が, ん|です|けど behind a predicate."""
    return all(token.tag in ".,lza" for token in tokens[start:end])


def _clause_at(
    tokens: Sequence[Token], head: int, read: Predicate, located: dict[int, Expression]
) -> _Clause | None:
    expression = located.get(head)
    noun = tokens[head - 1].surface if head else ""
    errand = (noun in _ERRANDS and tokens[head].tag == "D") or tokens[head].lemma in _ERRANDS
    happened = any(token.lemma == "た" for token in tokens[head : read.end])
    intent = read.wish or (errand and not read.negated and not happened)
    if expression is not None:
        return _Clause(phrase(expression), expression.wish or intent)
    if tokens[head].tag in "DG" and tokens[head - 1].tag in "NUX" and head:
        return _Clause(noun + read.text, intent)
    return _Clause(read.text, intent) if len(read.text) >= _SHORTEST else None
