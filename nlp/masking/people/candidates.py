"""Stretches of a text that may be a person's name: what the dictionary lists, and what is shaped like one."""

import re
from functools import lru_cache
from typing import Final

from nlp.masking.names_romaji import is_romaji_word
from nlp.masking.people.candidate import (
    BEFORE_1,
    BEFORE_2,
    FOLLOWS,
    GAPS,
    KANJI,
    LONGEST_KEPT,
    LONGEST_RUN,
    Candidate,
)
from nlp.masking.people.kana import add_hiragana, add_katakana, may_end
from nlp.masking.people.lexicon import around_names, likeness, name_words
from nlp.masking.words import tokenise

_L: Final = "A-Za-zÀ-ɏḀ-ỹ"
_RUN: Final = re.compile(
    f"[{KANJI}]+(?:[ノツ][{KANJI}]+)?|[ァ-ヺー]{{2,}}|[ァ-ヺ](?=[・=][ァ-ヺ]{{2}})|[ぁ-ゖー]{{2,}}|[{_L}][{_L}'’-]+"
)
_LATIN: Final = re.compile(f"[{_L}][{_L}.'’-]{{0,14}}(?: [{_L}][{_L}.'’-]{{0,14}}){{0,3}}(?![{_L}])")
_NO_WORD_BEFORE: Final = frozenset("0123456789@_.-&?=#%<")
_GOES_ON: Final = re.compile("[0-9@_/=#%&-]|[.:?][A-Za-z0-9/]")
_CODE: Final = re.compile(r"[a-z]\w*(?:\.[a-z]{2,}|[(<>={;])")  # alert(…), document.cookie
_SPACED: Final = re.compile(f"(?<![{KANJI}] )(?<![{KANJI}])[{KANJI}](?: [{KANJI}]){{1,5}}(?![{KANJI}])")
_INITIAL: Final = re.compile("(?<![A-Za-z.])[A-Z][.] ?\\Z")
# Tickets: 「UEMATSU/YOKO MS」.
_TICKET: Final = re.compile("[A-Z]{2,14}/([A-Z]{2,14})(?: (?:MR|MS|MRS|MSTR|MISS))?(?![A-Za-z/])")
# 「トミ子」, 「えり子」, as far as no other word goes on behind.
_MIXED: Final = re.compile(
    f"(?:[ァ-ヺ]{{2,3}}|[ぁ-ゖ]{{2,3}})[子江枝代美恵](?=[^{KANJI}]|[様氏殿宅宛君方]|\\Z)"
)
_NEXT: Final = re.compile(f"[{KANJI}]{{1,4}}|[ァ-ヺー]{{2,7}}|[ぁ-ゖ]{{1,6}}")
_LIKE_A_NAME: Final = 2  # of likeness 0-3: no mark or word need set such a run of kanji off
_INSIDE: Final = 3  # from here on a run of kanji may hold a name between other words: 「代理人栗原和樹」
_LIKE: Final = ("みたい", "らしい", "っぽい")  # 花畑みたいに: no given name
_LONGEST_NAME: Final = 7
_WORDS: Final = around_names()
_AFTER_1: Final = frozenset(_WORDS["after_1"])
_AFTER_2: Final = frozenset(_WORDS["after_2"])
_ENGLISH: Final = frozenset(_WORDS["english"])
_CALLS: Final = (*_WORDS["called"], *_WORDS["calls"])
_ADVERBS: Final = tuple(_WORDS["adverbs"])
_BEHIND_ONE: Final = frozenset((*_WORDS["behind_one"], *_WORDS["behind_one_1"]))
_LIKELY: Final = frozenset(
    f"U{n}s{s}g{g}" for n in (2, 3) for s in range(4) for g in range(4) if max(s, g) >= _LIKE_A_NAME
)
_SETS_OFF: Final = frozenset("「→\n・\ue000")


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
            add_katakana(text, start, end, found)
        elif first >= "ぁ":
            if first != "ー":
                add_hiragana(text, start, end, known, found)
        elif (
            first <= "Z"
            or is_romaji_word(run.group())
            or start < 2
            or text[start - 1] != " "
            or not "A" <= text[start - 2] <= "z"
        ):
            _latin(text, start, found)
            if initial := _INITIAL.search(text, max(0, start - 3), start):
                _latin(text, initial.start(), found)
    for spaced in _SPACED.finditer(text) if " " in text else ():
        word = spaced.group().replace(" ", "")
        if (code := _written(word, known)) and code[0] in "WP":
            found.append((*spaced.span(), "Z" + code))
    return found


def _latin(text: str, start: int, found: list[Candidate]) -> None:
    """Add one to three words in Latin letters: how each is written, and whether it reads as a name."""
    words = _LATIN.match(text, start)
    if not words or (start and text[start - 1] in _NO_WORD_BEFORE) or _CODE.match(text, start):
        return
    if start > 1 and text[start - 1] in ":/" and text[start - 2] in "/abcdefghijklmnopqrstuvwxyz":
        return
    if (ticket := _TICKET.match(text, start)) and is_romaji_word(ticket[1]):
        found.append((start, ticket.end(1), "LT"))
        return
    code, end = "", start
    for word in words.group().split(" "):
        end += len(word) + (end > start)
        stop = end - (len(word) > 2 and word.endswith("."))
        if word.strip(".'’-").lower() in _ENGLISH:
            return
        if _GOES_ON.match(text, stop):
            return
        case = "A" if word.isupper() else "C" if word[0].isupper() else "a"
        code += case + ("r" if is_romaji_word(word.strip(".'’-")) else "x")
        found.append((start, stop, f"L{min(stop - start, 9)}{code}"))
        if stop < end:
            return


