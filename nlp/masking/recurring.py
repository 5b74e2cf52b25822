"""Names found once beside a cue and written again without one in the same contact."""

from collections.abc import Iterable

from nlp.masking.words import lexicon, tokenise


def recurring_names(names: Iterable[str]) -> set[str]:
    """Return the writings of found names that are safe to mask without a cue.

    「山田花子」 also gives 「山田」; a name that is a place or an ordinary word, too (千葉, 森), is left
    alone unless it is a full name.
    """
    safe: set[str] = set()
    for name in names:
        parts = [token.surface for token in tokenise(name) if token.is_person]
        if len(parts) >= 2 or " " in name:
            safe |= {name, name.replace(" ", "")}
        safe |= {part for part in {*parts, name} if len(part) >= 2 and _is_only_a_name(part)}
    return {name for name in safe if len(name) >= 2}


def _is_only_a_name(word: str) -> bool:
    kinds = lexicon(word)
    return "surname" in kinds and not kinds & {"place", "common"} and not word.isascii()
