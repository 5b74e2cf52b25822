"""Stretches of a text that may be a person's name: what the dictionary lists, and what is shaped like one."""

import re
from typing import Final

from nlp.masking.names_romaji import is_romaji_word
from nlp.masking.people.lexicon import around_names, name_words

Candidate = tuple[int, int, str]
"""Start, end, and what the stretch is made of: a kind and the dictionary's codes."""

_K: Final = "一-鿿㐀-䶿𠀀-𳍏々ヶ〆"
_RUN: Final = re.compile(f"[{_K}]+(?:ノ[{_K}]+)?|[ァ-ヺー]{{2,}}|[ぁ-ゖー]{{2,}}|[A-Za-z][A-Za-z'-]+")
_LATIN: Final = re.compile("[A-Za-z][A-Za-z.'-]{0,14}(?: [A-Za-z][A-Za-z.'-]{1,14}){0,2}(?![A-Za-z])")
_NO_WORD: Final = frozenset("0123456789@_/.-:&?=#%<")
_CODE: Final = re.compile(r"[a-z]\w*(?:\.[a-z]{2,}|[(<>={;])")  # alert(…), document.cookie
_NEXT: Final = re.compile(f"[{_K}]{{1,4}}|[ァ-ヺー]{{2,7}}|[ぁ-ゖ]{{1,6}}")
_LONGEST_RUN: Final = 12
_LONGEST_NAME: Final = 7
_WORDS: Final = around_names()
_BEFORE_1: Final = frozenset(_WORDS["before_1"])
_BEFORE_2: Final = frozenset(_WORDS["before_2"])
_AFTER_1: Final = frozenset(_WORDS["after_1"])
_AFTER_2: Final = frozenset(_WORDS["after_2"])
_LEAD: Final = re.compile(
    "です(?:[かねよが]|けど)?|ます(?:[かねが]|けど)?|から|えーと|えっと|ええと|えー|あのー?|はい|ええ"
    "|した|って|より|わたし|わたくし|ぼく|おれ|うち|もしもし|すみません|すいません|こんにちは|ございます|けど"
    "|うーん?と|[てい]る|いえ|いや|じゃなくて|ではなく|だった|れた|った|んは|ども|[のはがともにでへをあやか]"
)
_FOLLOWS: Final = tuple(_WORDS["follows"])
_CALLED: Final = tuple(_WORDS["called"])
_CALLS: Final = (*_CALLED, *_WORDS["calls"])
_ADVERBS: Final = tuple(_WORDS["adverbs"])
_BEHIND_ONE: Final = frozenset((*_WORDS["behind_one"], *_WORDS["behind_one_1"]))
_SETS_OFF: Final = frozenset("「→\n・\ue000")
_GAPS: Final = frozenset(" ・")
_JOINTS: Final = frozenset(" ・=")
_SPELLINGS: Final = frozenset("abc")
_WELL_KNOWN: Final = frozenset("bc")


def candidates(text: str) -> list[Candidate]:
    """Return the stretches of a folded text that may be names; they overlap.

    >>> [text[s:e] for text in ["担当の佐伯です"] for s, e, _ in candidates(text)]
    ['佐伯']
    """
    found: list[Candidate] = []
    known = name_words()
    for run in _RUN.finditer(text):
        start, end = run.span()
        first = text[start]
        if first >= "㐀":
            _kanji(text, start, end, known, found)
        elif first >= "ァ":
            _katakana(text, start, end, known, found)
        elif first >= "ぁ":
            if first != "ー":
                _hiragana(text, start, end, known, found)
        elif first <= "Z" or start < 2 or text[start - 1] != " " or not "!" < text[start - 2] <= "z":
            _latin(text, start, found)
    return found


def _latin(text: str, start: int, found: list[Candidate]) -> None:
    """Add one to three words in Latin letters: how each is written, and whether it reads as a name."""
    words = _LATIN.match(text, start)
    if not words or (start and text[start - 1] in _NO_WORD) or _CODE.match(text, start):
        return
    code, end = "", start
    for word in words.group().split(" "):
        end += len(word) + (end > start)
        if text[end : end + 1] in _NO_WORD and end < len(text):
            return
        case = "A" if word.isupper() else "C" if word[0].isupper() else "a"
        code += case + ("r" if is_romaji_word(word.strip(".'-")) else "x")
        found.append((start, end, f"L{min(end - start, 9)}{code}"))


