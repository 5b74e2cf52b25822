import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random
from sklearn.decomposition import TruncatedSVD

from nlp.vectors.subspace import subspace

FIT = """
import sys
from nlp.topics import fit_topics
said = [[word, more] for word in ("駅", "箱", "味") for more in ("遠い", "小さい", "薄い", "高い")]
texts = ["が".join(words) for words in said]
fit_topics(texts, said, [[] for _ in said], ["voice"] * len(said), seed=1)
print(*sorted({"sklearn", "scipy.optimize", "scipy.stats", "spacy", "srsly"} & set(sys.modules)))
"""


@pytest.mark.parametrize("shape", [(30, 90), (90, 30), (40, 40)])
def test_equals_scikit_learns_decomposition(shape):
    matrix = csr_matrix(random(*shape, density=0.2, format="csr", random_state=3))
    found = subspace(matrix, np.full(shape[1], 2.0), rank=12, seed=7)
    expected = TruncatedSVD(12, random_state=7, n_iter=4).fit(matrix).components_
    assert np.allclose(found, expected, atol=1e-8)


def test_columns_of_a_single_document_are_left_out():
    matrix = csr_matrix(random(20, 8, density=0.5, format="csr", random_state=3))
    found = subspace(matrix, np.array([2.0, 1.0] * 4), rank=2, seed=7)
    assert (found[:, 1::2] == 0.0).all()
    assert np.abs(found[:, ::2]).sum() > 0.0


def test_a_fit_loads_no_library_that_takes_longer_than_the_fit():
    done = subprocess.run([sys.executable, "-c", FIT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
