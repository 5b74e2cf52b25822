"""An expression and how it reads."""

from typing import NamedTuple

_MAX_OWNER = 12  # characters of owner and subject together


class Expression(NamedTuple):
    """One thing that is said about a subject.

    Attributes
    ----------
    subject, predicate
        A noun as written and the predicate in plain form.
    negated
        True when `predicate` is a negative form as spoken.
    particle
        What joins the two in `phrase`; empty where the noun is part of the predicate (返金してほしい).
    owner
        The noun before の, e.g. 定期便 of 定期便の解約ページ; may be empty.
    wish
        Whether it states what the speaker wants.
    modifier
        The clause without which the pair would say something else: 閉まっている of 閉まっている店が多い.
    """

    subject: str
    predicate: str
    negated: bool
    particle: str = "が"
    owner: str = ""
    wish: bool = False
    modifier: str = ""


# what a reader makes of a match: the expression or None, and where the search goes on
Found = tuple[Expression | None, int]


def phrase(expression: Expression) -> str:
    """Short plain phrase: ``Expression("電話", "つながらない", True)`` → ``電話がつながらない``."""
    subject, owner = expression.subject, expression.owner
    whole = f"{owner}の{subject}" if owner and len(owner + subject) < _MAX_OWNER else subject
    return f"{expression.modifier}{whole}{expression.particle}{expression.predicate}"
