"""Koe's discovery on texts from stdin; labels, names and seconds on stdout."""

import json
import resource
import sys
import time

from nlp.expressions import phrase
from nlp.topics import fit_unsorted
from pipelines.filters import SEED
from pipelines.resources import analyzer


def main() -> None:
    """Answer ``{"texts": […]}`` as bertopic_run.py does, and with a name and size of each topic."""
    texts = json.load(sys.stdin)["texts"]
    start = time.process_time()
    voices = analyzer().read_many(texts)
    read = time.process_time()
    tokens = [list(voice.tokens) for voice in voices]
    phrases = [[phrase(item) for item in voice.expressions] for voice in voices]
    model = fit_unsorted(texts, tokens, phrases, seed=SEED)
    answer = {
        "labels": model.topic.tolist(),
        "themes": [model.topics[i].theme if i >= 0 else -1 for i in model.topic.tolist()],
        "names": [topic.label for topic in model.topics],
        "sizes": [len(topic.members) for topic in model.topics],
        "seconds": time.process_time() - start,
        "embedding_seconds": read - start,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