def _kanji(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    if end - start == 1:
        code = known.get(text[start])
        after = text[end : end + 2] in _BEHIND_ONE or text[end : end + 1] in _BEHIND_ONE
        if code and after and not text.startswith(_ADVERBS, start):
            found.append((start, end, "W1" + code))
            if "s" in code:
                _with_given(text, start, end, code, known, found)
        return
    ends = [end, *(i for i in range(start + 1, end) if text[i] in _AFTER_1 or text[i : i + 2] in _AFTER_2)]
    for s in _starts(text, start, end):
        for e in ends:
            code = _written(text[s:e], known) if 0 < e - s <= _LONGEST_NAME else ""
            if code and (code[0] != "U" or _is_set_off(text, s, e)):
                found.append((s, e, code))
        if end - s <= _LONGEST_NAME - 2:
            _with_given(text, s, end, known.get(text[s:end], ""), known, found)


def _starts(text: str, start: int, end: int) -> list[int]:
    """Return where in a run of kanji a name may start: at once, and behind words that lead to names."""
    low = max(start + 1, end - _LONGEST_RUN)
    inside = range(low, end)
    return [
        start,
        *(i for i in inside if text[i - 1] in _BEFORE_1 or text[max(start, i - 2) : i] in _BEFORE_2),
    ]


def _is_set_off(text: str, start: int, end: int) -> bool:
    """Return whether what stands beside an unlisted run of kanji can stand beside a name."""
    before = text[start - 1 : start]
    return before in _SETS_OFF or (start > 1 and before == "の") or text.startswith(_CALLS, end)


def _written(word: str, known: dict[str, str]) -> str:
    """Return what a run of kanji is made of; empty when it is no name."""
    code = known.get(word)
    if code:
        return f"W{len(word)}{code}"
    if len(word) == 1:
        return ""
    best = ""
    for n in (2, 3, 1, 4):
        if n >= len(word):
            continue
        surname = known.get(word[:n], "")
        if "s" not in surname:
            continue
        given = known.get(word[n:], "")
        if "g" in given:
            return f"P{n}{surname}+{given}"
        if not best and len(word) - n <= 3 and n > 1:
            best = f"Q{n}{surname}+{len(word) - n}"
    if best:
        return best
    return f"U{len(word)}" if len(word) <= 4 else ""


def _with_given(
    text: str, start: int, end: int, surname: str, known: dict[str, str], found: list[Candidate]
) -> None:
    """Add a surname with what stands behind it, with or without a space, where that may be its given name."""
    gap = text[end : end + 1] in _GAPS and end < len(text)
    if "s" in surname:
        head = f"{end - start}{surname}"
    elif gap and end - start <= 4:
        head = f"u{end - start}"
    else:
        return
    following = _NEXT.match(text, end + gap)
    if not following:
        return
    at, stop = following.span()
    if text[at] >= "㐀":
        found += [
            (start, e, f"S_{head}+{known.get(text[at:e], e - at)}")
            for e in range(at + 1, min(stop, at + 3) + 1)
            if gap and (e == stop or text[e] in _AFTER_1 or text[e : e + 2] in _AFTER_2)
        ]
    elif text[at] >= "ァ":
        found.append((start, stop, f"S{'_' * gap}{head}+k{known.get(text[at:stop], '')}"))
    else:
        grammar = text.startswith(_FOLLOWS, at)
        for e in range(at + 2, min(stop, at + 5) + 1):
            code = known.get(text[at:e], "")
            listed = code and not code.endswith("-")
            if (listed or not grammar) and _may_end(text, e):
                found.append((start, e, f"S{'_' * gap}{head}+h{code or e - at}"))


def _may_end(text: str, end: int) -> bool:
    """Return whether a word in hiragana may end here: no more hiragana, or grammar goes on."""
    return end == len(text) or not "ぁ" <= text[end] <= "ゖ" or text.startswith(_FOLLOWS, end)


def _katakana(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    if end - start > _LONGEST_RUN or (
        start > 1 and text[start - 1] in _JOINTS and "ァ" <= text[start - 2] <= "ー"
    ):
        return
    found.append((start, end, _kata_code(text[start:end], known)))
    parts, at = [text[start:end]], end
    while len(parts) < 4 and text[at : at + 1] in _JOINTS and "ァ" <= text[at + 1 : at + 2] <= "ヺ":
        stop = at + 1
        while stop < len(text) and "ァ" <= text[stop] <= "ー":
            stop += 1
        parts.append(text[at + 1 : stop])
        codes = "+".join(_kata_code(part, known) for part in parts)
        found.append((start, stop, f"KK{text[at]}{codes}"))
        at = stop


def _kata_code(word: str, known: dict[str, str]) -> str:
    code = known.get(word)
    if code:
        return f"K{min(len(word), 6)}{code}"
    for n in range(2, len(word) - 1):
        surname, given = known.get(word[:n], ""), known.get(word[n:], "")
        if surname[-2:-1] in {"a", "b", "c"} and given[-1:] in {"b", "c"}:
            return f"KP{surname[-2]}{given[-1]}"
    return f"KU{min(len(word), 8)}"


def _hiragana(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    before = text[start - 1] if start else ""
    inside = "一" <= before <= "鿿" or "ァ" <= before <= "ー"
    if not inside or before in _BEFORE_1 or text[max(0, start - 2) : start] in _BEFORE_2:
        _hiragana_at(text, start, end, known, found)
    for lead in _LEAD.finditer(text, start, min(end, start + 40)):
        if lead.end() < end - 1 and (len(lead.group()) > 1 or lead.start() == start):
            _hiragana_at(text, lead.end(), end, known, found)


def _hiragana_at(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    top = min(end, start + 8)
    for e in range(start + 2, min(top, start + 6) + 1):
        code = known.get(text[start:e])
        if code and _may_end(text, e):
            found.append((start, e, f"H{e - start}{code}"))
            if e == end and text[e : e + 1] == " ":
                _hira_given(text, start, e, f"{e - start}{code}", known, found)
        elif not code and e - start <= 5 and text.startswith(_CALLED, e):
            found.append((start, e, f"HU{e - start}"))
    for n in range(start + 2, min(top - 2, start + 5) + 1):
        surname = known.get(text[start:n], "")
        if surname[-2:-1] not in _SPELLINGS:
            continue
        for e in range(n + 2, top + 1):
            given = known.get(text[n:e], "")
            if given[-1:] in _WELL_KNOWN and text[start:e] not in known and _may_end(text, e):
                found.append((start, e, f"HP{surname[-2]}{given[-1]}{e - start}"))


def _hira_given(
    text: str, start: int, end: int, code: str, known: dict[str, str], found: list[Candidate]
) -> None:
    for e in range(end + 3, end + 7):
        if e > len(text) or not "ぁ" <= text[e - 1] <= "ゖ":
            return
        if (given := known.get(text[end + 1 : e])) and _may_end(text, e):
            found.append((start, e, f"HH{code}+{given}"))
