"""Which words of a sentence decided its kind: named ways of saying, and what weighed most in the model."""

import importlib.resources
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import yaml

from nlp.intent.features import Clues, Grams, clues_of, grams, simplified_spans, token_grams
from nlp.intent.model import KINDS, Model
from nlp.intent.pool import pool
from nlp.tokens import Token

_MOST = 4
_LONGEST = 12  # characters of a span without a name
_WEAKEST = 0.3  # of the strongest span's weight
_TELLING = re.compile(r"[一-龠々ァ-ヶA-Za-z]|.{3}")  # さん, を or は alone would puzzle a reader
_Span = tuple[int, int]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of the sentence that speaks for its kind; `note` says in Japanese how, or is empty."""

    start: int
    end: int
    text: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.text}（{self.note}）" if self.note else self.text


@dataclass(frozen=True, slots=True)
class NamedCue:
    """A way of saying that points to a kind."""

    id: str
    kind: str
    note: str
    pattern: "re.Pattern[str]"


def read_source() -> str:
    """Text of cues.yaml."""
    return importlib.resources.files("nlp.intent").joinpath("cues.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def load_cues() -> tuple[NamedCue, ...]:
    """Compile the named cues that ship with the package."""
    rows = yaml.safe_load(read_source())["cues"]
    return tuple(NamedCue(r["id"], r["kind"], r["note"], re.compile(r["pattern"])) for r in rows)


def explain(sentence: str, parts: Sequence[Token], kind: str, model: Model) -> tuple[Cue, ...]:
    """Find what spoke for `kind` against the next best one, in the sentence's order, at most four.

    Parameters
    ----------
    sentence, parts
        A normalised sentence and its tokens by the dictionary alone (`Tokenizer.split`).
    kind
        One of `KINDS`, usually the one that was given.

    ``種類を増やしてほしいです`` as request → 増やして（…）, ほしい（してほしいという希望）
    """
    spans = _token_spans(sentence, parts)
    if not spans:
        return ()
    weights = _weights(sentence, parts, spans, kind, model)
    found: list[Cue] = []
    for (start, end), note in [
        *_named(sentence, kind, spans, weights),
        *_strongest(sentence, spans, weights),
    ]:
        if len(found) < _MOST and all(end <= cue.start or cue.end <= start for cue in found):
            found.append(Cue(start, end, sentence[start:end], note))
    return tuple(sorted(found, key=lambda cue: cue.start))


def _token_spans(sentence: str, parts: Sequence[Token]) -> list[_Span]:
    """Where each token stands in the sentence; MeCab drops nothing but blanks."""
    spans = []
    position = 0
    for token in parts:
        start = sentence.find(token.surface, position)
        if start < 0:
            start = position
        position = min(start + len(token.surface), len(sentence))
        spans.append((start, position))
    return spans


def _weights(
    sentence: str, parts: Sequence[Token], spans: Sequence[_Span], kind: str, model: Model
) -> _Floats:
    """How much each token says for the kind, shape (tokens,): its share of every n-gram it is part of."""
    clues = clues_of(parts, parts)
    columns = _rivals(sentence, clues, kind, model)
    by_character = spread(grams([sentence]), model, columns)
    by_position = np.zeros(len(sentence) + 1)
    for (start, end), weight in zip(simplified_spans(sentence), by_character[1:-1], strict=False):
        by_position[start:end] += weight / max(1, end - start)
    totals = np.array([by_position[start:end].sum() for start, end in spans])
    by_frame = spread(token_grams([clues]), model, columns)[1:-1]
    return np.asarray(totals + by_frame + _of_words(parts, model, columns))


def _of_words(parts: Sequence[Token], model: Model, columns: tuple[int, int]) -> _Floats:
    """How much the word of each token says, by itself and among the polar words, shape (tokens,)."""
    known = [model.words.get(token.lemma, 0) if clues_of([token], [token]).lemmas else 0 for token in parts]
    rows = np.array(known, dtype=np.int64)
    alone = _margin(model.word_weights[rows] * model.word_scale, columns)
    weights = alone / np.sqrt(max(1, int(np.count_nonzero(rows))))
    polarity = model.polarity[rows].astype(np.float64)
    pooled = pool(np.concatenate([[0], model.polarity[rows]]), np.zeros(1, dtype=np.int64))[0]
    best, worst, last, good, bad = _margin(pooled[:, None] * model.pool_weights * model.pool_scale, columns)
    # the strongest word shares with the others of its side: all of them speak for it
    weights += _shares(np.maximum(polarity, 0)) * (best + good) + _shares(np.maximum(-polarity, 0)) * (
        worst + bad
    )
    weights[np.flatnonzero(polarity)[-1:]] += last
    return np.asarray(weights)


def _shares(values: _Floats) -> _Floats:
    return np.asarray(values / max(1.0, values.sum()))


def _margin(values: _Floats, columns: tuple[int, int]) -> _Floats:
    return np.asarray(values[:, columns[0]] - values[:, columns[1]])


def _rivals(sentence: str, clues: Clues, kind: str, model: Model) -> tuple[int, int]:
    """Columns of the kind and of the strongest other one."""
    logits = model.logits([sentence], [clues])[0, : len(KINDS)]
    column = KINDS.index(kind)
    logits[column] = -np.inf
    return column, int(logits.argmax())


def spread(found: Grams, model: Model, columns: tuple[int, int]) -> _Floats:
    """Weight of each unit of one sentence, edges included: n-grams share theirs among their units."""
    table = model.table()
    length = len(found.buckets[0])
    units = np.zeros(length)
    for size, bucket in enumerate(found.buckets, start=1):
        places = np.flatnonzero(bucket)  # bucket 0 is that of no n-gram, and of one among many by chance
        rows = table[bucket[places]]
        margin = rows[:, columns[0]] * model.scale[columns[0]] - rows[:, columns[1]] * model.scale[columns[1]]
        for step in range(size):
            units[places + step] += margin / size
    return np.asarray(units / np.sqrt(found.counts[0]))


def _named(sentence: str, kind: str, spans: Sequence[_Span], weights: _Floats) -> list[tuple[_Span, str]]:
    """Named cues whose words weighed for the kind, the heaviest first."""
    found: list[tuple[float, _Span, str]] = []
    for cue in load_cues():
        match = cue.pattern.search(sentence) if cue.kind == kind else None
        if match and match.group():
            touched = [i for i, (a, b) in enumerate(spans) if a < match.end() and match.start() < b]
            weight = float(weights[touched].sum()) if touched else 0.0
            if weight > 0:
                span = (min(spans[touched[0]][0], match.start()), max(spans[touched[-1]][1], match.end()))
                found.append((weight, span, cue.note))
    return [(span, note) for _, span, note in sorted(found, key=lambda item: (-round(item[0], 9), item[1]))]


def _strongest(sentence: str, spans: Sequence[_Span], weights: _Floats) -> list[tuple[_Span, str]]:
    """Find runs of tokens that weigh most, the heaviest first; the weak ones are left out."""
    runs: list[tuple[float, _Span]] = []
    for (start, end), weight in zip(spans, weights.tolist(), strict=True):
        if weight <= 0:
            continue
        joins = runs and runs[-1][1][1] == start and end - runs[-1][1][0] <= _LONGEST
        if joins:
            total, (begin, _) = runs.pop()
            runs.append((total + weight, (begin, end)))
        else:
            runs.append((weight, (start, end)))
    least = _WEAKEST * max((weight for weight, _ in runs), default=0.0)
    ordered = sorted(runs, key=lambda run: (-round(run[0], 9), run[1]))
    return [
        (span, "") for weight, span in ordered if weight >= least and _TELLING.search(sentence[slice(*span)])
    ]
