"""Write the weights: integers, no pickle; the same input gives the same bytes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlp.intent.archive import to_npz
from nlp.intent.features import BITS, ROWS, TOKEN_BITS, VERSION
from nlp.intent.model import KINDS
from nlp.intent.pool import FULL, POOLED
from nlp.intent.training.fit import POOL_SHARE, WORD_SHARE
from nlp.intent.training.vectors import WordVectors

_LARGEST = 4095  # of a weight; finer steps would only make the file bigger


def quantise(columns: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.float64]]:
    """Integers and the value of one step per column."""
    scale = np.maximum(np.abs(columns).max(axis=0) / _LARGEST, 1e-12)
    return np.rint(columns / scale).astype(np.int16), scale


def save(
    out: Path,
    kinds: LogisticRegression,
    sentiment: LogisticRegression,
    vectors: WordVectors,
    note: Mapping[str, object],
) -> None:
    """Write model.npz and model.json; same input, same bytes."""
    columns = np.vstack([kinds.coef_, sentiment.coef_]).T
    by_gram, by_dimension, by_pool = columns[:ROWS], columns[ROWS:-POOLED], columns[-POOLED:]
    by_gram[0] = 0.0  # bucket 0 stands for "no n-gram here"
    weights, scale = quantise(by_gram)
    word_weights, word_scale = quantise(vectors.table @ by_dimension * WORD_SHARE)
    pool_weights, pool_scale = quantise(by_pool * POOL_SHARE / FULL)
    bias = np.concatenate([kinds.intercept_, sentiment.intercept_])
    write_arrays(
        out / "model.npz",
        {
            "weights": weights,
            "scale": scale,
            "words": np.frombuffer("\n".join(vectors.rows).encode(), dtype=np.uint8),
            "word_rows": np.array(list(vectors.rows.values()), dtype=np.int32),
            "word_weights": word_weights,
            "word_scale": word_scale,
            "polarity": vectors.polarity,
            "pool_weights": pool_weights,
            "pool_scale": pool_scale,
            "bias": bias,
        },
    )
    card = {"bits": BITS, "token_bits": TOKEN_BITS, "features": VERSION, "kinds": KINDS, **note}
    (out / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write arrays as .npz without the time of day in it."""
    path.write_bytes(to_npz(arrays))
