"""The one small interface behind which an encoder works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Tokens = Sequence[Sequence[str]]


class Embedder(Protocol):
    """Turns documents (lists of lemmas) into vectors.

    A row must not depend on the other rows of its batch nor on the number of threads: a voice
    assigned alone on a backfill gets the same topic as in its night.
    """

    def transform(self, tokens: Tokens) -> FloatArray:
        """Embed documents.

        Returns
        -------
        float32 array, shape (documents, dimensions)
            Unit rows rounded to 6 decimals; a row of zeros where nothing is known of the words.
        """
        ...

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays for an ``.npz`` file; no objects, so nothing is ever unpickled."""
        ...

    def metadata(self) -> dict[str, Any]:
        """Return what the arrays need beside them, JSON-able."""
        ...

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], metadata: Mapping[str, Any]) -> Self:
        """Rebuild the embedder written by `to_arrays` and `metadata`."""
        ...
