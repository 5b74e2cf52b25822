"""Train kind and sentiment: ``python -m nlp.intent.train --corpora DIR --issues DIR --out nlp/intent``.

A developer's tool: it reads files and needs scikit-learn; the analysis itself never imports it.
"""

import argparse
import io
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import spacy
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from nlp.intent.features import BITS, VERSION, grams, lemmas_of
from nlp.intent.model import KINDS
from nlp.intent.training_data import Example, kind_examples, sentiment_examples
from nlp.tokens import Tokenizer, join_compounds

_KIND_C, _SENTIMENT_C = 5.0, 5.0
_WORD_SHARE = 0.3  # how much word vectors count beside n-grams; chosen on issues and domains held out
_OTHER_BIAS = -0.2  # a voice lost costs a reader more than a greeting kept
_WORDS = 100_000  # most frequent words of ja_ginza that ship


class WordVectors:
    """Centred unit vectors of ja_ginza and the rows of its most frequent words; row 0 is zero."""

    def __init__(self) -> None:
        vocab = spacy.load(
            "ja_ginza", exclude=["tok2vec", "parser", "ner", "compound_splitter", "bunsetu_recognizer"]
        ).vocab
        data = vocab.vectors.data / np.maximum(
            np.linalg.norm(vocab.vectors.data, axis=1, keepdims=True), 1e-9
        )
        data -= data[:3000].mean(axis=0)
        self.table = np.vstack([np.zeros((1, data.shape[1])), data])
        self.rows: dict[str, int] = {}
        for key, row in list(vocab.vectors.key2row.items())[:_WORDS]:
            word = vocab.strings[key]
            if "\n" not in word and len(word) <= 12:
                self.rows[word] = row + 1

    def dense(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Sum the vectors of each text's words over the root of their number, shape (texts, dimensions)."""
        tokenizer = Tokenizer()
        out = np.zeros((len(texts), self.table.shape[1]))
        for i, text in enumerate(texts):
            parts = tokenizer.split(text)
            found = [r for w in lemmas_of(parts, join_compounds(parts)) if (r := self.rows.get(w))]
            if found:
                out[i] = self.table[found].sum(axis=0) / np.sqrt(len(found))
        return out


def feature_matrix(texts: Sequence[str], vectors: WordVectors) -> csr_matrix:
    """Put n-gram counts over the root of their number beside word vectors: (texts, 2**BITS + dimensions)."""
    found = grams(texts)
    rows = np.repeat(np.arange(len(texts)), np.diff([*found.starts, len(found.buckets[0])]))
    parts = []
    for bucket in found.buckets:
        keep = bucket > 0
        values = 1.0 / np.sqrt(found.counts[rows[keep]])
        parts.append(csr_matrix((values, (rows[keep], bucket[keep])), shape=(len(texts), 2**BITS)))
    return hstack([sum(parts[1:], parts[0]), csr_matrix(vectors.dense(texts) * _WORD_SHARE)]).tocsr()


def fit_kinds(examples: Sequence[Example], matrix: csr_matrix) -> LogisticRegression:
    """Fit the kinds; every kind weighs the same in sum, examples by their own weight."""
    model = LogisticRegression(C=_KIND_C, max_iter=150, tol=1e-3)
    return model.fit(matrix, [KINDS.index(e.label) for e in examples], balanced_weights(examples))


def fit_sentiment(examples: Sequence[Example], matrix: csr_matrix) -> LogisticRegression:
    """Fit negative against positive; neutral examples count half for both, so that they come out near 0."""
    labels = np.array([{"neg": 0, "neu": 0, "pos": 1}[e.label] for e in examples])
    neutral = np.array([e.label == "neu" for e in examples])
    weights = balanced_weights(examples)
    weights = np.where(neutral, weights / 2, weights)
    index = np.concatenate([np.arange(len(examples)), np.flatnonzero(neutral)])
    labels = np.concatenate([labels, np.ones(int(neutral.sum()), dtype=int)])
    model = LogisticRegression(C=_SENTIMENT_C, max_iter=150, tol=1e-3)
    return model.fit(matrix[index], labels, weights[index])


def balanced_weights(examples: Sequence[Example]) -> npt.NDArray[np.float64]:
    """Weights of mean 1 that give each label the same sum."""
    weights = np.array([e.weight for e in examples])
    totals: dict[str, float] = defaultdict(float)
    for example in examples:
        totals[example.label] += example.weight
    factor: npt.NDArray[np.float64] = np.array([1.0 / totals[e.label] for e in examples])
    scaled: npt.NDArray[np.float64] = weights * factor
    return np.asarray(scaled / scaled.mean(), dtype=np.float64)


def quantise(columns: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.float64]]:
    """Integers and the value of one step per column."""
    scale = np.maximum(np.abs(columns).max(axis=0) / 8191.0, 1e-12)
    return np.rint(columns / scale).astype(np.int16), scale


