"""``labels.csv``: sentences whose kind a person has given, and what is wrong with the rows."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nlp.intent.model import KINDS
from nlp.normalise import normalise
from pipelines.config.model import closest
from pipelines.config.word_rows import Problems, WordProblem, read_rows, shown

LABELS: Final = "labels.csv"
COLUMNS: Final = ("text", "kind", "sentiment", "note")
_LONGEST = 400
_JAPANESE: Final = {
    "不満": "complaint",
    "苦情": "complaint",
    "困りごと": "complaint",
    "要望": "request",
    "改善要望": "request",
    "手続き": "procedure",
    "手配": "procedure",
    "質問": "question",
    "称賛": "praise",
    "感謝": "praise",
    "お褒め": "praise",
    "その他": "other",
}
_SENTIMENTS: Final = {"neg": -1, "neu": 0, "pos": 1, "": None}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A normalised sentence, its kind and sentiment (−1, 0, 1; None = not given), and its line."""

    text: str
    kind: str
    sentiment: int | None
    line: int


@dataclass(frozen=True, slots=True)
class LabelsFile:
    """What can be used of the file, and what cannot, in the order of the lines."""

    sentences: tuple[LabelledSentence, ...]
    problems: tuple[WordProblem, ...]


def read_labels(folder: Path) -> LabelsFile:
    """Read the labels of a configuration folder; a file that is not there is an empty list.

    A sentence that stands there with two kinds is used with neither.
    """
    path = folder / LABELS
    problems = Problems(str(path))
    found: dict[str, LabelledSentence] = {}
    contradicted: set[str] = set()
    for row in read_rows(path, COLUMNS, needed=("text", "kind"), problems=problems):
        sentence = _sentence(row.cells, row.line, problems)
        if sentence is None:
            continue
        known = found.setdefault(sentence.text, sentence)
        if known is sentence:
            continue
        if (known.kind, known.sentiment) == (sentence.kind, sentence.sentiment):
            problems.add(row.line, f"the same sentence as in line {known.line}; it counts once")
        else:
            contradicted.add(sentence.text)
            problems.add(
                row.line, f"contradicts line {known.line}: the same sentence, another label; neither is used"
            )
    used = tuple(item for text, item in found.items() if text not in contradicted)
    return LabelsFile(used, tuple(sorted(problems.found, key=lambda item: item.line)))


def _sentence(cells: dict[str, str], line: int, problems: Problems) -> LabelledSentence | None:
    text = normalise(_SPACES.sub(" ", cells["text"])).text.strip()
    given = cells["kind"].lower()
    kind = _JAPANESE.get(given, given)
    feeling = cells.get("sentiment", "").lower()
    # messages never repeat the text: it may be a customer's
    if not any(map(str.isalnum, text)):
        problems.add(line, "text has neither letter nor digit; delete the row")
    elif len(text) > _LONGEST:
        problems.add(line, f"text is longer than {_LONGEST} characters; give one sentence a row")
    elif kind not in KINDS:
        hint = closest(given, (*KINDS, *_JAPANESE))
        problems.add(line, f"kind {shown(given)} is not known{hint}; kinds: {', '.join(KINDS)}")
    elif feeling not in _SENTIMENTS:
        problems.add(line, f"sentiment {shown(feeling)} is not known; write pos, neg, neu or nothing")
    else:
        return LabelledSentence(text, kind, _SENTIMENTS[feeling], line)
    return None
