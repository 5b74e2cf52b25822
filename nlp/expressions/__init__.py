"""What is said about what: subject–predicate pairs in plain form, and what is wanted because of it."""

from nlp.expressions.expression import Expression, phrase
from nlp.expressions.find import find_expressions
from nlp.expressions.patterns import rules_digest
from nlp.expressions.relations import Relation, find_relations, read_sentence

__all__ = [
    "Expression",
    "Relation",
    "find_expressions",
    "find_relations",
    "phrase",
    "read_sentence",
    "rules_digest",
]
