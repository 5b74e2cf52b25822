"""Parts of a mail that say nothing: quoted replies, greetings and signatures."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_QUOTED_LINE = re.compile(r"^[ \t]*(?:[>＞|｜].*)$", re.MULTILINE)
_QUOTE_FROM = re.compile(
    r"^[ \t]*(?:-{2,}[ ]*(?:Original|Forwarded|元の|転送)[^\n]*|_{8,}\s*|On [^\n]{5,80}wrote:"
    r"|\d{4}年\d{1,2}月\d{1,2}日[^\n]{0,80}(?:：|:|書きました)[ \t]*"
    r"|(?:From|差出人|送信者)[ ]?[:：][^\n]*\n(?:[^\n]{0,120}\n){0,3}"
    r"(?:Sent|Date|送信日時|日時|To|宛先)[ ]?[:：][^\n]*)$",
    re.MULTILINE,
)
_RULE = re.compile(r"--[ ]?|[-=_*＊━─―ー・~〜+＋┌┐└┘╋┏┓◇◆□■☆★.:]{4,}[^\n]{0,10}")
_SIGNATURE_LINES: Final = 10
_SENTENCE_ENDS: Final = ("。", "！", "!", "？", "?")
_HEAD_LINES: Final = 4

_NAME: Final = r"[［\[]氏名\d+[］\]]"
_PLACEHOLDER: Final = r"[［\[](?:電話番号|メール|郵便番号|住所|URL|会員番号|アカウント)\d+[］\]]"
_LABEL: Final = (
    r"(?:〒|℡|(?i:tel|fax|e-?mail|mail|mobile|url|web|hp)|電話(?:番号)?|携帯(?:電話|番号)?|自宅|メール(?:アドレス)?"
    r"|住所|郵便番号|(?:お?名前|氏名)|会員番号)"
)
_CONTACT = re.compile(
    rf"{_LABEL}[ ]*[:：/]?[ ]*(?:{_PLACEHOLDER}|[+(]?[\d(][-\d() ]{{5,20}}|[\w.+-]+@[\w.-]+|https?://\S+)[^。\n]{{0,20}}"
    rf"|(?:[〒(（]?{_PLACEHOLDER}[)）]?[ 、,/]*)+|〒?[ ]?\d{{3}}-?\d{{4}}(?: [^。\n]{{2,40}})?"
    r"|[\w.+-]+@[\w.-]+\.[a-z]{2,}|https?://\S+|[+(]?0\d{1,3}[-)] ?\d{2,4}-\d{3,4}"
    r"|(?:北海道|東京都|京都府|大阪府|[一-鿿]{2,3}県)[^。\n]{2,40}\d[^。\n]{0,30}",
)
_SENT_FROM = re.compile(
    r"Sent from my [\w ]{2,20}\.?"
    r"|(?:iPhone|iPad|Android|スマートフォン|スマホ|携帯(?:電話)?|Outlook)\S{0,12}から送信(?:しました)?。?"
)
_COMPANY = re.compile(
    r"[^。、\n]{0,20}(?:株式|有限|合同|合資)会社[^。、\n]{0,30}|㈱[^。、\n]{1,30}"
    rf"|[^。、\n]{{2,16}}[部課室店係局]([ ]{_NAME})?"
)
_SIGNED = re.compile(rf"{_NAME}(?:[ ]?{_NAME})?(?:[ ]?[(（][^)）\n]{{1,20}}[)）])?[ ]?(?:拝上?|より)?")
# A name the masker does not know stands in no sentence: no particle, no ending of a verb.
_MAYBE_SIGNED = re.compile(
    r"(?:[一-鿿々ヶァ-ヺー]{1,5}[ 　][一-鿿々ヶァ-ヺーぁ-ゖ]{1,6}|[ァ-ヺー]{4,12}|[一-鿿々]{2,6})"
    r"(?:[ ]?(?:拝上?|より))?"
)
_GREETING = re.compile(
    r"(?:前略|拝啓|拝復|謹啓|冠省)[。、]?|[^。\n]{1,30}(?:御中|各位|ご担当者?(?:様|さま)|相談室(?:様)?)"
    rf"|{_NAME}[ ]?(?:様|さま)|(?:はじめまして|初めまして|こんにちは|こんばんは|おはようございます)[。!！]?"
    r"|(?:(?:いつも|平素(?:より|は)|大変|日頃(?:より|は)|毎度)[^。\n]{0,8})?お世話に(?:なって(?:おり|い)ます|なります|なっております)[。!！]?"
    rf"(?:[^。\n]{{0,12}}{_NAME}(?:です|と申します|でございます)[。]?)?"
    rf"|(?:私[、は]?|会員の|えーと|先日[^。\n]{{0,12}}の)?{_NAME}(?:です|と申します|でございます)[。]?"
)


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def silent_spans(text: str) -> list[tuple[int, int]]:
    """Find quoted replies, greetings and the signature: spans in order, not overlapping; none in one line.

    A line that begins with ``>`` is a quote; behind ``-----Original Message-----`` everything is. A rule or
    ``--`` starts a signature when no more than ten short lines follow; without one, the last lines are a
    signature when all of them are a name, a firm, an address, phone or mail, masked or not:
    「［氏名1］ 拝⏎［住所1］⏎E-mail ［メール1］」. Lines at the head that only greet are silent, too.
    """
    if "\n" not in text:
        return []
    end = len(text)
    if found := _QUOTE_FROM.search(text):
        end = found.start()
    quotes = [match.span() for match in _QUOTED_LINE.finditer(text, 0, end)]
    said = _last_said(text, quotes, end)
    start = _signature_start(text, said)
    spans = [*_greetings(text, start), *((a, b) for a, b in quotes if b <= start or a >= said)]
    if start < said:
        spans.append((start, said))
    if end < len(text):
        spans.append((end, len(text)))
    return _joined(sorted(spans))


def _last_said(text: str, quotes: list[tuple[int, int]], end: int) -> int:
    """Find where the quotes that close the mail begin, else `end`."""
    for a, b in reversed(quotes):
        if text[b:end].strip():
            break
        end = a
    return end


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for a, b in spans:
        start = max(a, joined[-1][1]) if joined else a
        if start < b:
            joined.append((start, b))
    return joined


def _lines_upward(text: str, end: int, count: int) -> Iterator[_Line]:
    """Yield the last lines before `end`, the lowest first; never looks at more of the text than these."""
    for _ in range(count):
        start = text.rfind("\n", 0, end) + 1
        yield _Line(start, end, text[start:end].strip(" \t\r　"))
        if not start:
            return
        end = start - 1


def _greetings(text: str, end: int) -> Iterator[tuple[int, int]]:
    start = 0
    for _ in range(_HEAD_LINES):
        stop = text.find("\n", start, end)
        line = text[start : end if stop < 0 else stop]
        if line.strip() and (len(line) > 80 or not _GREETING.fullmatch(line.strip(" \t\r　"))):
            return
        if line.strip():
            yield start, start + len(line)
        if stop < 0:
            return
        start = stop + 1


def _signature_start(text: str, end: int) -> int:
    """Find where the signature begins, else `end`."""
    # only the last lines can hold it; looking at all of them would cost their square
    lines = list(_lines_upward(text, end, _SIGNATURE_LINES + 3))
    # a rule above sentences divides the mail, it does not close it
    is_said = (len(line.text) >= 60 or line.text.endswith(_SENTENCE_ENDS) for line in lines)
    short = next((i for i, said in enumerate(is_said) if said), len(lines))
    below_rule = [line.start for line in lines[:short] if line.text and _RULE.fullmatch(line.text)]
    starts = [start for start in below_rule if text[:start].strip()]
    block = _block_start(lines)
    if block is not None and text[:block].strip():
        starts.append(block)
    return min(starts, default=end)


def _block_start(lines: list[_Line]) -> int | None:
    """Find the top of the lines at the end that are all name, firm and contact data."""
    top, contacts, names = None, 0, 0
    for line in lines:
        if not line.text:
            continue
        if len(line.text) >= 60:
            break
        if _CONTACT.fullmatch(line.text):
            contacts += 1
        elif (
            _SENT_FROM.fullmatch(line.text)
            or _SIGNED.fullmatch(line.text)
            or (contacts and _MAYBE_SIGNED.fullmatch(line.text))
        ):
            names += 1
        elif _COMPANY.fullmatch(line.text):
            names += "氏名" in line.text
        elif not _RULE.fullmatch(line.text):
            break
        top = line.start
    return top if names or contacts >= 2 else None
