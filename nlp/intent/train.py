"""Train kind and sentiment again: ``KOE_CORPORA=… python -m nlp.intent.train``, in some four minutes.

A developer's tool: it reads files and needs scikit-learn; the analysis itself never imports it. The same data
and code give the same bytes. Operators add sentences of their own with ``koe kinds train`` instead, which
needs no corpora.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

# sums hang on the number of threads, and one is the fastest here; the libraries look only when they load
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

from nlp.intent.features import Clues
from nlp.intent.training.collect import kind_examples, polarity_examples, sentiment_examples
from nlp.intent.training.example import Example
from nlp.intent.training.fit import feature_matrix, fit_kinds, fit_sentiment, read_clues
from nlp.intent.training.polarity import with_polarity
from nlp.intent.training.vectors import load_vectors
from nlp.intent.training.write import save

_HERE = Path(__file__).resolve().parent
_SOURCES = (
    "company: samples/company/issues and common_wordings.yaml (this project)",
    "sentences: nlp/intent/sentences/*.yaml (this project)",
    "templates, small_talk: nlp/intent/training/*.yaml (this project)",
    "rows: kinds given to rows of survey, ASDC and blogs by one reader for this project (row_kinds.csv: ids)",
    "survey: 福井県観光アンケートオープンデータ, FTAS, hosted by Code4Fukui; selected",
    "acts, hotel_requests, short_dialogs: ASDC, Megagon Labs CC BY 4.0; selected",
    "blogs: KNBコーパス 1.0, 京都大学黒橋研究室 (橋本ほか 2009), BSD 3-clause style",
    "economy: Economy Watchers Survey, Cabinet Office; M. Suzuki, H. Sakaji (2025), CC BY 4.0",
    "word vectors: ja_ginza 5.3 (MIT), from chiVe (Apache-2.0)",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the data, fit, write."""
    parser = argparse.ArgumentParser(description="Train the model of kind and sentiment")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("KOE_CORPORA"), help="or KOE_CORPORA")
    parser.add_argument("--issues", type=Path, default=_HERE.parents[1] / "samples" / "company" / "issues")
    parser.add_argument("--out", type=Path, default=_HERE)
    options = parser.parse_args(arguments)
    if options.corpora is None:
        parser.error("name the folder of corpora with --corpora or KOE_CORPORA")
    kinds = kind_examples(options.corpora, options.issues)
    feelings = sentiment_examples(options.corpora, kinds)
    train(kinds, feelings, polarity_examples(options.corpora, feelings), options.out)


def train(kinds: Sequence[Example], feelings: Sequence[Example], rated: Sequence[Example], out: Path) -> None:
    """Fit polarity, then both models, and write them to the folder `out`; figures.json goes on the card."""
    vectors = with_polarity(load_vectors(), rated, _read(rated))
    kind_model = fit_kinds(kinds, feature_matrix(_texts(kinds), _read(kinds), vectors))
    sentiment_model = fit_sentiment(feelings, feature_matrix(_texts(feelings), _read(feelings), vectors))
    figures = json.loads((_HERE / "training" / "figures.json").read_text(encoding="utf-8"))
    note = {
        "data": _numbers(kinds),
        "sentiment_data": _numbers(feelings),
        "sources": _SOURCES,
        "figures": figures,
    }
    save(out, kind_model, sentiment_model, vectors, note)


def _texts(examples: Sequence[Example]) -> list[str]:
    return [e.text for e in examples]


def _read(examples: Sequence[Example]) -> list[Clues]:
    return read_clues(_texts(examples))


def _numbers(examples: Sequence[Example]) -> dict[str, int]:
    return dict(sorted(Counter(f"{e.source}/{e.label}" for e in examples).items()))


if __name__ == "__main__":
    main()
