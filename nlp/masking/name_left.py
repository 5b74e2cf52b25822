"""Walks left from an honorific or 「と申します」 to where the name starts."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from nlp.masking.not_names import HIRAGANA, KANJI, KATAKANA, LATIN, is_stop_word, word_lists
from nlp.masking.rare_surnames import rare_surnames
from nlp.masking.surnames import surnames
from nlp.masking.words import Token, is_given_name, is_surname, lexicon

Span = tuple[int, int]

_LONGEST_SURNAME: Final = 6
_PARTICLE: Final = re.compile("[のはにとがでもをやへ]")


def cue_is_part_of_word(tokens: Sequence[Token], last: int, cue: str) -> bool:
    """Return whether what follows a would-be name is another word than the cue: 様|子, さん|ざん."""
    following = tokens[last + 1].surface if last + 1 < len(tokens) else ""
    return bool(cue) and not (following and cue.lstrip().startswith(following))


def name_ending_at(tokens: Sequence[Token], last: int, *, strict: bool) -> Span | None:
    """Return the span, in the region of the tokens, of the name whose last token is ``last``."""
    token = tokens[last]
    before = tokens[last - 1] if last else None
    if token.surface in word_lists()["titles"] and before and before.is_person:
        return name_ending_at(tokens, last - 1, strict=strict)
    if is_stop_word(token.surface) and not (before and before.is_person and is_given_name(token.surface)):
        return None
    if before and before.end == token.start and before.surface in {"お", "ご", "御"}:
        return None
    if (whole := _listed_run(tokens, last)) is not None:
        return whole, token.end
    if (whole := _surname_of_pieces(tokens, last)) is not None:
        return whole, token.end
    if token.is_person:
        return _extend_left(tokens, last), token.end
    if (named := _surname_before_tail(tokens, last)) is not None:
        return named, token.end
    start = None if strict else _guessed_start(tokens, last)
    return None if start is None else (start, token.end)


def _listed_run(tokens: Sequence[Token], last: int) -> int | None:
    """Return where a run of kanji starts that is a rare surname or a full name: 大豆生田, 五反田|莉子."""
    word, first = tokens[last].surface, last
    while first and tokens[first - 1].end == tokens[first].start:
        left = tokens[first - 1].surface
        if not KANJI.fullmatch(left):
            break
        first -= 1
        word = left + word
    if first == last:
        return None
    sizes = range(2, min(len(word), _LONGEST_SURNAME))
    full = any(word[:n] in surnames().listed and is_given_name(word[n:]) for n in sizes)
    return tokens[first].start if full or word in rare_surnames() else None


def _surname_of_pieces(tokens: Sequence[Token], last: int) -> int | None:
    """Return where a surname starts that UniDic took apart here: 四十|万, 九|条."""
    word, first = tokens[last].surface, last
    while first and tokens[first - 1].end == tokens[first].start and len(word) < 5:
        first -= 1
        word = tokens[first].surface + word
        if not KANJI.fullmatch(word):
            return None
        if is_surname(word):
            return None if is_stop_word(word) else _extend_left(tokens, first)
    return None


def _surname_before_tail(tokens: Sequence[Token], last: int) -> int | None:
    """Return where a tagged surname starts that a rare given name follows: 比嘉 莉|愛, 山田 ひ|なた."""
    for first in range(last - 1, max(-1, last - 4), -1):
        surname, tail = tokens[first], tokens[first + 1 : last + 1]
        if any(not adjoins(a, b) for a, b in pairwise(tokens[first : last + 1])):
            return None
        if surname.is_person and is_surname(surname.surface):
            given = "".join(token.surface for token in tail)
            fits = is_given_name(given) or looks_given(given, tail, apart=tail[0].start > surname.end)
            return _extend_left(tokens, first) if fits else None
    return None


def looks_given(given: str, tail: Sequence[Token], *, apart: bool) -> bool:
    """Return whether an untagged word after a surname is its given name; ``apart``: after a space."""
    if given in word_lists()["titles"] or is_stop_word(given):
        return False
    if KANJI.fullmatch(given):
        ordinary = any(token.is_common and len(token.surface) >= 2 for token in tail)
        return len(given) <= 3 and not (ordinary and not apart) and given[-1] not in word_lists()["endings"]
    in_kana = HIRAGANA.fullmatch(given) or KATAKANA.fullmatch(given)
    return apart and bool(in_kana) and 2 <= len(given) <= 5


def adjoins(left: Token, right: Token) -> bool:
    """Return whether two tokens touch or have one space between them."""
    return right.start - left.end <= 1


def _extend_left(tokens: Sequence[Token], last: int) -> int:
    first = last
    while first and last - first < 4 and adjoins(tokens[first - 1], tokens[first]):
        left = tokens[first - 1]
        joint = left.surface in {"・", "="} and first > 1 and tokens[first - 2].is_person
        rare = (
            KANJI.fullmatch(left.surface)
            and left.end == tokens[first].start
            and (len(left.surface) == 1 and left.tag.startswith("名詞") and not is_stop_word(left.surface))
        )
        surname = (
            is_surname(left.surface) and is_given_name(tokens[first].surface) and KANJI.match(left.surface)
        )
        place = (
            len(left.surface) in {2, 3}
            and left.tag.startswith("名詞,固有名詞,地名")
            and (left.end == tokens[first].start and first == last and is_given_name(tokens[first].surface))
        )
        if not (left.is_person or joint or rare or place or (surname and not is_stop_word(left.surface))):
            break
        first -= 1
    return tokens[first].start


def _guessed_start(tokens: Sequence[Token], last: int) -> int | None:
    """Return where a name starts that UniDic does not tag here: rare, a place name, foreign, in hiragana."""
    token = tokens[last]
    if LATIN.fullmatch(token.surface):
        return _latin_start(tokens, last)
    if KATAKANA.fullmatch(token.surface):
        return _katakana_start(tokens, last)
    if KANJI.fullmatch(token.surface):
        return _kanji_start(tokens, last)
    return _hiragana_start(tokens, last)


def _latin_start(tokens: Sequence[Token], last: int) -> int | None:
    first = last
    while first and adjoins(tokens[first - 1], tokens[first]) and LATIN.fullmatch(tokens[first - 1].surface):
        first -= 1
    word = tokens[last].surface
    is_acronym = first == last and word.isupper() and len(word) <= 5
    return None if is_acronym or len(word) < 2 else tokens[first].start


def _katakana_start(tokens: Sequence[Token], last: int) -> int | None:
    known = lexicon(tokens[last].surface)
    first = last
    while (
        first
        and tokens[first - 1].end == tokens[first].start
        and KATAKANA.fullmatch(tokens[first - 1].surface)
    ):
        first -= 1
    ordinary = known and not known & {"surname", "given", "person"}
    if ordinary and (first == last or len(tokens[last].surface) >= 3):
        return None
    return _extend_left(tokens, first) if tokens[last].end - tokens[first].start >= 2 else None


def _kanji_start(tokens: Sequence[Token], last: int) -> int | None:
    token = tokens[last]
    if is_surname(token.surface):
        return token.start
    first = last
    while (
        first and tokens[first - 1].end == tokens[first].start and KANJI.fullmatch(tokens[first - 1].surface)
    ):
        first -= 1
    named = next((i for i in range(last, first - 1, -1) if tokens[i].is_person), None)
    tail = tokens[last if named is None else named + 1 : last + 1]
    if any(t.is_common and len(t.surface) >= 2 and not is_given_name(t.surface) for t in tail):
        return None
    if token.surface[-1] in word_lists()["endings"] and not is_given_name(token.surface):
        return None
    if named is not None:
        return tokens[named].start if token.end - tokens[named].end <= 3 else None
    run = "".join(t.surface for t in tokens[first : last + 1])
    if any(t.is_common and len(t.surface) >= 2 for t in tokens[first : last + 1]):
        return None
    return tokens[first].start if 2 <= len(run) <= 6 and not is_stop_word(run) else None


def _hiragana_start(tokens: Sequence[Token], last: int) -> int | None:
    first = last
    while (
        first
        and tokens[first - 1].end == tokens[first].start
        and HIRAGANA.fullmatch(tokens[first - 1].surface)
    ):
        first -= 1
    run = "".join(t.surface for t in tokens[first : last + 1])
    cuts = [0, *(m.end() for m in _PARTICLE.finditer(run))]
    for cut in cuts:
        word = run[cut:]
        if 3 <= len(word) <= 6 and not is_stop_word(word) and is_surname(word):
            return tokens[first].start + cut
    return None
