"""One letter per kind of token for telling keyboard noise from speech by neighbouring tokens."""

_WRITTEN_IN_KANA = frozenset("NUJVFXESAIx")
_LONGEST = 3  # characters; longer words are alike


def kin_of(tag: str, surface: str) -> str:
    """Give the letter of a token: its tag; for content words in hiragana the tag with their length.

    A lone kana that MeCab can read as nothing is a sign to it (ぷ), a short word in kana a chance hit. A tag
    with a length is a letter of its own, so that two letters are a pair of neighbours: see `letter_of`.
    """
    if tag == ".":
        if not any(map(str.isalnum, surface)):
            return tag
        return "~" if _is_hiragana(surface) else "#"
    if tag in _WRITTEN_IN_KANA and _is_hiragana(surface):
        return letter_of(f"{tag}{min(len(surface), _LONGEST)}")
    return tag


def letter_of(name: str) -> str:
    """Give the letter of a class as the table names it: ``N`` → N, ``N2`` → Ɏ."""
    return name if len(name) == 1 else chr(ord(name[0]) + 256 * int(name[1:]))


def name_of(letter: str) -> str:
    """Give the table's name of a letter."""
    length, tag = divmod(ord(letter), 256)
    return f"{chr(tag)}{length}" if length else letter


def _is_hiragana(text: str) -> bool:
    return all("ぁ" <= character <= "ゖ" for character in text)
