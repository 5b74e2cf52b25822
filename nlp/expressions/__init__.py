"""What is said about what: subject–predicate pairs in plain form."""

from nlp.expressions.find import Expression, find_expressions, phrase

__all__ = ["Expression", "find_expressions", "phrase"]
