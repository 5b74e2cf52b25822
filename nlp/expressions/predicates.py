"""Predicates in plain form: つながりませんでした → つながらない, 教えていただけますか → 教えてほしい."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.tokens import Token

_A_ROW = dict(zip("うくぐすつぬぶむる", "わかがさたなばまら", strict=True))
_GIVE = {"呉れる", "下さる", "貰う", "頂く"}
_DROPPED_AFTER_TE = {"仕舞う", "置く", "見る"}
_KEPT_AFTER_TE = {"居る", "来る", "行く", "有る"}
_GLAD = {"嬉しい", "助かる", "有り難い", "良い", "幸い", "宜しい", "有る"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """Plain form of a predicate, its polarity as spoken, whether it states a wish, and the tokens it used."""

    text: str
    negated: bool
    wish: bool
    end: int
    transitive_noun: bool = False


@dataclass(slots=True)
class _Word:
    """The growing predicate: what stands before, then a word that can still be inflected."""

    prefix: str
    surface: str
    base: str
    conjugation: str
    negated: bool = False
    wish: bool = False

    def extend(self, token: Token, link: str = "") -> None:
        """Let `token` become the inflected part: 届い+て+いる."""
        self.prefix += self.surface + link
        self.surface, self.base, self.conjugation = token.surface, token.base, token.conjugation

    def negate(self) -> None:
        """Turn into the plain negative, which inflects like an adjective."""
        stem = _negative_stem(self.base, self.conjugation)
        self.base, self.surface, self.conjugation = stem + "ない", stem + "なく", "形容詞"
        self.negated = not self.negated


def _negative_stem(base: str, conjugation: str) -> str:
    if base in {"ある", "有る"}:
        return ""
    if conjugation.startswith("五段"):
        return base[:-1] + _A_ROW.get(base[-1], base[-1])
    if conjugation.startswith("サ行"):
        return base.removesuffix("する") + "し"
    if conjugation.startswith("カ行"):
        return "こ" if base == "くる" else base.removesuffix("る")
    if conjugation == "形容詞":
        return (
            base.removesuffix("い").replace("いい", "よ") + "く" if base not in {"いい", "良い"} else "よく"
        )
    if conjugation == "形状詞":
        return base.removesuffix("だ") + "では"
    return base.removesuffix("る")


def read_predicate(tokens: Sequence[Token], start: int, prefix: str = "") -> Predicate:
    """Read the predicate whose first inflected token is ``tokens[start]``.

    `prefix` is a noun that belongs to it: ログイン before できる.
    """
    head = tokens[start]
    if head.tag == "J":
        word = _Word(prefix, head.surface, head.surface + "だ", "形状詞")
    else:
        word = _Word(prefix, head.surface, head.base, head.conjugation)
    position = start + 1
    while position < len(tokens):
        step = _step(tokens, position, word)
        if not step:
            break
        position += step
    if _glad(tokens, position) and not word.wish:
        word.base, word.wish = word.base + tokens[position].surface + "いい", True
        position += 2
    text = word.prefix + word.base
    return Predicate(text, word.negated, word.wish, position, bool(prefix))


def _glad(tokens: Sequence[Token], position: int) -> bool:
    """(ある)と|嬉しい: a wish in the form of a condition."""
    following = tokens[position : position + 2]
    return len(following) == 2 and following[0].surface in {"と", "ば"} and following[1].lemma in _GLAD


def _step(tokens: Sequence[Token], position: int, word: _Word) -> int:
    """Take in the token(s) at `position`; the number taken, 0 at the end of the predicate."""
    token = tokens[position]
    if token.tag == "a":
        return _auxiliary(token, word)
    if token.tag == "j":
        return _after_te(tokens, position, word)
    if token.tag == "B":
        word.extend(token)
        return 1
    if (
        token.tag == "V"
        and tokens[position - 1].form.startswith(("連用形", "語幹"))
        and tokens[position - 1].tag in "VAY"
    ):
        word.extend(token)
        return 1
    if token.lemma == "無い" and word.conjugation in {"形容詞", "形状詞"}:
        word.negate()
        return 1
    if token.tag == "w" and word.conjugation == "形状詞":
        return 1
    return 0


def _auxiliary(token: Token, word: _Word) -> int:
    lemma = token.lemma
    if lemma in {"ない", "ず"}:
        word.negate()
    elif lemma in {"れる", "られる", "せる", "させる"}:
        word.extend(token)
    elif lemma == "たい":
        word.extend(token)
        word.conjugation, word.wish = "形容詞", True
    elif lemma == "てる":
        word.prefix += word.surface + token.surface[0]
        word.surface, word.base, word.conjugation = "い", "いる", "上一段-ア行"
    elif lemma in {"う", "らしい", "べし"}:
        return 0
    return 1


def _after_te(tokens: Sequence[Token], position: int, word: _Word) -> int:
    """て and what follows: 届いて|いる, 消えて|しまう, 直して|ほしい, 教えて|いただけますか."""
    if position + 1 >= len(tokens):
        return 0
    link, token = tokens[position].surface, tokens[position + 1]
    if token.lemma in _DROPPED_AFTER_TE and token.tag == "V":
        return 2
    if token.lemma in _KEPT_AFTER_TE and token.tag in "VA":
        word.extend(token, link)
        return 2
    if token.lemma == "欲しい":
        word.extend(token, link)
        word.base, word.conjugation, word.wish = "ほしい", "形容詞", True
        return 2
    if token.lemma in _GIVE and token.tag == "V":
        return _giving(tokens, position, word)
    return 0


def _giving(tokens: Sequence[Token], position: int, word: _Word) -> int:
    """Read てくれる and the like: a wish (てほしい) when asked for, else what was or was not done."""
    link, token = tokens[position].surface, tokens[position + 1]
    rest = tokens[position + 2 : position + 7]
    tail = "".join(t.surface for t in rest)
    asked = (
        (token.lemma == "下さる" and token.surface in {"ください", "下さい"} and not tail.startswith("まし"))
        or tail.startswith(("たい", "たく"))
        or (
            token.lemma in _GIVE
            and ("か" in {t.surface for t in rest if t.tag == "l"} or tail.startswith("？"))
        )
        or any(t.lemma in _GLAD for t in rest if rest[0].surface in {"と", "ば", "たら", "ます", "れ"})
    )
    word.extend(token, link)
    if asked:
        word.base, word.surface, word.conjugation, word.wish = "ほしい", "ほしい", "固定", True
        return len(rest) + 2
    return 2
