"""Stretches in katakana and hiragana that may be a person's name."""

import re
from functools import lru_cache
from typing import Final

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
from nlp.masking.people.lexicon import around_names, name_words

_WORDS: Final = around_names()
_KANJI_NEXT: Final = re.compile(f"[{KANJI}]{{1,3}}(?![{KANJI}])")
_LEAD: Final = re.compile(
    "(?=((?<=書)いて|(?:なまえ|みょうじ)[はが]|ひらがな[ではの]|どう?も(?:ー|です)?|まいど|です(?:[かねよが]|けど)?|ます(?:[かねが]|けど)?|から(?:は|の)?|[みりしき]は|えーと|えっと|ええと|えー|あのー?|はい|ええ"
    "|した|って|より|うちの(?:子の?)?|わたし|わたくし|ぼく|おれ|うち|もしもし|すみません|すいません|こんにちは|ございます|けど"
    "|うーん?と|うちの|[てい]る|いえ|いや|じゃなくて|ではなく|だった|れた|った|んは|ども|では|には|うちの|[きど]の|[のはがともにでへをあやかるた]))"
)
_CALLED: Final = tuple(_WORDS["called"])
_BEHIND: Final = re.compile(
    "さん|さま|ちゃん|くん|様|氏|と申|ともう|という|といい|と言[いっ]|が承|がお|が担|が対|って言|っていい|です|でござい|なんで|から(?:電話|連絡)|に代"
)
_COPULAS: Final = tuple(_WORDS["copulas"])
_LONG_KANA: Final = 5
_ROLES: Final = re.compile(
    "オペレーター|スタッフ|マネージャー|マネジャー|リーダー|ドライバー|インストラクター|コーチ|トレーナー|アシスタント|アルバイト|パート|チーフ|オーナー|ヘルパー|ガイド|シェフ|ドクター"
)
_JOINTS: Final = frozenset(" ・=")
_SPELLINGS: Final = frozenset("abc")
_WELL_KNOWN: Final = frozenset("bc")
_PARTICLES: Final = frozenset("はがのもとで")
_KIN: Final = re.compile("[娘孫妹弟姉兄妻嫁母父姪甥子女男]\\Z")


def _unknown_kana(text: str, start: int, end: int) -> str:
    """Return the kind of a word in hiragana that no list holds; empty where no name can stand."""
    if text.startswith(_CALLED, end):
        return "HU"
    return "HV" if end - start > 2 and text.startswith(_COPULAS, end) and _stands_first(text, start) else ""


def _stands_first(text: str, start: int) -> bool:
    """Return whether nothing, a mark or の stands before."""
    return not start or not text[start - 1].isalnum() or text[start - 1] == "の"


def may_end(text: str, end: int) -> bool:
    """Return whether a word in hiragana may end here: no more hiragana, or grammar goes on."""
    return end == len(text) or not "ぁ" <= text[end] <= "ゖ" or text.startswith(FOLLOWS, end)


def add_katakana(text: str, start: int, end: int, found: list[Candidate]) -> None:
    """Add a run of katakana, and what it makes with runs and kanji behind it: 「マリア・サントス」."""
    if end - start > LONGEST_RUN or (
        start > 1 and text[start - 1] in _JOINTS and "ァ" <= text[start - 2] <= "ー"
    ):
        return
    if end - start > 1:
        found.append((start, end, _kata_code(text[start:end])))
        _beside_role(text, start, end, found)
    parts, at = [text[start:end]], end
    _with_kanji(text, start, end, _kata_code(parts[0]), found)
    while len(parts) < 6 and text[at : at + 1] in _JOINTS and "ァ" <= text[at + 1 : at + 2] <= "ヺ":
        stop = at + 1
        while stop < len(text) and "ァ" <= text[stop] <= "ー":
            stop += 1
        parts.append(text[at + 1 : stop])
        codes = "+".join(map(_kata_code, parts))
        found.append((start, stop, f"KK{text[at]}{codes}"))
        _with_kanji(text, start, stop, "KK", found)
        at = stop


def _beside_role(text: str, start: int, end: int, found: list[Candidate]) -> None:
    """Add what is written as one with a role: 「オペレーター|ハマダ」, 「ナカジマ|コーチ」."""
    role = _ROLES.search(text, start, end)
    if not role:
        return
    for s, e in ((start, role.start()), (role.end(), end)):
        if e - s > 1 and name_words().get(text[s:e]):
            found.append((s, e, _kata_code(text[s:e])))


def _with_kanji(text: str, start: int, end: int, code: str, found: list[Candidate]) -> None:
    """Add a name in kana with a name in kanji behind it: 「ジョンソン恵子」, 「たなか 恵」."""
    gap = text[end : end + 1] in GAPS and end < len(text)
    following = _KANJI_NEXT.match(text, end + gap)
    if following and end - start > 1:
        known = name_words().get(following.group(), "")
        if "g" in known or "s" in known:
            found.append((start, following.end(), f"Y{'_' * gap}{code[:2]}+{known}"))


