"""Endings of predicates: しかない, なければならない, といい and the others of patterns.yaml."""

from collections.abc import Sequence

from nlp.expressions.forms import ADJECTIVE, FIXED, past, te_form
from nlp.expressions.patterns import Ending, load_rules
from nlp.expressions.word import NEGATIONS, Word
from nlp.tokens import Token

# characters that an ending may begin with
TAIL_FIRST = frozenset("とばてでわ訳しだま儘こ事た方ほべそよさなちは、。を駄ダい行")
_RULES = load_rules()
_TAIL_TOKENS = 9


def take_ending(tokens: Sequence[Token], start: int, position: int, word: Word) -> int:
    """Read しかない, なければならない, といい and the like behind the predicate; where it ends."""
    last = tokens[position - 1]
    conditional = last.lemma in {"た", "だ"} and last.form.startswith("仮定形")
    first = position - 1 if conditional else position
    if first >= len(tokens):
        if last.surface != "なきゃ":
            return position
    elif tokens[first].surface[0] not in TAIL_FIRST:
        return position
    following = tokens[first : first + _TAIL_TOKENS]
    tail = _state(last, conditional) + "".join([t.surface for t in following])
    match = _RULES.tails.match(tail)
    if match is None or match.lastgroup is None:
        return position
    ending = _RULES.endings[match.lastgroup]
    if word.wish and ending.form != "must":
        return position
    _apply(ending, word, said_past=last.lemma == "た" and position - 1 > start)
    return max(position, _token_at(tokens, first, match.end() - 1))


def _state(last: Token, conditional: bool) -> str:
    """Give the letter that a tail begins with; see patterns.yaml."""
    if conditional:
        return "T"
    if last.lemma in NEGATIONS or last.lemma == "無い":
        return "M" if last.surface.endswith("きゃ") else "N"
    if last.lemma == "た":
        return "D"
    if last.form.startswith("仮定形"):
        return "K"
    return "Y" if last.form.startswith(("連用形", "語幹")) else "P"


def _apply(ending: Ending, word: Word, *, said_past: bool) -> None:
    """Write the predicate with its ending and note what that does to polarity and wish."""
    base, conjugation = word.base, word.conjugation
    if ending.form == "te":
        stem = te_form(base, conjugation)
    elif ending.form == "must":
        stem = base[:-1]
    elif ending.name in {"looks", "too_little"}:
        stem = base[:-1] if conjugation == ADJECTIVE else word.surface
    elif ending.form == "said" and said_past:
        stem = past(base, conjugation)
    else:
        stem = base.removesuffix("だ") if ending.text.startswith("べき") else base
    text = ending.text
    if ending.form == "wish" and word.given:
        stem, text = "ほしい", ""
    word.become(stem + text, FIXED)
    word.negated = {"negative": True, "positive": False}.get(ending.effect, word.negated)
    word.wish = word.wish or ending.effect == "wish"


def _token_at(tokens: Sequence[Token], start: int, length: int) -> int:
    """Place behind the token that holds the `length`-th character from ``tokens[start]``."""
    while length > 0 and start < len(tokens):
        length -= len(tokens[start].surface)
        start += 1
    return start
