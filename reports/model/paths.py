"""Names of files and folders of the site: made of ids only, never of words."""

import hashlib
import re

UNASSIGNED_FOLDER = "unassigned"
RISK_PAGE = "risk.html"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_TOPIC = re.compile(r"T[0-9]{6,}")
_RESERVED = frozenset({"index", "risk", "current", "agents", UNASSIGNED_FOLDER})


def name_safely(identifier: str) -> str:
    """Return `identifier` where it can be a file name as it is, else a hash of it.

    Two ids never share a name, also where capitals make no difference, nor take a name the site uses itself.
    """
    if _TOPIC.fullmatch(identifier):
        return identifier
    is_topic_like = _TOPIC.fullmatch(identifier.upper()) is not None
    taken = (
        is_topic_like
        or identifier.lower() in _RESERVED
        or identifier.startswith(("no-topic", "candidate-", "thread-", "x-"))
        or "--" in identifier
    )
    if _SAFE.fullmatch(identifier) and identifier == identifier.lower() and not taken:
        return identifier
    return "x-" + hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def name_folder(department: str | None) -> str:
    """Return the folder of a department; None = 未割当."""
    return UNASSIGNED_FOLDER if department is None else name_safely(department)


def name_page(topic_id: str | None, kind: str, *, topic_kind: str | None, role: str) -> str:
    """Return the first page of the sentences behind a count (further pages: `number_page`)."""
    if topic_id is None:
        stem = f"no-topic-{kind}"
    else:
        stem = name_safely(topic_id) + ("" if kind == topic_kind else f"--{kind}")
    return stem + ("" if role == "owner" else "--shared") + ".html"


def name_candidate_page(position: int) -> str:
    """Return the first page of the sentences of a candidate; `position` counts from 1."""
    return f"candidate-{position}.html"


def name_thread_page(number: int) -> str:
    """Return a page of threads; `number` counts from 1."""
    return f"thread-{number}.html"


def number_page(page: str, number: int) -> str:
    """Return the address of page `number` (from 1) of a paged list."""
    return page if number == 1 else f"{page.removesuffix('.html')}--p{number}.html"
