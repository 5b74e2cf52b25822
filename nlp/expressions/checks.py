"""Whether a predicate states something of its subject: not in a condition or a relative clause."""

from collections.abc import Sequence

from nlp.expressions.patterns import load_rules
from nlp.expressions.word import Predicate
from nlp.tokens import Token

_WORDS = load_rules().words
EMPTY = _WORDS["empty_predicates"]
_POSTPOSITIONS = _WORDS["postpositions"]
_BEING = frozenset({"無い", "有る"})
# predicates that say nothing alone, but do after these particles
_SAY_AFTER = {
    "ある": "gm",
    "ほしい": "gow",
    "欲しい": "gow",
    "ない": "gwmq",
    "無い": "gwmq",
    "いい": "g",
    "良い": "gw",
    "よい": "g",
    "来る": "g",
    "くる": "g",
    "もらう": "o",
    "なる": "n",
    "する": "g",
}
_NOUNS = frozenset("NUEXMRTP")


def says_nothing(predicate: Predicate, case: str) -> bool:
    """Tell an empty predicate (思う, 言う, 店にある) from one that says something after its particle."""
    return not case or case not in _SAY_AFTER.get(predicate.text, "")


def is_postposition(token: Token) -> bool:
    """Tell について, により, に対して, と比べて and the like from a predicate behind に or と."""
    return token.lemma in _POSTPOSITIONS or token.surface in {"つい", "つき", "とっ"}


def is_copula(tokens: Sequence[Token], head: int) -> bool:
    """Tell ない of 無料ではない, which belongs to the noun, from that of 在庫がない."""
    if tokens[head].lemma not in _BEING or head < 2:
        return False
    place = head - 1 - (tokens[head - 1].tag in "wm")
    return place > 0 and tokens[place].surface in {"で", "じゃ"} and tokens[place].tag in "da"


def is_predicative(tokens: Sequence[Token], head: int) -> bool:
    """Tell a noun that ends a clause (面倒です), not one before な or に."""
    if head + 1 >= len(tokens):
        return True
    after = tokens[head + 1]
    return (
        after.tag in ".,cl"
        or (after.tag == "a" and after.surface not in {"な", "に"})
        or after.surface in {"で", "じゃ"}
    )


def is_asked(tokens: Sequence[Token], position: int) -> bool:
    """Tell 返品は可能|ですか: a question says nothing of its noun."""
    following = [token.surface for token in tokens[position : position + 3]]
    return "か" in following or "？" in following


def ends_clause(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether a clause may end before ``tokens[end]``, as it must where the particle is left out."""
    return end >= len(tokens) or tokens[end].tag in ".,clzjxf"


def is_modifier(tokens: Sequence[Token], predicate: Predicate, head: Token) -> bool:
    """Tell whether the verb describes the noun behind it: 注文した商品; not in a sentence that ends there."""
    end = predicate.end
    if end >= len(tokens) or predicate.wish or tokens[end - 1].tag == "Y":
        return False
    after = tokens[end]
    if after.surface == "な" and end + 1 < len(tokens):
        end += 1
        after = tokens[end]
    if after.tag not in _NOUNS or after.lemma in {"割り", "割", "為"}:
        return after.tag == "Z" and after.surface != "ほう" and after.lemma in {"物", "者", "人", "方"}
    if not (predicate.negated or head.tag in "AJ"):
        return True
    return any(token.tag != "." for token in tokens[end + 1 :])


def is_hypothetical(tokens: Sequence[Token], predicate: Predicate, head: Token) -> bool:
    """Tell 在庫がなければ from 在庫がない; たら and と behind a verb tell what happened."""
    if predicate.wish:
        return False
    last = tokens[predicate.end - 1]
    if predicate.end == len(tokens) and last.form[:3] != "仮定形":
        return False
    after = tokens[predicate.end] if predicate.end < len(tokens) else None
    if last.surface == "なら" or (after is not None and after.surface in {"ば", "なら", "まで", "前"}):
        return True
    if not last.form.startswith("仮定形") and (after is None or after.surface != "と" or after.tag != "c"):
        return False
    return predicate.negated or head.tag not in "VDG" or head.lemma == "有る"
