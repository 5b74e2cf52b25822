"""Finds a person's name beside a cue (様, と申します, 名前は); needs UniDic, so it is asked only there."""

import re
from collections.abc import Sequence
from typing import Final

from nlp.masking.kana import is_kana_line, kana_name_after, kana_name_before
from nlp.masking.name_left import Span, adjoins, cue_is_part_of_word, looks_given, name_ending_at
from nlp.masking.not_names import HIRAGANA, KANJI, KATAKANA, is_stop_word, word_lists
from nlp.masking.words import Token, is_given_name, is_surname, lexicon, tokenise

_LEFT: Final = 16
_RIGHT: Final = 20
# What is shaped like a given name after a surname and a space, before grammar goes on.
_GIVEN: Final = re.compile(
    "(?:[一-鿿]{1,3}|[ァ-ヺー]{2,6}|[ぁ-ゖ]{2,4}?)(?=$|です|でご|と申|様|さ[んま]|[でがはの])"
)
_KANA_NAME: Final = re.compile("[ぁ-ゖ]{3,5}?(?=です|でござ|様|さ[んま])")
# 「スガワラ ユウコ様」: UniDic tags the given name only.
_KANA_SURNAME: Final = re.compile(r"(?<![ァ-ヺー])[ァ-ヺー]{2,6} \Z")
_ENDS: Final = re.compile(r"\Z|です|でご|と申|と言|とい|って|様|さ[んま]|[でがはのもを]")
# UniDic may know all but the first letter of a surname: 多|田野. Kin and roles are no part of it.
_FIRST_LETTER: Final = re.compile(
    "(?<![一-鿿々])(?![妻夫母父兄姉弟妹娘孫嫁私僕俺係故亡元旧前新現甥姪])[一-鿿]\\Z"
)
_JOINTS: Final = " ・=."


def name_before(text: str, end: int, *, cue: str = "", strict: bool = False) -> Span | None:
    """Return the span of the name that ends at ``end``, where the cue starts; None if there is none.

    >>> name_before("担当の五百旗頭様", 7, cue="様")
    (3, 7)
    """
    if found := kana_name_before(text, end, certain=strict):
        return found
    start = end
    for char in reversed(text[max(0, end - _LEFT) : end]):
        if not (char.isalpha() or char in _JOINTS) or char == "私":
            break
        start -= 1
    stop = _end_of_letters(text, end, len(cue) + 3)
    region = text[start:stop]
    tokens = tokenise(region)
    last = next((i for i, token in enumerate(tokens) if token.end == end - start), None)
    if last is None or cue_is_part_of_word(tokens, last, cue):
        return None
    found = name_ending_at(tokens, last, strict=strict)
    if not found:
        return None
    first = found[0] + start
    while first > start and KATAKANA.fullmatch(text[first - 1 : first + 1]):
        first -= 1
    if _FIRST_LETTER.search(text, max(0, first - 2), first) and KANJI.match(text[first]):
        first -= 1
    surname = _KANA_SURNAME.search(text, max(0, first - 8), first) if KATAKANA.match(text[first]) else None
    return surname.start() if surname else first, found[1] + start


def name_after(text: str, start: int, *, strict: bool = False) -> Span | None:
    """Return the span of the name that starts at ``start``; None if there is none.

    >>> name_after("名前は山田花子です", 3)
    (3, 7)
    """
    if found := kana_name_after(text, start, certain=strict):
        return found
    region = text[start : _end_of_letters(text, start, _RIGHT)].rstrip()
    tokens = tokenise(region)
    if not tokens or tokens[0].start:
        return None
    end = _with_given_name(region, _tagged_end(tokens))
    if not end and not strict:
        end = _with_given_name(region, _guessed_end(region, tokens))
    end = _with_last_letter(region, end)
    return (start, start + end) if end and not is_stop_word(region[:end]) else None


