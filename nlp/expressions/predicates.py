"""Predicates in plain form: つながりませんでした → つながらない, 教えていただけますか → 教えてほしい."""

from collections.abc import Sequence

from nlp.expressions.endings import TAIL_FIRST, take_ending
from nlp.expressions.forms import ADJECTIVE, FIXED, NOMINAL, negative_stem, polite_stem, te_form, te_of_stem
from nlp.expressions.requests import GIVE, ask, plain_giving, take_giving
from nlp.expressions.word import NEGATIONS, Predicate, Word
from nlp.tokens import Token

__all__ = ["Predicate", "read_honorific", "read_predicate"]

_DROPPED_AFTER_TE = frozenset({"仕舞う", "置く", "見る"})
_KEPT_AFTER_TE = frozenset({"居る", "来る", "行く", "有る", "おる"})
_VOICES = frozenset({"れる", "られる", "せる", "させる"})
_SILENT = frozenset({"ます", "です", "た"})  # say nothing that a plain form keeps
_CONTINUING = frozenset("ajBVDAYwmdN")
_SEEMS = frozenset({"感ずる", "感じる", "思う", "思える", "見える"})
_STOPS = frozenset({"う", "よう", "らしい", "べし", "まい", "様だ"})
_ODD = frozenset({*GIVE, "御座る"})


def read_predicate(tokens: Sequence[Token], start: int, prefix: str = "") -> Predicate:
    """Read the predicate whose first inflected token is ``tokens[start]``.

    `prefix` is what belongs to it and stands before: ログイン of ログインできない. A noun is read with its
    copula: 満車でした → 満車だ.
    """
    head = tokens[start]
    if head.tag not in "VAYGD":
        return _finish(tokens, start, start + 1, Word(prefix, head.surface, head.surface + "だ", NOMINAL))
    base = _base(head)
    simple = _read_simple(tokens, start, prefix, base) if head.lemma not in _ODD else None
    if simple is not None:
        return simple
    word = Word(prefix, head.surface, base, head.conjugation, head.lemma == "無い")
    word.wish = head.lemma == "欲しい"
    if head.lemma == "御座る":  # 在庫がございません
        word.base = "ある"
    elif head.lemma in GIVE:
        word.base, word.conjugation = plain_giving(head)
        word.surface = polite_stem(word.base, word.conjugation)
    return _finish(tokens, start, start + 1, word)


def _read_simple(tokens: Sequence[Token], start: int, prefix: str, base: str) -> Predicate | None:
    """Read the plain, polite, past or negative form that most predicates have; None when more follows."""
    count, position = len(tokens), start + 1
    negated = tokens[start].lemma == "無い"
    while position < count:
        token = tokens[position]
        tag = token.tag
        if tag != "a":
            if tag in ".,":
                break
            if tag in _CONTINUING or token.surface[0] in TAIL_FIRST:
                return None
            if tag == "z" and not negated and position + 1 < count and tokens[position + 1].tag in "gw":
                return None  # のが|遅い
            break
        if token.lemma in NEGATIONS and not negated:
            base = negative_stem(base, tokens[start].conjugation) + "ない"
            negated = True
        elif token.lemma not in _SILENT or token.form[:3] == "仮定形":
            return None
        position += 1
    last = tokens[position - 1]
    if last.form[:3] == "仮定形" or last.surface == "なきゃ":
        return None
    return Predicate(prefix + base, negated, tokens[start].lemma == "欲しい" and not negated, position)


def read_honorific(tokens: Sequence[Token], giving: int, stem: str = "") -> Predicate:
    """Read ご連絡ください, お調べいただけない as 連絡|してほしい, 調べてもらえない.

    `stem` is what stands between お and ``tokens[giving]`` where that is a verb's; else する is read.
    """
    link = te_of_stem(stem) if stem else "して"
    word = Word(link[:-1], "", "", FIXED)
    position = take_giving(tokens, giving, link[-1], word)
    return _finish(tokens, giving, position, word)


def _of_what_takes_place(tokens: Sequence[Token], predicate: Predicate) -> Predicate:
    """Add what is said of an event: 料理が出てくる|のが遅い."""
    end = predicate.end
    if predicate.negated or predicate.wish or end + 2 >= len(tokens):
        return predicate
    if tokens[end].tag != "z" or tokens[end].surface != "の" or tokens[end + 1].tag not in "gw":
        return predicate
    rating = end + 2 + (tokens[end + 2].tag == "F" and end + 3 < len(tokens))
    if tokens[rating].tag not in "AYJ" or tokens[rating].lemma in {"良い", "無い"}:
        return predicate
    rated = read_predicate(tokens, rating)
    return Predicate(f"{predicate.text}のが{rated.text}", rated.negated, False, rated.end)


def _goes_itself(before: Token, token: Token) -> bool:
    """Tell 遠くて|行けない from 増えて|いく."""
    return token.lemma in {"行く", "来る"} and (before.tag == "Y" or token.base[-2:] in {"ける", "れる"})


def _finish(tokens: Sequence[Token], start: int, position: int, word: Word) -> Predicate:
    """Take in what continues the predicate, then its ending."""
    count = len(tokens)
    while position < count:
        token = tokens[position]
        tag = token.tag
        if tag == "a" and token.lemma in _SILENT:
            position += 1
            continue
        if tag not in _CONTINUING:
            break
        step = _step(tokens, position, word)
        if not step:
            break
        position += step
    last = tokens[position - 1]
    if position < count or last.form[:3] == "仮定形":
        position = take_ending(tokens, start, position, word)
        read = Predicate(word.prefix + word.base, word.negated, word.wish, position)
        if position < count and tokens[position].tag == "z" and tokens[start].tag in "VDG":
            return _of_what_takes_place(tokens, read)
        return read
    return Predicate(word.prefix + word.base, word.negated, word.wish, position)


