"""Japanese token lists → unit vectors, and similarities that no thread count can change."""

from nlp.vectors.base import Embedder, FloatArray, Tokens
from nlp.vectors.embedder import LsaWordEmbedder
from nlp.vectors.exact import GRID, exact_similarities, snap_to_grid
from nlp.vectors.words import WordVectors, WordVectorsError, load_word_vectors

__all__ = [
    "GRID",
    "Embedder",
    "FloatArray",
    "LsaWordEmbedder",
    "Tokens",
    "WordVectors",
    "WordVectorsError",
    "exact_similarities",
    "load_word_vectors",
    "snap_to_grid",
]
