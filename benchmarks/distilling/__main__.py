"""``KOE_CORPORA=DIR KOE_BERTOPIC=PYTHON python -m benchmarks.distilling``: make the table anew."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from benchmarks.analysis.corpora import corpora_folder
from benchmarks.distilling.fit import distil
from benchmarks.distilling.texts import single_words, unmeasured_texts
from nlp.intent.archive import to_npz
from nlp.vectors.words import load_word_vectors
from pipelines.resources import analyzer

_OUT = Path(str(resources.files("nlp.vectors"))) / "distilled.npz"


def main() -> None:
    """Ask the encoder, fit the words, write the table and say what it explains."""
    corpora = corpora_folder()
    if corpora is None:
        sys.exit("distilling needs KOE_CORPORA=DIR: the survey and the economy comments")
    vectors = load_word_vectors()
    texts = unmeasured_texts(corpora)
    tokens = [list(voice.tokens) for voice in analyzer().read_many(texts)]
    words = single_words(tokens, vectors)
    found = distil(tokens, _taught(texts), words, _taught(words), vectors)
    _OUT.write_bytes(to_npz(found.arrays))
    sys.stdout.write(
        f"{len(texts)} texts, {len(words)} single words; table {found.arrays['table'].shape}\n"
        f"of the encoder's variance: kept {found.kept:.3f}, by the bridge {found.by_bridge:.3f}, "
        f"with words {found.by_words:.3f}\n"
    )


def _taught(texts: Sequence[str]) -> np.ndarray:
    python = os.environ.get("KOE_BERTOPIC", "var/bench/bertopic/bin/python")
    script = Path(__file__).with_name("teacher_run.py")
    answer = subprocess.run(
        [python, str(script)], input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=True
    )
    return np.load(io.BytesIO(answer.stdout), allow_pickle=False).astype(np.float32)


if __name__ == "__main__":
    main()
