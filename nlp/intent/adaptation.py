"""Steps that an organisation's own labels add to the shipped weights: read, written, applied."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.intent.archive import to_npz
from nlp.intent.model import COLUMNS, Model, ModelError, packed


class OutdatedAdaptationError(ModelError):
    """An adaptation that was made for other weights than these."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """Steps to add to the shipped integer weights.

    Attributes
    ----------
    base
        Digest of the weights that it was made for.
    rows, steps
        Buckets that move, shape (rows,), and by how many steps, shape (rows, kinds + 1).
    bias
        What is added to the bias, shape (kinds + 1,).
    """

    base: str
    rows: npt.NDArray[np.int32]
    steps: npt.NDArray[np.int32]
    bias: npt.NDArray[np.float64]

    def to_bytes(self) -> bytes:
        """Give the content of a .npz file; the same adaptation, the same bytes."""
        arrays: dict[str, npt.NDArray[Any]] = {
            "base": np.frombuffer(self.base.encode(), dtype=np.uint8),
            "rows": self.rows,
            "steps": self.steps,
            "bias": self.bias,
        }
        return to_npz(arrays)


def read_adaptation(content: bytes) -> Adaptation:
    """Read what `Adaptation.to_bytes` gave; ModelError when it is something else."""
    try:
        arrays = np.load(io.BytesIO(content), allow_pickle=False)
        return Adaptation(arrays["base"].tobytes().decode(), arrays["rows"], arrays["steps"], arrays["bias"])
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError("not an adaptation of the model of kinds; make it again") from error


def adapted(model: Model, adaptation: Adaptation) -> Model:
    """Add the steps; OutdatedAdaptationError when they were made for other weights."""
    if adaptation.base != model.digest:
        message = "the adaptation of kinds was made for other weights; run 'koe kinds train' again"
        raise OutdatedAdaptationError(message)
    table = model.table().astype(np.int32)
    table[adaptation.rows, :COLUMNS] += adaptation.steps
    limits = np.iinfo(np.int16)
    weights = packed(np.clip(table, limits.min, limits.max).astype(np.int16))
    digest = hashlib.sha256(model.digest.encode() + adaptation.to_bytes()).hexdigest()
    return replace(model, weights=weights, bias=model.bias + adaptation.bias, digest=digest)
