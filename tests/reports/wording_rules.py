"""What must hold of the words on every page of a site, whatever the company and its data."""

import re
from collections.abc import Iterator
from pathlib import Path

from reports.model.daily import NOT_COUNTED, NOTHING_TODAY

FORBIDDEN = ("急増", "激増", "深刻", "炎上", "None", "NaN", "{{", "undefined")
ORDER = ("データは揃っているか", "【至急確認】", "【打ち手のその後】", "【お褒め】", "【ご回答待ち】", "【数字の読み方】",
         "【前週分の訂正】")  # fmt: skip
_RANGE = re.compile(r"平常の幅([\d,]+)〜([\d,]+)件")
_DECISION = re.compile(
    r"<li>\s*<h3>(.*?)</h3>\s*<p class=\"figure\"><strong>(.*?)</strong>(.*?)</li>", re.DOTALL
)


def broken_rules(site: Path) -> Iterator[str]:
    """Yield one line for each sentence that breaks a rule."""
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        name = path.relative_to(site).as_posix()
        yield from (f"{name}: {fault}" for fault in _faults(path, page))


def _faults(path: Path, page: str) -> Iterator[str]:
    own = _own_words(page)
    yield from (f"says {word}" for word in FORBIDDEN if word in own)
    yield from (f"range {low}〜{high}" for low, high in _RANGE.findall(own) if _number(low) > _number(high))
    yield from (f"quotes a placeholder: {said}" for said in _quotes(page) if "［" in said)
    if re.fullmatch(r"\d{4}-W\d\d", path.parent.name) and path.name == "index.html":
        yield from _faults_of_week(path, page, own)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", path.parent.name):
        says_nothing = NOTHING_TODAY in own or NOT_COUNTED in own
        # What the checks only warn of is shown below, and is nothing that a department could act on.
        shown = re.findall(r'<section class="data gaps"|<section[^>]* aria-labelledby="(?!data)', page)
        if says_nothing == bool(shown):
            yield "is quiet and shows something, or neither"


def _faults_of_week(path: Path, page: str, own: str) -> Iterator[str]:
    places = [own.find(heading) for heading in ORDER]
    if -1 in places or places != sorted(places):
        yield f"headings stand at {places}"
    decisions = _DECISION.findall(page)
    if len(decisions) > 3:
        yield f"asks for {len(decisions)} decisions"
    for heading, cases, rest in decisions:
        found = _RANGE.search(_plain(rest))
        count = _number(re.search(r"[\d,]+", _plain(cases))[0])
        if "増えています" in _outside_names(_plain(heading)) and not (found and count > _number(found[2])):
            yield f"says that {count} cases rise, normal {found and found[0]}"
        if "増えたとはまだ言えません" in rest and "増えています" in _outside_names(_plain(heading)):
            yield "says that it rises and that this cannot be said"
        if "増えたとはまだ言えません" in rest and "ご判断をお願いします" in rest:
            yield "asks for a decision about what may be chance"
    for address, cases in re.findall(
        r'<a href="([a-z0-9-]+\.html|T\d+[a-z0-9-]*\.html)">([\d,]+)件</a>', page
    ):
        if f"{cases}件(" not in _plain((path.parent / address).read_text(encoding="utf-8")):
            yield f"prints {cases} for {address}, whose rows say otherwise"


def _own_words(page: str) -> str:
    """Return what Koe says itself: no customers' words, no names."""
    main = page[page.find("<main") :]
    for pattern in (
        r"<blockquote.*?</blockquote>",
        r"<q>.*?</q>",
        r'<td class="said">.*?</td>',
        r"<svg.*?</svg>",
    ):
        main = re.sub(pattern, "", main, flags=re.DOTALL)
    return _outside_names(_plain(main))


def _outside_names(text: str) -> str:
    return re.sub(r"「[^」]*」", "", text)


def _quotes(page: str) -> list[str]:
    return re.findall(r"<blockquote><p>(.*?)</p>", page, re.DOTALL)


def _plain(page: str) -> str:
    return re.sub(r"<[^>]*>", "", page)


def _number(text: str) -> int:
    return int(text.replace(",", ""))