def _kanji(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    if end - start == 1:
        code = known.get(text[start])
        if not code:
            return
        after = text[end : end + 2] in _BEHIND_ONE or text[end : end + 1] in _BEHIND_ONE
        if after and not text.startswith(_ADVERBS, start):
            found.append((start, end, "W1" + code))
        if "s" in code and (after or "ァ" <= text[end : end + 1] <= "ヺ"):
            _with_given(text, start, end, code, known, found)
        return
    find = _in_kanji if end - start > LONGEST_KEPT else _kept_of_kanji
    starts, parts = find(text[start:end], text[end : end + 1])
    for s, e, code in parts:
        if code[0] not in "UV" or code in _LIKELY or _is_set_off(text, start + s, start + e):
            found.append((start + s, start + e, code))
    gap = text[end : end + 1] in GAPS and end < len(text)
    for s in starts:
        if end - start - s <= _LONGEST_NAME - 2:
            surname = known.get(text[start + s : end], "")
            if gap or "s" in surname:
                _with_given(text, start + s, end, surname, known, found)


def _in_kanji(run: str, following: str) -> tuple[tuple[int, ...], tuple[Candidate, ...]]:
    """Return where in a run of kanji names may start, and the stretches that may be names."""
    end, text, known = len(run), run + following, name_words()
    ends = [end, *(i for i in range(1, end) if text[i] in _AFTER_1 or text[i : i + 2] in _AFTER_2)]
    starts = _starts(run)
    if _INSIDE <= end <= LONGEST_RUN:
        people = [
            token for token in tokenise(run) if token.tag.startswith(("名詞,固有名詞,人", "名詞,固有名詞,地"))
        ]
        starts = list(dict.fromkeys((*starts, *(token.start for token in people))))
        ends = list(dict.fromkeys((*ends, *(token.end for token in people))))
    spans = ((s, e) for s in starts for e in ends if 0 < e - s <= _LONGEST_NAME)
    parts = ((s, e, _written(run[s:e], known)) for s, e in spans)
    return tuple(starts), tuple(part for part in parts if part[2])


_kept_of_kanji = lru_cache(maxsize=16384)(_in_kanji)


def _starts(run: str) -> list[int]:
    """Return where in a run of kanji a name may start: at once, and behind words that lead to names."""
    inside = range(max(1, len(run) - LONGEST_RUN), len(run))
    return [0, *(i for i in inside if run[i - 1] in BEFORE_1 or run[max(0, i - 2) : i] in BEFORE_2)]


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
            best = f"Q{n}{surname}+{len(word) - n}g{likeness(word[n:], 'g')}"
    if best:
        return best
    return _unlisted(word, known)


def _unlisted(word: str, known: dict[str, str]) -> str:
    """Return what a run of kanji is that no surname of a list begins: perhaps with a given name behind it."""
    for n in (2, 3, 1):
        if 1 <= len(word) - n <= 3 and "g" in known.get(word[-n:], "") and len(word) > 3:
            return f"V{len(word) - n}s{likeness(word[:-n], 's')}{known[word[-n:]]}"
    return f"U{len(word)}s{likeness(word, 's')}g{likeness(word, 'g')}" if len(word) <= 4 else ""


def _like_given(word: str) -> str:
    return f"{len(word)}g{likeness(word, 'g')}"


def _with_given(
    text: str, start: int, end: int, surname: str, known: dict[str, str], found: list[Candidate]
) -> None:
    """Add a surname with what stands behind it, with or without a space, where that may be its given name."""
    gap = text[end : end + 1] in GAPS and end < len(text)
    if "s" in surname:
        head = f"{end - start}{surname}"
    elif gap and end - start <= 4:
        head = f"u{end - start}s{likeness(text[start:end], 's')}"
    else:
        return
    if mixed := _MIXED.match(text, end + gap):
        found.append((start, mixed.end(), f"S{'_' * gap}{head}+m"))
    following = _NEXT.match(text, end + gap)
    if not following:
        return
    at, stop = following.span()
    if text[at] >= "㐀":
        found += [
            (start, e, f"S_{head}+{known.get(text[at:e]) or _like_given(text[at:e])}")
            for e in range(at + 1, min(stop, at + 3) + 1)
            if gap and (e == stop or text[e] in _AFTER_1 or text[e : e + 2] in _AFTER_2)
        ]
    elif text[at] >= "ァ":
        found.append((start, stop, f"S{'_' * gap}{head}+k{known.get(text[at:stop], '')}"))
    elif not text.startswith(_LIKE, at):
        grammar = text.startswith(FOLLOWS, at)
        for e in range(at + 2, min(stop, at + 5) + 1):
            code = known.get(text[at:e], "")
            listed = code and not code.endswith("-")
            if (listed or not grammar) and may_end(text, e):
                found.append((start, e, f"S{'_' * gap}{head}+h{code or e - at}"))
