"""What a candidate and its surroundings are like, as words for a linear model."""

import re
from functools import lru_cache
from typing import Final

from nlp.masking.people.candidate import Candidate
from nlp.masking.words import tokenise

_SIDE: Final = 6
_BREAK: Final = re.compile("[\n。!?\ue000]")
_WINDOW: Final = 12
_NEAR: Final = 200
_CUES: Final = re.compile(
    "名前|氏名|名義|宛|名字|苗字|旧姓|担当|申し|申しま|といい|と言い|って言|登録|予約|契約|漢字|カタカナ|ひらがな|フリガナ|代わ|対応|電話|折り返|連絡|訪問|入電|引継|お世話|様|さん|くん|ちゃん|先生"
    "|店|駅|市|県|区|町|住|届|送|商品|在庫|色|型|会社|最寄|出身|場所|名札|名乗|本人|妻|夫|母|父|息子|娘|友|紹介|参加|二人|2名|名$|人"
)


def features(text: str, candidate: Candidate) -> list[str]:
    """Return the features of a candidate in a folded text."""
    return [*of_letters(text, candidate), *of_tokens(*window(text, candidate))]


def of_letters(text: str, candidate: Candidate) -> list[str]:
    """Return what a candidate and the letters beside it are like."""
    start, end, code = candidate
    kind = code[:2]
    low = max(0, start - _SIDE)
    left = text[low:start] if low else "^" + text[:start]
    right = text[end : end + _SIDE]
    if end + _SIDE >= len(text):
        right += "$"
    found = [f"c{code}", f"k{kind}", f"n{kind}{end - start}"]
    found += [f"l{left[-n:]}" for n in range(1, min(_SIDE, len(left)) + 1)]
    found += [f"r{right[:n]}" for n in range(1, min(_SIDE, len(right)) + 1)]
    l1, l2, r1, r2 = left[-1:], left[-2:], right[:1], right[:2]
    shape = _shape(code)
    found += (
        f"x{l1}|{r1}",
        f"X{l2}|{r2}",
        f"y{kind}|{l1}",
        f"z{kind}|{r2}",
        f"Y{kind}|{l2}",
        f"s{shape}|{r1}",
        f"S{shape}|{r2}",
        f"t{shape}|{l1}",
        f"u{shape}|{l1}|{r1}",
        f"T{shape}|{right[:3]}",
        f"L{shape}|{l2}",
    )
    around = text[max(0, start - 16) : start]
    for cue in set(_CUES.findall(around)):
        found.append(f"a{cue}")
        found.append(f"A{cue}|{kind[0]}|{r1}")
    for cue in set(_CUES.findall(text[end : end + 16])):
        found.append(f"b{cue}")
        found.append(f"B{cue}|{kind[0]}")
    found += _of_lines(text, start, end, shape)
    if text.count(text[start:end], max(0, start - _NEAR), end + _NEAR) > 1:
        found.append(f"e{kind[0]}")
    return found


_CODE_ONLY: Final = {ord(c): None for c in "0123456789abcdefghijklmnopqrstuvwxyz"} | {
    ord(c): c for c in "sgfpcorxa01234"
}


@lru_cache(maxsize=4096)
def _shape(code: str) -> str:
    return code[0] + code.translate(_CODE_ONLY)


def _of_lines(text: str, start: int, end: int, shape: str) -> list[str]:
    """Return how a candidate stands in its line; no line is looked at further than need be."""
    begin = text.rfind("\n", max(0, start - _NEAR), start) + 1
    if not begin and start > _NEAR:
        begin = start - _NEAR
    close = text.find("\n", end, end + _NEAR)
    close = min(len(text), end + _NEAR) if close < 0 else close
    before, after = not text[begin:start].strip(), not text[end:close].strip()
    if not (before or after):
        return []
    where = ("m" if begin else "f") + ("m" if text[close : close + _NEAR].strip() else "l")
    if before and after:
        previous = text[max(0, begin - 3) : max(0, begin - 1)]
        return [f"o{where}", f"O{where}|{shape}", f"p{previous}", f"P{shape}|{previous[-1:]}"]
    return [f"{'v' if before else 'w'}{where}|{shape}"]


def window(text: str, candidate: Candidate) -> tuple[str, int, int, str]:
    """Return a candidate's part of its sentence, where in that it starts and ends, and its kind."""
    start, end, code = candidate
    low = max(0, start - _WINDOW)
    for found in _BREAK.finditer(text, low, start):
        low = found.end()
    stop = _BREAK.search(text, end, end + _WINDOW)
    high = stop.start() if stop else min(len(text), end + _WINDOW)
    return text[low:high], start - low, end - low, code[:2]


def of_tokens(around: str, start: int, end: int, kind: str) -> tuple[str, ...]:
    """Return what the words in a candidate's ``window`` are like."""
    tokens = tokenise(around)
    left = right = -1
    inside: list[str] = []
    begins = ends = False
    for i, token in enumerate(tokens):
        at, close = token.start, token.end
        if close <= start:
            left = i
        elif at >= end:
            right = i
            break
        else:
            inside.append(_short(token.tag))
            begins |= at == start
            ends |= close == end
    tags = "+".join(inside[:4])
    l1 = tokens[left] if left >= 0 else None
    l2 = tokens[left - 1] if left > 0 else None
    r1 = tokens[right] if right >= 0 else None
    r2 = tokens[right + 1] if 0 <= right < len(tokens) - 1 else None
    lt, rt = (_short(t.tag) if t else "-" for t in (l1, r1))
    ls, rs = (t.surface if t else "-" for t in (l1, r1))
    ls2, rs2 = (t.surface if t else "-" for t in (l2, r2))
    edge = f"{begins:d}{ends:d}"
    return (
        f"D{edge}",
        f"E{tags}",
        f"F{kind}|{tags}|{edge}",
        f"G{lt}",
        f"H{rt}",
        f"I{ls}",
        f"J{rs}",
        f"K{ls2}|{ls}",
        f"M{rs}|{rs2}",
        f"N{ls}|{rs}",
        f"Q{tags}|{rs}",
        f"R{tags}|{ls}",
        f"U{lt}|{rt}|{tags}",
        f"V{rs}|{rs2}|{kind[0]}",
        f"W{ls2}|{ls}|{rs}",
        f"Z{kind}|{rt}",
    )


_SHORT: Final = {
    "名詞,固有名詞,人名,姓": "S",
    "名詞,固有名詞,人名,名": "G",
    "名詞,固有名詞,人名,一般": "F",
}


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    """Return a part of speech in a few letters."""
    if tag in _SHORT:
        return _SHORT[tag]
    if ",unknown," in tag:
        return "?"
    if tag.startswith("名詞,固有名詞,地名"):
        return "P"
    if tag.startswith("名詞,固有名詞"):
        return "O"
    return ",".join(part[:2] for part in tag.split(",")[:3])
