"""Giving and asking: てくれない, てもらえますか → てほしい, させてください → したい."""

from collections.abc import Sequence

from nlp.expressions.forms import FIXED, polite_of_negative, polite_stem
from nlp.expressions.patterns import load_rules
from nlp.expressions.word import NEGATIONS, Word
from nlp.tokens import Token

GIVE = {"呉れる": "くれる", "下さる": "くれる", "貰う": "もらう", "頂く": "もらう"}
_ASKING_TAIL = frozenset({"か", "？"})
_INTRANSITIVE = load_rules().words["intransitive_nouns"]
_LONGEST_REQUEST = 7  # tokens behind the verb


def take_giving(tokens: Sequence[Token], giving: int, link: str, word: Word) -> int:
    """Read てくれる and the like, a wish (てほしい) when asked for; where it ends."""
    stem = word.prefix if word.base in {"せる", "させる"} else ""
    if stem[:-1] in _INTRANSITIVE:  # 品ぞろえを充実させてください asks for no leave
        stem = ""
    word.prefix += word.surface + link
    word.given = True
    word.base, word.conjugation = plain_giving(tokens[giving])
    word.surface = polite_stem(word.base, word.conjugation)
    end = _end_of_request(tokens, giving)
    if end:
        ask(word, stem)
    return end or giving + 1


def plain_giving(token: Token) -> tuple[str, str]:
    """Give the plain verb and its class: いただける → もらえる, 下さる → くれる."""
    plain = GIVE[token.lemma]
    if token.base.endswith(("える", "ける")) and plain == "もらう":
        return "もらえる", "下一段-ア行"
    return plain, "五段-ワア行" if plain == "もらう" else "下一段-ラ行"


def ask(word: Word, let: str = "") -> None:
    """Turn what is asked for into てほしい; `let` (取り消さ) of 取り消させてください into 取り消したい."""
    word.wish = True
    if let:
        word.become("たい", FIXED, before=polite_of_negative(let))
    else:
        word.become("ほしい", FIXED)


def _end_of_request(tokens: Sequence[Token], giving: int) -> int:
    """Find where a request that ``tokens[giving]`` (くれる, いただける …) makes ends; 0 when it is none.

    ください, いただけますか, もらえません(か), くれませんか, 頂きたい
    """
    token = tokens[giving]
    if token.form == "命令形" and (giving + 1 >= len(tokens) or tokens[giving + 1].lemma != "ます"):
        return giving + 1
    end = giving + 1
    negated = past_tense = False
    while end < len(tokens) and tokens[end].tag in "azx" and end < giving + _LONGEST_REQUEST:
        lemma = tokens[end].lemma
        if lemma == "たい":
            return end + 1
        negated |= lemma in NEGATIONS
        past_tense |= lemma == "た"
        end += 1
    if past_tense:
        return 0
    if end < len(tokens) and tokens[end].surface in _ASKING_TAIL and end > giving:
        return end + 1
    # speech leaves か out: 直してもらえます。
    able = token.base.endswith(("える", "ける"))
    polite = tokens[end - 1].lemma == "ます"
    return end if able and polite and not negated and (end == len(tokens) or tokens[end].tag == ".") else 0
