import gzip
import json
import os
import pathlib
import unicodedata

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from nlp.tokens import Tokenizer, content_terms
from nlp.topics import discover
from nlp.topics.coherence import hangs_together
from nlp.vectors import LsaWordEmbedder

pytestmark = pytest.mark.corpora


def load_requests(level, count):
    folder = os.environ.get("KOE_CORPORA")
    if not folder:
        pytest.skip("KOE_CORPORA is unset: it names the folder with hotel_requests.jsonl.gz")
    with gzip.open(pathlib.Path(folder) / "hotel_requests.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["level"] == level and row[f"topic_l{level}"]]
    rows = [rows[place] for place in np.random.default_rng(7).permutation(len(rows))[:count]]
    tokenizer = Tokenizer()
    tokens = [content_terms(tokenizer.tokenise(unicodedata.normalize("NFKC", row["text"]))) for row in rows]
    return tokens, [row[f"topic_l{level}"] for row in rows]


# the floors lie a little under the measured figures of docs/decisions/0003-topic-discovery.md
@pytest.mark.parametrize(("level", "count", "floor"), [(1, 3000, 0.36), (2, 5000, 0.49), (1, 300, 0.33)])
def test_topics_agree_with_those_given_to_the_writers(level, count, floor):
    tokens, truth = load_requests(level, count)
    embedder = LsaWordEmbedder.fit(tokens, seed=0)
    found = discover(embedder.transform(tokens), seed=0)
    assert hangs_together(tokens, seed=0)
    assert adjusted_mutual_info_score(truth, found.topic) >= floor
    assert (found.topic < 0).mean() <= 0.1
