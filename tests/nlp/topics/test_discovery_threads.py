import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.system

_PROGRAM = """
import hashlib, random
from nlp.topics import discover
from nlp.vectors import LsaWordEmbedder
names = ["電話", "箱", "香り", "蓋", "液", "袋", "店", "時間", "返品", "送料", "会員", "予約", "駐車場", "階段", "温泉", "朝食"]
rng = random.Random(4)
tokens = [[names[(field * 3 + rng.randrange(5)) % 16] for _ in range(4)] for field in range(5) for _ in range(120)]
rng.shuffle(tokens)
found = discover(LsaWordEmbedder.fit(tokens, seed=1).transform(tokens), seed=1)
parts = (found.topic, found.theme, found.centroids, found.thresholds)
print(len(found.theme), hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest())
"""


def discovery_with(threads):
    limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, env=os.environ | limits
    )
    return done.stdout


def test_topics_are_the_same_bits_for_one_thread_and_for_two():
    alone = discovery_with(1)
    assert int(alone.split()[0]) >= 3
    assert discovery_with(2) == alone
