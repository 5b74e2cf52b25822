"""The linear model of kind and sentiment: integer weights, so that sums are exact in any order."""

import hashlib
import importlib.resources
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from nlp.intent.features import (
    BITS,
    CACHE_LIMIT,
    FIRST,
    FRAME_SOURCE,
    LAST,
    TOKEN_BITS,
    VERSION,
    WORD_TAGS,
    Clues,
    Grams,
    frame_code,
    frame_grams,
    grams,
)
from nlp.intent.pool import pool
from nlp.tokens import COMPOUND, Token

KINDS = ("complaint", "request", "procedure", "question", "praise", "other")
COLUMNS = len(KINDS) + 1  # the last one is sentiment
_ROW = 8  # int16 values a row of weights: 16 bytes
_CHUNK = 4096  # sentences at a time; bounds memory, does not change results


class ModelError(RuntimeError):
    """Weights that do not fit this code."""


_COMPOUND_BIT, _CODE_BIT = 30, 31
_ROW_BITS = np.int64(2**_COMPOUND_BIT - 1)
_EDGES: dict[Token | str, int] = {"^": FIRST << _CODE_BIT, "$": LAST << _CODE_BIT}


class _Looks(dict[Token | str, int]):
    """Token → all that the model sees in it, as one number; remembers, within bounds.

    From the lowest bit on: the row of its word, 0 for what is no word or not known; whether it is a compound;
    the code of what the frame shows. A frame's edges are two strings.
    """

    def __init__(self, words: Mapping[str, int]) -> None:
        super().__init__(_EDGES)
        self._words = words

    def __missing__(self, token: Token) -> int:
        if len(self) >= CACHE_LIMIT:
            self.clear()
            self.update(_EDGES)
        row = self._words.get(token.lemma, 0) if token.tag in WORD_TAGS else 0
        rest = 1 << _COMPOUND_BIT if token.form == COMPOUND else frame_code(token) << _CODE_BIT
        look = self[token] = row | rest
        return look