def _with_last_letter(region: str, end: int) -> int:
    """Return the end of a name of which UniDic knows all but the last letter: 莉|央."""
    last = region[end : end + 1]
    inside = bool(end) and KANJI.fullmatch(region[end - 1 : end + 1])
    if not inside or not _ENDS.match(region, end + 1) or last in word_lists()["endings"]:
        return end
    return end + 1 if is_given_name(last) else end


def is_full_name(text: str) -> bool:
    """Return whether a text is surname and given name and nothing else: 「山田 花子」."""
    if is_kana_line(text):
        return True
    compact = text.replace(" ", "")
    tokens = tokenise(compact)
    if len(tokens) >= 2 and all(token.is_person for token in tokens):
        return is_surname(tokens[0].surface) and tokens[-1].surface not in word_lists()["endings"]
    if len(tokens) == 2 and "place" in lexicon(tokens[0].surface) and tokens[1].is_person:
        return len(tokens[0].surface) == 2 and is_given_name(tokens[1].surface)
    parts = text.split()
    splits = [(parts[0], parts[1])] if len(parts) == 2 else []
    return any(is_surname(a) and (is_given_name(b) or _is_given_alone(a, b)) for a, b in splits)


def _is_given_alone(surname: str, given: str) -> bool:
    kana = HIRAGANA.fullmatch(given) and len(surname) >= 2 and 2 <= len(given) <= 4
    return bool(kana) or not tokenise(given)[0].is_common


def _end_of_letters(text: str, start: int, most: int) -> int:
    """Return where letters and what joins words of names end, at `most` characters on."""
    end = start
    for char in text[start : start + most]:
        if not (char.isalpha() or char in _JOINTS):
            break
        end += 1
    return end


def _tagged_end(tokens: Sequence[Token]) -> int:
    end = 0
    for i, token in enumerate(tokens):
        if i and not adjoins(tokens[i - 1], token):
            break
        follows = bool(end) and i and tokens[i - 1].is_person
        rest = follows and KANJI.fullmatch(token.surface) and token.start == end and len(token.surface) <= 2
        joint = follows and token.surface in {"・", "="}
        before_given = i == 0 and len(tokens) > 1 and tokens[1].is_person and is_surname(token.surface)
        unlisted = (
            rest and token.surface not in word_lists()["titles"] and not lexicon(token.surface) - {"given"}
        )
        if token.is_person or before_given or unlisted:
            end = token.end
        elif not joint:
            break
    return end


def _with_given_name(region: str, end: int) -> int:
    """Return the end of the given name that follows a surname, also where UniDic does not tag it."""
    if not end or not is_surname(region[:end]):
        return end
    apart = region[end : end + 1] == " "
    start = end + apart
    rest = region[start : start + 5]
    sizes = range(len(rest), 0, -1)
    if known := next((n for n in sizes if " " not in rest[:n] and is_given_name(rest[:n])), 0):
        return start + known
    shaped = _GIVEN.match(region, start)
    if not shaped or not (apart or KANJI.fullmatch(shaped.group())):
        return end
    tail = tokenise(shaped.group())
    return shaped.end() if looks_given(shaped.group(), tail, apart=apart) else end


def _guessed_end(region: str, tokens: Sequence[Token]) -> int:
    first = tokens[0]
    pieces = (
        n for n in range(min(5, len(region)), 1, -1) if KANJI.fullmatch(region[:n]) and is_surname(region[:n])
    )
    if whole := next(pieces, 0):
        return whole
    for script in (KANJI, KATAKANA):
        if found := script.match(region):
            run = found.group()
            ordinary = first.is_common and not is_surname(first.surface)
            return (
                found.end()
                if 2 <= len(run) <= 8 and not ordinary
                else (first.end if is_surname(first.surface) else 0)
            )
    if found := HIRAGANA.match(region):
        sizes = range(min(6, found.end()), 2, -1)
        listed = next((n for n in sizes if is_surname(region[:n]) and not is_stop_word(region[:n])), 0)
        shaped = _KANA_NAME.match(region)
        return listed or (shaped.end() if shaped and "common" not in lexicon(shaped.group()) else 0)
    return 0
