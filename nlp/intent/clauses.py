r"""What a sentence must hold for a pattern to be found in it, read off the pattern.

The pattern ``(?:警察|交番)に\S{0,8}(?:通報|届け)`` asks for one of 警察, 交番 and for one of 通報, 届け.
Each of these is a clause: pairs of characters (or single ones) of which one must be there.
"""

from collections.abc import Iterable
from itertools import pairwise, product
from typing import Any

from nlp.regex_parts import REPEATS, parse

Clause = frozenset[str]

_STRINGS = 96  # strings that a part is multiplied out into; where there are more, it becomes two clauses
_MEMBERS = 24  # characters of a class that are told apart
_TIMES = 3
MOST = 4  # of a pattern, the rarest
_FREQUENT = (  # pairs of kana in the order of their frequency in Japanese texts
    "ったですす。したた。かっのでしいますしてていいでがあってたいないからあるで、ましい。るとてもいまできいいが、ありいのすかいとりまいたいてしかしまれるるのとてたのいるでしがいさんことなどれてもの"
    "いしなのあったでなかすがころとこっとのがられくてきるて、ようたかたがだっなくきたもっく、ればいなてくれたやすかりり、のおするになしくされでもはあかなといしめほしがでたらさいえるたくきまではる。"
    "よかうなは、んでべただけがなにはまたてほまでがとにしいかもうゆっくさるこめるくな、おあれただらしとがくりらなそばだとでおたりまりためいもっくえてきなわかなっなとら。みたもあくだろがれなにもませ"
    "おいすいださべらがたらいせんきれし、るよくれるかどもりにはなめてをおべるのになりりたと、りやそうにあなるでのめたれまとかよりもらんなけるいろりがとしよいれいりでがよのもよくうにか。う。そのてみ"
    "、そまっるおうかに、をしならすね、とんががものあらのしみょうでいえたのはておにくんああまど、どこも、どのいがながこのくにいうもいがらりのら、のかんのであそれのよてるね。べれりしのをがおくのきて"
)
_RANKS = {_FREQUENT[i : i + 2]: i // 2 for i in range(0, len(_FREQUENT), 2)}
_USUAL = (  # other pairs that stand in many texts
    "と思思い食べ場所部屋イン泊まリーサースタに行の方利用行きールて欲対応今回体験い物料理スト希望を食案内行っ行く家族無料の人に入購入"
    "が出来てカー見て時間出来良い良かが良が多感じ使っ子供商品ットングースティューートトイイレランスーンドサイ電話予約会社仕事自分今日方が"
    "前に店員お店店の人が気に持っ入っ出し出て言わ一つ一番大き小さ来た来な注文必要連絡確認少し少なう少美味楽し食事施設駐車車場観光"
)
_USUAL_PAIRS = frozenset(_USUAL[i : i + 2] for i in range(0, len(_USUAL), 2))
_PLACES, _RARE = 21, 0.001  # of a sentence; share of the sentences below which no more clauses are asked
_COMMON = 0.05  # share of the places of a text above which a clause holds nearly anywhere


def clauses(pattern: str) -> list[Clause]:
    """Give sets of characters and pairs; a sentence in which the pattern is found holds one of each.

    No more of them than it takes to make the pattern rare: each that is asked costs every sentence a little.
    """
    asked: list[Clause] = []
    left = 1.0
    for clause in _of_sequence(parse(pattern)):
        if left < _RARE:
            break
        asked.append(clause)
        left *= min(1.0, _PLACES * sum(map(_share, clause)))
    return asked


def branches(pattern: str) -> list[str]:
    """Alternatives of a pattern's outermost choice: ``a|(?:b|c)`` → ["a", "(?:b|c)"]."""
    parts, start, depth, place, in_class = [], 0, 0, 0, False
    while place < len(pattern):
        char = pattern[place]
        if char == "\\":
            place += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*parts, pattern[start:]]


