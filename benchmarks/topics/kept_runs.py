"""Runs of another tool kept beside its environment: its minutes need not be spent again on the same texts."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_DECIDING = ("requirements.txt", "bertopic_run.py")


@dataclass
class KeptRuns:
    """Answers by texts, versions and the code that ran them.

    Attributes
    ----------
    folder : where they are kept
    used, made : how many answers were kept ones, and how many were made
    """

    folder: Path
    used: int = 0
    made: int = 0

    def get(self, texts: Sequence[str], run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Give the answer on these texts, running only where none is kept."""
        path = self.folder / f"{_digest(texts)}.json"
        if path.exists():
            self.used += 1
            kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
            return kept
        answer = run()
        self.made += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(answer), encoding="utf-8")
        part.replace(path)
        return answer


def _digest(texts: Sequence[str]) -> str:
    found = hashlib.sha256(json.dumps(list(texts)).encode("ascii"))
    for name in _DECIDING:
        found.update((_HERE / name).read_bytes())
    return found.hexdigest()[:24]
