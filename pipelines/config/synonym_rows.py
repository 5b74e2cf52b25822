"""``synonyms.csv``: variants with their representative; loops, chains and unsafe patterns are named."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nlp.normalise import normalise
from nlp.word_pattern import pattern_problem
from pipelines.config.word_rows import Problems, WordRow, read_rows

# a pattern may hold | itself, so it ends only at a slash before | or the end
_VARIANT = re.compile(r"\s*(?:/(?P<pattern>.*?)/\s*(?=\||$)|(?P<word>[^|]*))(?:\||$)")


@dataclass
class _Rows:
    """What was read so far: variant → representative and line, pattern → the same."""

    problems: Problems
    exact: dict[str, tuple[str, int]] = field(default_factory=dict)
    patterns: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add_word(self, word: str, representative: str, line: int) -> None:
        known = self.exact.get(word)
        if word == representative:
            self.problems.add(line, f"{word!r} is a variant of itself; delete it from the variants")
        elif known and known[0] == representative:
            self.problems.add(line, f"variant {word!r} is already in line {known[1]}; delete one of the two")
        elif known:
            self.problems.add(
                line,
                f"variant {word!r} already stands for {known[0]!r} (line {known[1]}), which is kept; "
                f"delete it from one of the two lines",
            )
        elif self._end(representative) == word:
            self.problems.add(
                line,
                f"{word!r} → {representative!r} closes a loop: {representative!r} is a variant of {word!r} "
                f"(line {self.exact[representative][1]}), which is kept; delete one of the two directions",
            )
        else:
            self.exact[word] = (representative, line)

    def add_pattern(self, pattern: str, representative: str, line: int) -> None:
        wrong = pattern_problem(pattern)
        known = self.patterns.get(pattern)
        if wrong:
            self.problems.add(line, f"pattern /{pattern}/ is refused: {wrong}")
        elif known:
            self.problems.add(
                line, f"pattern /{pattern}/ is already in line {known[1]}; delete one of the two"
            )
        else:
            self.patterns[pattern] = (representative, line)

    def _end(self, word: str) -> str:
        """Follow a chain to its last representative; it has no loops."""
        while word in self.exact:
            word = self.exact[word][0]
        return word

    def resolved(self, entries: Mapping[str, tuple[str, int]]) -> dict[str, str]:
        """Give each variant the last representative of its chain, and tell of chains."""
        told = {item.line for item in self.problems.found}
        for representative, line in dict.fromkeys(entries.values()):
            end = self._end(representative)
            if end != representative and line not in told:
                told.add(line)
                self.problems.add(
                    line,
                    f"representative {representative!r} is itself a variant of {end!r} "
                    f"(line {self.exact[representative][1]}); its variants go to {end!r}: write {end!r} here",
                )
        return {variant: self._end(representative) for variant, (representative, _) in entries.items()}


def read_synonyms(path: Path, problems: Problems) -> tuple[dict[str, str], dict[str, str]]:
    """Return variant → representative, and pattern → representative, without loops and chains."""
    rows = _Rows(problems)
    columns = ("representative", "variants")
    for row in read_rows(path, columns, needed=columns, problems=problems):
        _read_row(row, rows)
    return rows.resolved(rows.exact), rows.resolved(rows.patterns)


def _read_row(row: WordRow, rows: _Rows) -> None:
    representative = normalise(row.cells["representative"]).text.strip()
    if not any(map(str.isalnum, representative)) or "|" in representative:
        message = f"representative {row.cells['representative']!r} is no single word; give one"
        rows.problems.add(row.line, message)
        return
    for is_pattern, variant in _variants(row.cells["variants"]):
        if is_pattern:
            rows.add_pattern(unicodedata.normalize("NFKC", variant), representative, row.line)
            continue
        word = normalise(variant).text.strip()
        if any(map(str.isalnum, word)):
            rows.add_word(word, representative, row.line)
        else:
            rows.problems.add(row.line, f"variant {variant!r} is empty; delete the extra |")


def _variants(cell: str) -> Iterator[tuple[bool, str]]:
    """Yield the variants of a cell, each with whether it is a pattern."""
    position = 0
    while position < len(cell):
        match = _VARIANT.match(cell, position)
        if match is None or match.end() == position:
            return
        position = match.end()
        if match.group("pattern") is not None:
            yield True, match.group("pattern")
        else:
            yield False, match.group("word").strip()