def _of_sequence(items: Any) -> list[Clause]:
    """Clauses of parts that follow one another; neighbours that are plain words are read as one."""
    needed: list[Clause] = []
    run = {""}
    for op, value in items:
        words = _words(op, value)
        if op.name == "ASSERT" and value[0] > 0:  # what follows it is read again by the parts behind
            ahead = _words_of_sequence(value[1])
            needed += _of_words(_joined(run, ahead)) if ahead else _of_sequence(value[1])
        if words is None:
            needed += [*_of_words(run), *_of_item(op.name, value)]
            run = {""}
        elif (longer := _joined(run, words)) is not None:
            run = longer
        else:
            needed += _of_words(run)
            run = words
    return _rarest([*needed, *_of_words(run)])


def _of_item(name: str, value: Any) -> list[Clause]:
    """Clauses of a part that is no choice of words."""
    if name == "BRANCH":
        choices = [_of_sequence(branch) for branch in value[1]]
        if not all(choices):
            return []
        return [
            frozenset().union(*(c[min(k, len(c) - 1)] for c in choices))
            for k in range(max(map(len, choices)))
        ]
    if name == "SUBPATTERN":
        return _of_sequence(value[-1])
    if name == "ATOMIC_GROUP":
        return _of_sequence(value)
    if name in REPEATS and value[0]:
        return _of_sequence(value[2])
    return []


def _words(op: Any, value: Any) -> set[str] | None:
    """All that a part can read, when it is a few words; None otherwise."""
    name = op.name
    if name == "LITERAL":
        return {chr(value)}
    if name in ("ASSERT", "ASSERT_NOT", "AT"):
        return {""}
    if name == "IN":
        return _members(value)
    if name == "BRANCH":
        return _united(_words_of_sequence(branch) for branch in value[1])
    if name == "SUBPATTERN":
        return _words_of_sequence(value[-1])
    if name == "ATOMIC_GROUP":
        return _words_of_sequence(value)
    if name in REPEATS and value[1] <= _TIMES:
        once = _words_of_sequence(value[2])
        return _united(_times(once, n) for n in range(value[0], value[1] + 1)) if once else None
    return None


def _words_of_sequence(items: Any) -> set[str] | None:
    words: set[str] | None = {""}
    for op, value in items:
        more = _words(op, value)
        words = None if words is None or more is None else _joined(words, more)
        if words is None:
            return None
    return words


def _members(value: Any) -> set[str] | None:
    found: set[str] = set()
    for op, what in value:
        if op.name == "LITERAL":
            found.add(chr(what))
        elif op.name == "RANGE" and what[1] - what[0] < _MEMBERS:
            found.update(map(chr, range(what[0], what[1] + 1)))
        else:
            return None
    return found


def _times(words: set[str], n: int) -> set[str] | None:
    read: set[str] | None = {""}
    for _ in range(n):
        read = None if read is None else _joined(read, words)
    return read


def _joined(left: set[str], right: set[str]) -> set[str] | None:
    if len(left) * len(right) > _STRINGS:
        return None
    return {a + b for a, b in product(left, right)}


def _united(parts: Iterable[set[str] | None]) -> set[str] | None:
    words: set[str] = set()
    for part in parts:
        if part is None:
            return None
        words |= part
    return words


def _of_words(words: set[str] | None) -> list[Clause]:
    """Clause of a choice of words: the rarest pair of each word; none when there may be nothing."""
    if not words or "" in words:
        return []
    return [frozenset(min(_grams(word), key=lambda gram: (_share(gram), gram)) for word in words)]


def _grams(word: str) -> set[str]:
    return {a + b for a, b in pairwise(word)} or {word}


def _share(gram: str) -> float:
    """Roughly the share of the places of a text where it stands."""
    if len(gram) == 1:
        return 0.06 if "ぁ" <= gram <= "ん" or gram in "。、ー" else 0.0005
    if gram in _RANKS:
        return 0.12 / (_RANKS[gram] + 10)
    if gram in _USUAL_PAIRS:
        return 0.0008
    kana = sum("ぁ" <= char <= "ー" for char in gram)
    return (0.00002, 0.00005, 0.0002)[kana]


def _rarest(needed: list[Clause]) -> list[Clause]:
    """Rarest of the clauses; of those that hold nearly anywhere none but the first."""
    shares = {clause: sum(map(_share, clause)) for clause in needed}
    ranked = sorted(shares, key=lambda clause: shares[clause])[:MOST]
    return [clause for clause in ranked if clause is ranked[0] or shares[clause] < _COMMON]
