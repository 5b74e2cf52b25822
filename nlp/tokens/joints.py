"""One letter per kind of token for the joining of compounds, where word lists refine the tags."""

from nlp.words import word_list

_VERB_TAILS = word_list("verb_tails")
_HEADS = word_list("chain_heads")
_TAILS = word_list("chain_tails")
_AFTER_AMOUNTS = word_list("after_amounts")
_APART = word_list("apart")
_BEFORE_NOUNS = word_list("before_nouns")
_CLOSING = word_list("closing_suffixes")
_NOT_BEHIND_VERBS = word_list("not_behind_verbs")


def joint_of(surface: str, lemma: str, tag: str, pos2: str, form: str) -> str:
    """Give the letter of a token.

    - N noun, C one that may follow an amount (プラン), R one that no verb joins (放題)
    - J adjectival noun and the like, which joins before a noun only (有効期限, アプリ内課金)
    - h, t times and formal nouns that begin (即日発送) or end (配達日) a chain
    - S suffix, e one with nothing behind it (的), P prefix, H お and ご, 0 number
    - V verb in the form that begins a chain (待ち時間), W one that also ends it (電池切れ), v any other
    - a auxiliary and the like, p particle of case, comma, the rest a dot
    """
    if tag == "0":
        return "0"
    if surface in _APART:
        return "."
    if surface in _BEFORE_NOUNS and tag not in "VA":
        return "J"
    if surface in _TAILS and tag in "TZNUS":
        return "t"
    if surface in _HEADS:
        return "h"
    if tag in "NUEXS":
        return _noun(surface, lemma, tag)
    if tag in "VGD":
        return _verb(surface, pos2, form)
    if tag in "aBcj":
        return "a"
    if tag in "gonedt":
        return "p"
    return tag if tag in "JPH" or surface == "," else "."


def _noun(surface: str, lemma: str, tag: str) -> str:
    if lemma in _NOT_BEHIND_VERBS:
        return "R"
    if surface in _AFTER_AMOUNTS:
        return "C"
    if surface in _CLOSING:
        return "e"
    return "S" if tag == "S" else "N"


def _verb(surface: str, pos2: str, form: str) -> str:
    if form != "連用形-一般":
        return "v"
    if surface in _VERB_TAILS:
        return "C" if surface in _AFTER_AMOUNTS else "W"
    return "V" if pos2 == "一般" and len(surface) > 1 else "v"