def _base(token: Token) -> str:
    """Give the dictionary form as customers write it: 感ずる is 感じる."""
    base = token.base
    return base[:-2] + "じる" if base[-2:] == "ずる" and token.conjugation[:1] == "上" else base


def _step(tokens: Sequence[Token], position: int, word: Word) -> int:
    """Take in the token(s) at `position`; the number taken, 0 at the end of the predicate."""
    token = tokens[position]
    tag = token.tag
    if tag == "a":
        return _auxiliary(tokens, position, word)
    if tag == "j":
        return _after_te(tokens, position, word)
    if tag == "d" and word.conjugation == NOMINAL:
        return _is_negated_copula(tokens, position)
    if tag in "BVDAwm" or token.lemma == "無い":
        return _continue(tokens, position, word)
    if token.surface == "づれ" and tokens[position - 1].tag == "V":  # わかりづれー
        word.prefix += word.surface
        word.become("づらい", ADJECTIVE)
        return min(2, len(tokens) - position)  # 見づれ may be all
    return 0


def _continue(tokens: Sequence[Token], position: int, word: Word) -> int:
    """Read what follows without て: わかり|にくい, 高く|なる, 大きく|し, 便利で|は|ない."""
    token, before = tokens[position], tokens[position - 1]
    if token.tag in "wm":
        after = tokens[position + 1] if position + 1 < len(tokens) else token
        return 1 if after.lemma in {"無い", "有る"} and _awaits_negation(word, before) else 0
    if token.lemma == "無い" and token.tag in "AY":
        if not _awaits_negation(word, before):
            return 0
        word.negate()
        return 1
    if token.lemma == "有る" and _awaits_negation(word, before):
        # 高く|あり|ませ|ん: the negation comes with ん
        return 1 if [t.lemma for t in tokens[position + 1 : position + 3]] == ["ます", "ず"] else 0
    if token.tag == "B" or (token.tag == "A" and token.lemma in {"辛い", "難い"} and before.tag == "V"):
        word.extend(token)
        return 1
    if token.tag == "A":
        return 0
    if token.lemma in GIVE and before.tag == "V":  # お送り|ください
        link = te_form(word.base, word.conjugation)
        word.surface = ""
        word.prefix += link[:-1]
        return take_giving(tokens, position, link[-1], word) - position
    return _verb_behind(token, before, word)


def _is_negated_copula(tokens: Sequence[Token], position: int) -> int:
    """Take で of 無料|で|は|ない, which the dictionary may call a case particle."""
    following = [t.lemma for t in tokens[position + 1 : position + 3] if t.tag not in "wm"]
    return 1 if following and following[0] in {"無い", "有る"} else 0


def _awaits_negation(word: Word, before: Token) -> bool:
    if word.conjugation == NOMINAL:
        return before.lemma == "だ" or before.tag in "wmd"
    return word.conjugation == ADJECTIVE and (before.form.startswith("連用形") or before.tag in "wm")


def _verb_behind(token: Token, before: Token, word: Word) -> int:
    if before.tag in "YB" or (before.tag == "A" and before.form.startswith("連用形")):
        alone = before.lemma == "無い" and token.lemma != "成る"  # 広くなく|疲れた
        if alone or token.lemma in _SEEMS:
            return 0
    elif before.tag == "a":
        # 使えなく|なる, 行きたく|なる
        if token.lemma != "成る" or before.lemma not in {"ない", "たい"} or before.form[:3] != "連用形":
            return 0
    elif (
        token.tag == "D"
        or before.tag not in "VA"
        or before.lemma == "有る"
        or not before.form.startswith(("連用形", "語幹"))
    ):
        return 0
    word.extend(token)
    return 1


def _auxiliary(tokens: Sequence[Token], position: int, word: Word) -> int:
    token = tokens[position]
    lemma = token.lemma
    if lemma in NEGATIONS:
        word.negate()
        if token.surface == "ない":
            word.surface = word.base
    elif lemma in _VOICES:
        word.extend(token)
    elif lemma == "たい":
        word.extend(token)
        word.conjugation, word.wish = ADJECTIVE, True
        if word.given:
            ask(word)
    elif lemma in {"てる", "でる", "とる", "どる"}:
        word.prefix += word.surface + ("て" if token.surface[0] in "てと" else "で")
        word.surface, word.base, word.conjugation = "い", "いる", "上一段-ア行"
    elif lemma in _STOPS or (lemma == "だ" and word.conjugation != NOMINAL):
        return 0
    return 1


def _after_te(tokens: Sequence[Token], position: int, word: Word) -> int:
    """て and what follows: 届いて|いる, 消えて|しまう, 直して|ほしい, 教えて|いただけますか."""
    if position + 1 >= len(tokens):
        return 0
    link, token = tokens[position].surface, tokens[position + 1]
    if token.tag == "V":
        if token.lemma in _DROPPED_AFTER_TE:
            word.surface = polite_stem(word.base, word.conjugation)
            return 2
        if token.lemma in GIVE:
            return take_giving(tokens, position + 1, link, word) - position
    if token.lemma in _KEPT_AFTER_TE and token.tag in "VA" and not _goes_itself(tokens[position - 1], token):
        word.extend(token, link)
        if token.lemma == "おる" or token.surface[:1] == "お":  # 届いて|おり|ません
            word.surface, word.base, word.conjugation = "い", "いる", "上一段-ア行"
        return 2
    if token.lemma == "欲しい" and token.tag in "AY":
        word.extend(token, link)
        word.base, word.conjugation, word.wish = "ほしい", ADJECTIVE, True
        return 2
    return 0
