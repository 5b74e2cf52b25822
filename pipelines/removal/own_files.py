"""Names rows of the organisation's own files that look copied from a person; they are never edited here.

``labels.csv`` and its sisters belong to the people who wrote them: a tool that deletes rows on a likeness
destroys work that nothing else holds. So the rows are named, and a person decides.
"""

from collections.abc import Sequence
from pathlib import Path

from nlp.normalise import normalise
from pipelines.removal.person import SHORTEST
from pipelines.settings import Settings


def name_copied_rows(settings: Settings, sentences: Sequence[str]) -> list[str]:
    """Return ``labels.csv line 12``, ``journal/01J….json`` … for what holds a sentence or a part of one."""
    wanted = [text for sentence in sentences if len(text := _plain(sentence)) >= SHORTEST]
    if not wanted:
        return []
    files = sorted(path for path in settings.config_dir.iterdir() if path.suffix in {".csv", ".yaml"})
    named = [
        f"{path} line {number}"
        for path in files
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if _is_copied(line, wanted)
    ]
    entries = sorted((settings.home / "journal").glob("*.json"))
    return named + [f"journal/{path.name}" for path in entries if _is_copied(_text(path), wanted)]


def _is_copied(line: str, wanted: Sequence[str]) -> bool:
    plain = _plain(line)
    cells = [cell for cell in plain.replace('"', ",").split(",") if len(cell.strip()) >= SHORTEST]
    return any(text in plain or any(cell.strip() in text for cell in cells) for text in wanted)


def _plain(text: str) -> str:
    return normalise(" ".join(text.split())).text.strip().rstrip("。")


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", "replace")
