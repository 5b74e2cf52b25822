"""100,000 distinct sentences on one core: seconds and memory of each step, and agreement of two runs."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.analysis.corpora import read_rows
from nlp.topics import assign_topics, discover, fit_topics
from nlp.vectors import LsaWordEmbedder
from nlp.vectors.distilled import load_distilled_words
from pipelines.filters import SEED
from pipelines.resources import analyzer

TITLE = "100,000 voices on one core"
_VOICES = 100_000
_SOURCES = ("visitor_survey_2022_2024", "economy_comments_2000_2014", "hotel_requests")
_LONGEST = 60  # characters: voices are sentences


def report(corpora: Path | None) -> str:
    """One row a step; CPU seconds, and the peak memory of the process when the step had ended."""
    if corpora is None:
        return "Left out: KOE_CORPORA is unset.\n"
    done = subprocess.run(
        (sys.executable, "-m", "benchmarks.topics.scale"),
        input=json.dumps(distinct_sentences(corpora)),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    return done.stdout


def distinct_sentences(corpora: Path) -> list[str]:
    """Short texts of three corpora, chosen by hash: the same ones on every machine."""
    files = (corpora / f"{name}.jsonl.gz" for name in _SOURCES)
    texts = {row["text"] for file in files for row in read_rows(file) if 6 <= len(row["text"]) <= _LONGEST}
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())[:_VOICES]


def main() -> None:
    """Measure the sentences on stdin."""
    texts = json.load(sys.stdin)
    voices = analyzer().read_many(texts)
    tokens = [list(voice.tokens) for voice in voices]
    kinds = ["voice"] * len(texts)
    del voices
    steps = [("sentences read", 0.0, _peak())]
    start = time.process_time()

    def step(name: str) -> None:
        nonlocal start
        steps.append((name, time.process_time() - start, _peak()))
        start = time.process_time()

    embedder = LsaWordEmbedder.fit(tokens, seed=SEED, distilled=load_distilled_words())  # as koe cluster
    step("vectors, fit")
    vectors = embedder.transform(tokens)
    step("vectors, 100,000 rows")
    found = discover(vectors, seed=SEED)
    step("discovery")
    del vectors
    start = time.process_time()
    model = fit_topics(texts, tokens, [[] for _ in texts], kinds, seed=SEED, embedder=embedder)
    step("all of it but the fit of the vectors, with names")
    topic, _ = assign_topics(model.index(), tokens, kinds)
    step("assignment, with vectors")
    rows = [f"| {name} | {seconds:.1f} | {peak:.0f} |" for name, seconds, peak in steps]
    same = np.array_equal(found.topic, model.topic) and np.array_equal(model.topic, topic)
    lines = ["| step | CPU s | peak MiB |", "|---|---:|---:|", *rows, ""]
    lines.append(
        f"{len(texts):,} sentences, {len(found.theme)} topics in {len(set(found.theme.tolist()))} themes, "
        f"{(found.topic < 0).mean():.1%} unassigned; discovery twice and assignment "
        f"{'agree to the last voice' if same else '**do not agree**'}."
    )
    sys.stdout.write("\n".join(lines) + "\n")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