@lru_cache(maxsize=8192)
def _kata_code(word: str) -> str:
    known = name_words()
    code = known.get(word)
    if code:
        return f"K{min(len(word), 6)}{code}"
    for n in range(2, len(word) - 1):
        surname, given = known.get(word[:n], ""), known.get(word[n:], "")
        if surname[-2:-1] in {"a", "b", "c"} and given[-1:] in {"b", "c"}:
            return f"KP{surname[-2]}{given[-1]}"
    return f"KU{min(len(word), 8)}"


def add_hiragana(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    """Add what a run of hiragana holds; the same runs come again and again, so what they hold is kept."""
    if text[end : end + 1] == " " or end - start > LONGEST_KEPT:
        _hiragana(text, start, end, known, found)
        return
    low = max(0, start - 2)
    if kept := _in_hiragana(text[low : end + 4], start - low, end - low):
        found += [(low + s, low + e, code) for s, e, code in kept]


@lru_cache(maxsize=16384)
def _in_hiragana(text: str, start: int, end: int) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    _hiragana(text, start, end, name_words(), found)
    return tuple(dict.fromkeys(found))


def _hiragana(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    before = text[start - 1] if start else ""
    inside = "一" <= before <= "鿿" or "ァ" <= before <= "ー"
    if not inside or before in BEFORE_1 or before == "子" or text[max(0, start - 2) : start] in BEFORE_2:
        _hiragana_at(text, start, end, known, found)
    if end - start > _LONG_KANA:
        _hiragana_before(text, start, min(end, start + 40), known, found)
    behind, particles = _behind_leads(text, start, end)
    for at in sorted(behind):
        _hiragana_at(text, at, end, known, found)
    for at in sorted(particles - behind):
        _hiragana_given(text, at, end, known, found)
    _of_kin(text, start, end, known, found)


def _behind_leads(text: str, start: int, end: int) -> tuple[set[int], set[int]]:
    """Return where in a run names may start: behind words that lead to them, and behind lone particles."""
    behind, particles = set[int](), set[int]()
    for lead in _LEAD.finditer(text, start, min(end, start + 40)):
        at, stop = lead.span(1)
        if stop < end - 1:
            (behind if stop - at > 1 or at == start else particles).add(stop)
        if at == start and stop - at > 1 and text[at] in _PARTICLES and at + 1 < end - 1:  # は|いとう
            behind.add(at + 1)
    return behind, particles


def _of_kin(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    """Add a word that no list holds behind someone of the family: 「娘が|ひまり|で」."""
    if not _KIN.search(text, max(0, start - 2), start):
        return
    at = start + (text[start] in _PARTICLES)
    if not text.startswith(FOLLOWS, at):
        ends = range(at + 2, min(end, at + 4) + 1)
        found += [(at, e, f"HK{e - at}") for e in ends if text[at:e] not in known and may_end(text, e)]


def _hiragana_given(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    """Add well-known readings behind a particle inside a run: 「子どもが|ひなた|と」."""
    for e in range(start + 3, min(end, start + 5) + 1):
        code = known.get(text[start:e], "")
        if (
            (code[-1:] in _WELL_KNOWN or code[-2:-1] in _WELL_KNOWN)
            and "c" not in code[:-3]
            and may_end(text, e)
        ):
            found.append((start, e, f"H{e - start}{code}"))


def _hiragana_before(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    """Add well-known readings right before what is said behind names, wherever that stands in the run."""
    for behind in _BEHIND.finditer(text, start + 3, min(len(text), end + 2)):
        e = behind.start()
        for n in range(3, 6):
            code = known.get(text[e - n : e], "") if start < e - n else ""
            given = code[-1:] in _WELL_KNOWN and text[e - n - 1] in _PARTICLES
            if given or code[-2:-1] in _WELL_KNOWN:
                found.append((e - n, e, f"H{n}{code}"))


def _hiragana_at(text: str, start: int, end: int, known: dict[str, str], found: list[Candidate]) -> None:
    top = min(end, start + 8)
    for e in range(start + 2, min(top, start + 6) + 1):
        code = known.get(text[start:e])
        if code and may_end(text, e):
            found.append((start, e, f"H{e - start}{code}"))
            if e == end and text[e : e + 1] == " ":
                _hira_given(text, start, e, f"{e - start}{code}", known, found)
            if e == end:
                _with_kanji(text, start, e, "H", found)
        elif not code and e - start <= 5 and (kind := _unknown_kana(text, start, e)):
            found.append((start, e, f"{kind}{e - start}"))
    for n in range(start + 2, min(top - 2, start + 5) + 1):
        surname = known.get(text[start:n], "")
        if surname[-2:-1] not in _SPELLINGS:
            continue
        for e in range(n + 2, top + 1):
            given = known.get(text[n:e], "")
            if given[-1:] in _WELL_KNOWN and text[start:e] not in known and may_end(text, e):
                found.append((start, e, f"HP{surname[-2]}{given[-1]}{e - start}"))


def _hira_given(
    text: str, start: int, end: int, code: str, known: dict[str, str], found: list[Candidate]
) -> None:
    for e in range(end + 3, end + 7):
        if e > len(text) or not "ぁ" <= text[e - 1] <= "ゖ":
            return
        given = known.get(text[end + 1 : e], "")
        if (given or code[-2] in _WELL_KNOWN) and may_end(text, e):
            found.append((start, e, f"HH{code}+{given}"))
