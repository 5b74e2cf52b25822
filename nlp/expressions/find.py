"""Subject–predicate expressions of a sentence: 電話―つながらない, 返金―してほしい, 説明―わかりにくい."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.expressions.predicates import Predicate, read_predicate
from nlp.tokens import Token

# Pattern over tags (nlp/tags.py): [owner の] subject, particle, short additions, predicate.
# Additions are adverbs and places (全然, スマホに, 途中で); the nearest subject wins.
_PATTERN = re.compile(
    r"(?:(?P<owner>[NUEX])k)?(?<!0)(?P<subject>[NUEXJ])s?(?P<particle>q?[gonwmedfuty]{0,2}q?)"
    r"(?P<between>(?:[F,TLI]|[H]|Jn|Y(?=[NUXF,0])|0[N1]?[mq]?|[NUXR01ZT]s?[ndfe]w?)*)"
    r"(?P<noun>[NUX](?=o?w?m?[DG]))?o?w?m?(?P<head>[VAJGD]|Y(?![NUXF,0]))"
)
# of a sahen noun alone the noun is the subject: 返金|してほしい
_VERBAL = re.compile(r"(?P<subject>[NUX])[owmg]?(?P<head>[DG])")

_EMPTY_PREDICATES = frozenset(
    [
        "思う",
        "言う",
        "いう",
        "ある",
        "いる",
        "なる",
        "する",
        "できる",
        "申す",
        "存ずる",
        "感じる",
        "考える",
        "行く",
        "来る",
        "くる",
        "聞く",
        "見る",
        "伺う",
        "いただく",
        "もらう",
        "くださる",
        "願う",
        "ございる",
        "ござる",
        "よい",
        "いい",
        "良い",
        "している",
        "なっている",
        "思っている",
        "ほしい",
        "欲しい",
        "ない",
    ]
)
_KEPT_EMPTY_AFTER = {
    "ある": "g",
    "ない": "gwm",
    "できる": "",
    "なる": "n",
    "いい": "",
    "良い": "gw",
    "よい": "g",
    "来る": "g",
    "くる": "g",
    "ほしい": "go",
    "欲しい": "go",
}
_PARTICLE_TEXT = {
    "g": "が",
    "o": "を",
    "n": "に",
    "e": "に",
    "d": "で",
    "f": "から",
    "u": "まで",
    "t": "と",
    "y": "より",
}
_IDIOM_NOUNS = frozenset(["役", "気", "間", "手", "目", "頭", "耳", "身", "口", "苦", "ため", "無駄", "理由"])
_POSTPOSITIONS = frozenset(["因る", "対する", "関する", "於く", "沿う", "応ずる", "伴う"])
_MAX_OWNER = 12


@dataclass(frozen=True, slots=True)
class Expression:
    """One thing that is said about a subject.

    Attributes
    ----------
    subject, predicate
        A noun as written and the predicate in plain form.
    negated
        True when `predicate` is a negative form as spoken.
    particle
        What joins the two in `phrase`; empty where the noun is part of the predicate (返金してほしい).
    owner
        The noun before の, e.g. 定期便 of 定期便の解約ページ; may be empty.
    wish
        Whether it states what the speaker wants.
    """

    subject: str
    predicate: str
    negated: bool
    particle: str = "が"
    owner: str = ""
    wish: bool = False


def phrase(expression: Expression) -> str:
    """Short plain phrase: ``Expression("電話", "つながらない", True)`` → ``電話がつながらない``."""
    owner = expression.owner
    whole = (
        f"{owner}の{expression.subject}"
        if owner and len(owner + expression.subject) < _MAX_OWNER
        else expression.subject
    )
    return f"{whole}{expression.particle}{expression.predicate}"


def find_expressions(
    tokens: Sequence[Token], *, synonyms: Mapping[str, str] | None = None
) -> tuple[Expression, ...]:
    """Expressions of one sentence in the order of their predicates, without repeats.

    ``電話が全然つながりませんでした`` → Expression("電話", "つながらない", True, "が")
    """
    tags = "".join([token.tag for token in tokens])
    found: dict[int, Expression] = {}
    position = 0
    while match := _PATTERN.search(tags, position):
        expression, end = _read(tokens, match)
        if expression is not None:
            found[match.start("head")] = expression
        position = max(end, match.start("subject") + 1)
    for match in _VERBAL.finditer(tags):
        if match.start("head") not in found:
            expression, _ = _read_verbal(tokens, match)
            if expression is not None:
                found[match.start("head")] = expression
    if not found:
        return ()
    unique = dict.fromkeys([found[key] for key in sorted(found)]) if len(found) > 1 else found.values()
    if synonyms:
        return tuple(dict.fromkeys(replace(e, subject=synonyms.get(e.subject, e.subject)) for e in unique))
    return tuple(unique)


def _read(tokens: Sequence[Token], match: "re.Match[str]") -> tuple[Expression | None, int]:
    """Expression of one match and where the search goes on."""
    start, head = match.start("subject"), match.start("head")
    particle = match.group("particle").replace("q", "")
    if (
        not particle
        and not match.group("between")
        and tokens[head].tag in "DG"
        and match.group("noun") is None
    ):
        return _read_verbal(tokens, match)
    if not particle and match.group("noun") is None and tokens[head].tag == "J":
        return None, start + 1
    noun = match.group("noun")
    prefix = tokens[match.start("noun")].surface if noun else _idiom(tokens, start + 1, head)
    if _is_postposition(tokens, head, particle):
        return None, head + 1
    if tokens[head].tag == "J" and not _is_predicative(tokens, head):
        return None, head + 1
    predicate = read_predicate(tokens, head, prefix)
    if not particle and not _ends_clause(tokens, predicate.end):
        return None, start + 1
    if _is_modifier(tokens, predicate) or _says_nothing(predicate, particle):
        return None, head
    owner = tokens[match.start("owner")].surface if match.group("owner") else ""
    subject = tokens[start].surface
    joined = _particle(particle, predicate)
    return Expression(
        subject, predicate.text, predicate.negated, joined, owner, predicate.wish
    ), predicate.end


def _read_verbal(tokens: Sequence[Token], match: "re.Match[str]") -> tuple[Expression | None, int]:
    start, head = match.start("subject"), match.start("head")
    predicate = read_predicate(tokens, head)
    if predicate.text == "する":
        return None, head
    if _is_modifier(tokens, predicate):
        return None, head
    return Expression(
        tokens[start].surface, predicate.text, predicate.negated, "", "", predicate.wish
    ), predicate.end


def _idiom(tokens: Sequence[Token], after: int, head: int) -> str:
    """Give what belongs to the verb in 役に立つ, 気に入る, 間に合う; empty elsewhere."""
    if head - 2 > after and tokens[head - 1].tag == "n" and tokens[head - 2].surface in _IDIOM_NOUNS:
        return tokens[head - 2].surface + tokens[head - 1].surface
    return ""


def _is_postposition(tokens: Sequence[Token], head: int, particle: str) -> bool:
    """Tell について, により, に対して and the like from a predicate."""
    token = tokens[head]
    return particle[:1] == "n" and (
        token.lemma in _POSTPOSITIONS or token.surface in {"つい", "つき", "とっ"}
    )


def _is_predicative(tokens: Sequence[Token], head: int) -> bool:
    """Tell an adjectival noun that ends a clause (面倒です), not one before な or に."""
    if head + 1 >= len(tokens):
        return True
    after = tokens[head + 1]
    return (
        after.tag in ".,cl"
        or (after.tag == "a" and after.surface not in {"な", "に"})
        or after.surface in {"で", "じゃ"}
    )


def _ends_clause(tokens: Sequence[Token], end: int) -> bool:
    return end >= len(tokens) or tokens[end].tag in ".,clzjx"


def _is_modifier(tokens: Sequence[Token], predicate: Predicate) -> bool:
    """Tell whether the verb describes the noun behind it: 注文した商品."""
    return predicate.end < len(tokens) and tokens[predicate.end].tag in "NUEXMRTP" and not predicate.wish


def _says_nothing(predicate: Predicate, particle: str) -> bool:
    if predicate.text not in _EMPTY_PREDICATES:
        return False
    allowed = _KEPT_EMPTY_AFTER.get(predicate.text)
    return allowed is None or not (particle and particle[0] in allowed)


def _particle(particle: str, predicate: Predicate) -> str:
    """Particle for the phrase: は and も give way to が or を, double ones to their case."""
    if particle and particle[0] in _PARTICLE_TEXT:
        return _PARTICLE_TEXT[particle[0]]
    return "を" if predicate.wish or predicate.text.endswith("する") else "が"