def save(
    out: Path,
    kinds: LogisticRegression,
    sentiment: LogisticRegression,
    vectors: WordVectors,
    note: dict[str, object],
) -> None:
    """Write model.npz and model.json; same input, same bytes."""
    columns = np.vstack([kinds.coef_, sentiment.coef_]).T
    by_gram, by_dimension = columns[: 2**BITS], columns[2**BITS :]
    by_gram[0] = 0.0  # bucket 0 stands for "no n-gram here"
    weights, scale = quantise(by_gram)
    word_weights, word_scale = quantise(vectors.table @ by_dimension * _WORD_SHARE)
    bias = np.concatenate([kinds.intercept_, sentiment.intercept_])
    bias[KINDS.index("other")] += _OTHER_BIAS
    arrays: dict[str, npt.NDArray[Any]] = {
        "weights": weights,
        "scale": scale,
        "words": np.frombuffer("\n".join(vectors.rows).encode(), dtype=np.uint8),
        "word_rows": np.array(list(vectors.rows.values()), dtype=np.int32),
        "word_weights": word_weights,
        "word_scale": word_scale,
        "bias": bias,
    }
    with zipfile.ZipFile(out / "model.npz", "w") as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)
    card = {"bits": BITS, "features": VERSION, "kinds": KINDS, **note}
    (out / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the data, fit, write."""
    parser = argparse.ArgumentParser(description="Train the model of kind and sentiment")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--issues", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--figures", type=Path, help="JSON measured on the model, for its card")
    arguments = parser.parse_args()
    kinds = kind_examples(arguments.corpora, arguments.issues)
    feelings = sentiment_examples(arguments.corpora, kinds)
    note: dict[str, object] = {
        "data": dict(sorted(Counter(f"{e.source}/{e.label}" for e in kinds).items())),
        "sources": [
            "company: samples/company/issues and common_wordings.yaml (this project)",
            "templates, small_talk: nlp/intent/*.yaml (this project)",
            "survey: 福井県観光アンケートオープンデータ, FTAS, hosted by Code4Fukui; selected",
            "acts, hotel_requests, short_dialogs: ASDC, Megagon Labs CC BY 4.0; selected",
            "blogs: KNBコーパス 1.0, 京都大学黒橋研究室 (橋本ほか 2009), BSD 3-clause style",
            "economy: Economy Watchers Survey, Cabinet Office; M. Suzuki, H. Sakaji (2025), CC BY 4.0",
            "word vectors: ja_ginza 5.3 (MIT), from chiVe (Apache-2.0)",
        ],
        "sentiment_data": dict(sorted(Counter(f"{e.source}/{e.label}" for e in feelings).items())),
    }
    if arguments.figures:
        note["figures"] = json.loads(arguments.figures.read_text(encoding="utf-8"))
    vectors = WordVectors()
    kind_model = fit_kinds(kinds, feature_matrix([e.text for e in kinds], vectors))
    sentiment_model = fit_sentiment(feelings, feature_matrix([e.text for e in feelings], vectors))
    save(arguments.out, kind_model, sentiment_model, vectors, note)


if __name__ == "__main__":
    main()