@dataclass(frozen=True, slots=True)
class Model:
    """Tables of integer weights, a column a kind and the last one sentiment.

    Attributes
    ----------
    weights
        Shape (n-gram buckets,): a row of eight int16 (kinds, sentiment, one unused) seen as one value of 16
        bytes, because taking such values is several times faster than taking rows.
    words, word_weights
        Row of a word in `word_weights`, shape (rows, kinds + 1): word vectors already multiplied with
        what was learned on them, so that words unknown to the training data count like their neighbours.
        Row 0 is zero.
    polarity
        How good or bad the word of each row is, shape (rows,); row 0 is 0.
    pool_weights
        What polar words weigh together, shape (`POOLED`, kinds + 1); see `nlp.intent.pool`.
    scale, word_scale, pool_scale, bias
        A value a column.
    digest
        SHA-256 of all that the scores hang on.
    """

    weights: npt.NDArray[np.complex128]
    scale: npt.NDArray[np.float64]
    words: Mapping[str, int]
    word_weights: npt.NDArray[np.int16]
    word_scale: npt.NDArray[np.float64]
    polarity: npt.NDArray[np.int16]
    pool_weights: npt.NDArray[np.int16]
    pool_scale: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]
    digest: str
    _looks: _Looks = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_looks", _Looks(self.words))

    def scores(
        self, sentences: Sequence[str], clues: Sequence[Clues]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Score kinds, shape (sentences, kinds), rows summing to 1, and sentiment, shape (sentences,), −1…1.

        Parameters
        ----------
        sentences, clues
            Normalised sentences and, for each, what `nlp.intent.features.clues_of` says of its tokens.
        """
        if not sentences:
            return np.zeros((0, len(KINDS))), np.zeros(0)
        logits = self.logits(sentences, clues)
        kinds = np.exp(logits[:, :-1] - logits[:, :-1].max(axis=1, keepdims=True))
        return kinds / kinds.sum(axis=1, keepdims=True), np.tanh(logits[:, -1] / 2)

    def logits(self, sentences: Sequence[str], clues: Sequence[Clues]) -> npt.NDArray[np.float64]:
        """Give the sums before they become scores, shape (sentences, kinds + 1); at least one sentence."""
        steps = range(0, len(sentences), _CHUNK)
        return np.concatenate([self._logits(sentences[i : i + _CHUNK], clues[i : i + _CHUNK]) for i in steps])

    def _logits(self, sentences: Sequence[str], clues: Sequence[Clues]) -> npt.NDArray[np.float64]:
        by_characters = self._gram_sums(grams(sentences))
        frames, rows, starts = self._look(clues)
        by_tokens = self._gram_sums(frames)
        counts = np.maximum(np.add.reduceat(rows > 0, starts, dtype=np.int64), 1)
        words = np.add.reduceat(self.word_weights[rows], starts, axis=0, dtype=np.int64)
        polar = pool(self.polarity[rows], starts) @ self.pool_weights.astype(np.int64)
        logits: npt.NDArray[np.float64] = (
            (by_characters + by_tokens) * self.scale
            + words * self.word_scale / np.sqrt(counts)[:, None]
            + polar * self.pool_scale
            + self.bias
        )
        return logits

    def _gram_sums(self, found: Grams) -> npt.NDArray[np.float64]:
        """Sum the weights of each sentence's n-grams, over the root of their number."""
        by_unit = np.zeros(len(found.buckets[0]) * _ROW, dtype=np.int32)
        for bucket in found.buckets:
            by_unit += self.weights.take(bucket).view(np.int16)
        # one sum over sentences; its short rows cost more than the additions before
        rows = np.add.reduceat(by_unit.reshape(-1, _ROW), found.starts, axis=0, dtype=np.int64)
        sums: npt.NDArray[np.float64] = rows[:, :COLUMNS] / np.sqrt(found.counts)[:, None]
        return sums

    def _look(self, clues: Sequence[Clues]) -> tuple[Grams, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """N-grams of the frames, the rows of all words, and where each sentence begins among these.

        Each sentence begins with a row 0, so that none is empty.
        """
        seen: list[tuple[Token | str, ...]] = [("^", *parts, "$", *compounds) for parts, compounds in clues]
        lengths = np.fromiter(map(len, seen), dtype=np.int64, count=len(seen))
        looks = np.fromiter(
            map(self._looks.__getitem__, chain.from_iterable(seen)), dtype=np.int64, count=int(lengths.sum())
        )
        framed = looks[looks & np.int64(1 << _COMPOUND_BIT) == 0]
        frames = frame_grams(
            (framed >> np.int64(_CODE_BIT)).astype(np.uint32), [len(parts) + 2 for parts, _ in clues]
        )
        return frames, looks & _ROW_BITS, np.cumsum(lengths) - lengths

    def table(self) -> npt.NDArray[np.int16]:
        """View of the n-gram weights as numbers, shape (n-gram buckets, 8)."""
        return self.weights.view(np.int16).reshape(-1, _ROW)


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Load the weights that ship with the package; ModelError when they belong to another version."""
    folder = importlib.resources.files("nlp.intent")
    raw = folder.joinpath("model.npz").read_bytes()
    card = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
    made_for = (card["bits"], card.get("token_bits"), card["features"], tuple(card["kinds"]))
    if made_for != (BITS, TOKEN_BITS, VERSION, KINDS):
        raise ModelError(
            "nlp/intent/model.npz: made for other features; train again with python -m nlp.intent.train"
        )
    arrays = np.load(io.BytesIO(raw), allow_pickle=False)
    names = arrays["words"].tobytes().decode("utf-8").split("\n")
    words = dict(zip(names, arrays["word_rows"].tolist(), strict=True))
    return Model(
        packed(arrays["weights"]),
        arrays["scale"],
        words,
        arrays["word_weights"],
        arrays["word_scale"],
        arrays["polarity"],
        arrays["pool_weights"],
        arrays["pool_scale"],
        arrays["bias"],
        hashlib.sha256(raw + FRAME_SOURCE.encode()).hexdigest(),
    )


def packed(weights: npt.NDArray[np.int16]) -> npt.NDArray[np.complex128]:
    """Fill the rows of a table up to 16 bytes and see each as one value."""
    rows = np.zeros((len(weights), _ROW), dtype=np.int16)
    rows[:, : weights.shape[1]] = weights
    values: npt.NDArray[np.complex128] = rows.view(np.complex128).ravel()
    return values
