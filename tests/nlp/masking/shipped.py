"""The masker as shipped, made once for all tests of a process."""

from nlp.masking import Masker

MASKER = Masker()
