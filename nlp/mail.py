"""Parts of a mail that say nothing: quoted replies, greetings, signatures and notices of systems."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_QUOTED_LINE = re.compile(r"^[ \t]*(?:[>＞|｜≫»].*)$", re.MULTILINE)
# the line that introduces what somebody else wrote; a date alone is none: a customer begins so, too
_QUOTE_FROM = re.compile(
    r"^[ \t]*(?:-{2,}[ ]*(?:Original|Forwarded|元の|転送)[^\n]*|_{8,}\s*|Begin forwarded message:[ \t]*"
    r"|On [^\n]{5,80}(?:\n[^\n]{0,80})?wrote:"
    r"|(?=[^\n]{0,120}(?:\d:\d\d|<|氏名|メール))\d{4}(?:年\d{1,2}月\d{1,2}日"
    r"|[/-]\d{1,2}[/-]\d{1,2})[^\n]{0,100}(?:：|:|書きました)[ \t]*"
    r"|(?:From|差出人|送信者|送信元)[ ]?[:：][^\n]*\n(?:[^\n]{0,120}\n){0,3}"
    r"(?:Sent|Date|送信日時|日時|To|宛先|日付)[ ]?[:：][^\n]*)$",
    re.MULTILINE,
)
_HEADER_LINE = re.compile(
    r"[ \t]*(?:(?:From|Sent|Date|To|Cc|CC|Subject|Reply-To|差出人|送信者|送信元|送信日時|日時|日付|宛先"
    r"|件名)[ ]?[:：][^\n]*|-{2,}[^\n]*)?(?:\n|$)"
)
# what ticket systems, lists and law departments add to every mail
_NOTICE = re.compile(
    r"^[ \t※*・【]*(?:#{2,}-[^\n]*|(?:この|本|当)メールは[^\n。]{0,24}(?:送信専用|自動(?:送信|配信|返信"
    r"|的|で)|システムから|システムより)[^\n]*"
    r"|(?:この|本|当)メール(?:に|へ|への)(?:ご)?返信(?:する(?:と|ことで)|いただ(?:いて|き)も|され(?:て"
    r"|まして)も|は)[^\n]*(?:ください|下さい|ませ|できません|出来ません|かねます|いたします|なります"
    r"|されます)[^\n]*"
    r"|(?:この|本|当)(?:電子)?(?:メール|メッセージ)(?:に|は|の)[^\n]{0,40}(?:機密|秘密|宛先以外"
    r"|受信者以外|名宛人|意図された)[^\n]*"
    r"|[^\n]{0,40}(?:誤って(?:受信|送信|お受け取り|届い)|(?:心|お心)当たりのない)[^\n]{0,40}(?:破棄"
    r"|削除)[^\n]*"
    r"|[^\n]{0,12}(?:配信|購読|メルマガ)(?:の)?(?:停止|解除)[^\n]{0,30}(?:こちら|https?:|URL)[^\n]*"
    r"|(?:This e-?mail|The information (?:in|contained)|CONFIDENTIAL|Copyright|©)[^\n]*)$",
    re.MULTILINE,
)
_DRAWN: Final = "[-=_*＊━─―ー・~〜+＋┌┐└┘╋┏┓◇◆□■☆★.:]"  # what people draw lines of
_RULE = re.compile(rf"--[ ]?|{_DRAWN}{{4,}}[^\n]{{0,10}}")
_MAY_RULE = re.compile(rf"--|{_DRAWN}{{4}}")
_MAY_NOTICE = re.compile("#-|メール|メッセージ|誤って|当たりのない|配信|購読|This|The|CONF|Copy|©")
# cheap looks at what most texts have none of: a line that begins as quotes do, or one that can be signed
_MAY_QUOTE = re.compile(r"\n[ \t]*[-_BOF差送>＞|｜≫»\d]")
_MAY_SIGN = re.compile(rf"[\d@(:［[㈱]|Sent|から送信|会社|[部課室店係局]$|^(?:--|{_DRAWN}{{3}})")
_BLANK: Final = " \t\r　"
_GLANCE: Final = 400  # characters looked at above and below the line that introduces a quote
_SIGNATURE_LINES: Final = 10
_SENTENCE_ENDS: Final = ("。", "！", "!", "？", "?")
_HEAD_LINES: Final = 8
_SUBJECT: Final = ("件名", "Subject")

_NAME: Final = r"[［\[]氏名\d+[］\]]"
_PLACEHOLDER: Final = r"[［\[](?:電話番号|メール|郵便番号|住所|URL|会員番号|アカウント)\d+[］\]]"
_LABEL: Final = (
    r"(?:〒|℡|(?i:tel|fax|e-?mail|mail|mobile|url|web|hp)|電話(?:番号)?|携帯(?:電話|番号)?|自宅"
    r"|メール(?:アドレス)?"
    r"|住所|郵便番号|(?:お?名前|氏名)|会員番号)"
)
_CONTACT = re.compile(
    rf"{_LABEL}[ ]*[:：/]?[ ]*(?:{_PLACEHOLDER}|[+(]?[\d(][-\d() ]{{5,20}}|[\w.+-]+@[\w.-]+"
    rf"|https?://\S+)[^。\n]{{0,20}}"
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
    r"|(?:(?:いつも|平素(?:より|は)|大変|日頃(?:より|は)|毎度)[^。\n]{0,8})?お世話に(?:なって(?:おり"
    r"|い)ます|なります|なっております)[。!！]?"
    rf"(?:[^。\n]{{0,12}}{_NAME}(?:です|と申します|でございます)[。]?)?"
    r"|(?:株式|有限|合同|合資)会社[一-鿿々ァ-ヺーA-Za-z&・. ]{1,20}"
    r"|[一-鿿々ァ-ヺーA-Za-z&・. ]{1,20}(?:株式|有限|合同|合資)会社"
    rf"|(?:私[、は]?|会員の|えーと|先日[^。\n]{{0,12}}の)?{_NAME}(?:です|と申します|でございます)[。]?"
)


class _Line(NamedTuple):
    start: int
    end: int
    text: str


class Silent(NamedTuple):
    """A part of a mail in which the customer says nothing now: greeting, quote, signature or notice."""

    start: int
    end: int
    part: str


def silent_spans(text: str) -> list[Silent]:
    """Find greetings, quoted replies, notices of systems and the signature: in order, not overlapping.

    None in one line. A line that begins with ``>`` is a quote, and so is everything behind
    ``-----Original Message-----`` unless what follows is marked with ``>`` (then answers between the quotes
    are said) or nothing stands above it (a forwarded mail). A rule or ``--`` starts a signature when no more
    than ten short lines follow; without one, the last lines are a signature when all of them are a name, a
    firm, an address, phone or mail, masked or not: 「［氏名1］ 拝⏎［住所1］⏎E-mail ［メール1］」. Lines at
    the head that only greet are silent, too.
    """
    if "\n" not in text:
        return []
    greetings = list(_greetings(text, len(text)))
    cut: list[Silent] = []
    end = len(text)
    if _MAY_QUOTE.search("\n" + text):
        introduced, end = _introduced(text, greetings[-1][1] if greetings else 0)
        cut += [Silent(a, b, "quote") for a, b in introduced]
        cut += [Silent(*match.span(), "quote") for match in _QUOTED_LINE.finditer(text, 0, end)]
    if _MAY_NOTICE.search(text):
        cut += [Silent(*match.span(), "notice") for match in _NOTICE.finditer(text, 0, end)]
    cut.sort()
    said = _last_said(text, cut, end)
    start = _signature_start(text, said)
    if start == len(text) and not (greetings or cut):
        return []
    spans = [Silent(a, min(b, start), "greeting") for a, b in greetings]
    spans += [span for span in cut if span.end <= start or span.start >= said]
    if start < said:
        spans.append(Silent(start, said, "signature"))
    if end < len(text):
        spans.append(Silent(end, len(text), "quote"))
    return _joined(sorted(spans))


def _introduced(text: str, head: int) -> tuple[list[tuple[int, int]], int]:
    """Lines that introduce a quote, and where the quote begins that lasts to the end (else the length).

    `head` is where the greetings end.
    """
    lines: list[tuple[int, int]] = []
    for match in _QUOTE_FROM.finditer(text):
        start, end = match.span()
        if lines and start < lines[-1][1]:
            continue
        while end < len(text) and (header := _HEADER_LINE.match(text, end + 1)) and header.end() > end + 1:
            end = header.end() - (header.group()[-1] == "\n")
        below = text[end : end + _GLANCE].lstrip()
        is_above = any(map(str.isalnum, text[max(head, start - _GLANCE) : start]))
        if is_above and below and below[0] not in ">＞|｜≫»":
            return lines, start
        lines.append((start, end))
    return lines, len(text)


def _last_said(text: str, quotes: list[Silent], end: int) -> int:
    """Find where the quotes and notices that close the mail begin, else `end`."""
    for a, b, _ in reversed(quotes):
        if text[b:end].strip():
            break
        end = a
    return end


def _joined(spans: list[Silent]) -> list[Silent]:
    joined: list[Silent] = []
    for a, b, part in spans:
        start = max(a, joined[-1].end) if joined else a
        if start < b:
            joined.append(Silent(start, b, part))
    return joined


def _lines_upward(text: str, end: int, count: int) -> Iterator[_Line]:
    """Yield the last lines before `end`, the lowest first; never looks at more of the text than these."""
    for _ in range(count):
        start = text.rfind("\n", 0, end) + 1
        yield _Line(start, end, text[start:end].strip(_BLANK))
        if not start:
            return
        end = start - 1


def _greetings(text: str, end: int) -> Iterator[tuple[int, int]]:
    start = 0
    for _ in range(_HEAD_LINES):
        stop = text.find("\n", start, end)
        line = text[start : end if stop < 0 else stop]
        if line.strip() and not line.startswith(_SUBJECT):
            if len(line) > 80 or not _GREETING.fullmatch(line.strip(_BLANK)):
                return
            yield start, start + len(line)
        if stop < 0:
            return
        start = stop + 1


def _signature_start(text: str, end: int) -> int:
    """Find where the signature begins, else `end`."""
    if not _may_be_signed(text, end):
        return end
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


def _may_be_signed(text: str, end: int) -> bool:
    """Whether a rule is anywhere, or the last line can be signed; cheap."""
    said = text[:end].rstrip(_BLANK + "\n")
    last = said[said.rfind("\n") + 1 :].lstrip(_BLANK)
    return bool(_MAY_SIGN.search(last) or _MAY_RULE.search(text, 0, end))


def _block_start(lines: list[_Line]) -> int | None:
    """Find the top of the lines at the end that are all name, firm and contact data."""
    top, contacts, names = None, 0, 0
    for line in lines:
        if not line.text:
            continue
        if len(line.text) >= 60 or not (contacts or _MAY_SIGN.search(line.text)):
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
