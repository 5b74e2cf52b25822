"""Tokens of a sentence: MeCab with UniDic, compounds joined, masks whole."""

from nlp.tokens.compounds import COMPOUND, join_compounds
from nlp.tokens.plausible import are_plausible, plausibility_digest
from nlp.tokens.terms import content_terms
from nlp.tokens.token import Token
from nlp.tokens.tokenizer import Tokenizer

__all__ = [
    "COMPOUND",
    "Token",
    "Tokenizer",
    "are_plausible",
    "content_terms",
    "join_compounds",
    "plausibility_digest",
]
