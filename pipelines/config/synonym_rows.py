"""``synonyms.csv``: variants with their representative; loops, chains and unsafe patterns are named."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nlp.normalise import normalise
from nlp.word_pattern import pattern_problem
from pipelines.config.word_rows import Problems, WordRow, read_rows, shown

# a pattern may hold | itself, so it ends only at a slash before | or the end
_MOST_PATTERNS = 1_000  # each is tried on every new word of a night
_VARIANT = re.compile(r"\s*(?:/(?P<pattern>.*?)/\s*(?=\||$)|(?P<word>[^|]*))(?:\||$)")


@dataclass
class _Rows:
    """What was read so far: variant → representative and line, pattern → the same."""

    problems: Problems
    exact: dict[str, tuple[str, int]] = field(default_factory=dict)
    patterns: dict[str, tuple[str, int]] = field(default_factory=dict)
    too_many: int = 0  # line of the first pattern that is not used for their number

    def add_word(self, word: str, representative: str, line: int) -> None:
        known = self.exact.get(word)
        if word == representative:
            self.problems.add(line, f"{shown(word)} is a variant of itself; delete it from the variants")
        elif known and known[0] == representative:
            self.problems.add(
                line, f"variant {shown(word)} is already in line {known[1]}; delete one of the two"
            )
        elif known:
            self.problems.add(
                line,
                f"variant {shown(word)} already stands for {shown(known[0])} (line {known[1]}), "
                f"which is kept; delete it from one of the two lines",
            )
        elif self._end(representative) == word:
            self.problems.add(
                line,
                f"{shown(word)} → {shown(representative)} closes a loop: "
                f"{shown(representative)} is a variant of {shown(word)} "
                f"(line {self.exact[representative][1]}), which is kept; delete one of the two directions",
            )
        else:
            self.exact[word] = (representative, line)

    def add_pattern(self, pattern: str, representative: str, line: int) -> None:
        known = self.patterns.get(pattern)
        if len(self.patterns) >= _MOST_PATTERNS:
            self.too_many = self.too_many or line
        elif wrong := pattern_problem(pattern):
            self.problems.add(line, f"pattern {shown(pattern)} is refused: {wrong}")
        elif known:
            self.problems.add(
                line, f"pattern {shown(pattern)} is already in line {known[1]}; delete one of the two"
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
                    f"representative {shown(representative)} is itself a variant of {shown(end)} "
                    f"(line {self.exact[representative][1]}); "
                    f"its variants go to {shown(end)}: write {shown(end)} here",
                )
        return {variant: self._end(representative) for variant, (representative, _) in entries.items()}


def read_synonyms(path: Path, problems: Problems) -> tuple[dict[str, str], dict[str, str]]:
    """Return variant → representative, and pattern → representative, without loops and chains."""
    rows = _Rows(problems)
    columns = ("representative", "variants")
    for row in read_rows(path, columns, needed=columns, problems=problems):
        _read_row(row, rows)
    if rows.too_many:
        message = (
            f"the file holds more than {_MOST_PATTERNS} patterns; from here on none is used: write out words"
        )
        problems.add(rows.too_many, message)
    return rows.resolved(rows.exact), rows.resolved(rows.patterns)


def _read_row(row: WordRow, rows: _Rows) -> None:
    representative = normalise(row.cells["representative"]).text.strip()
    if not any(map(str.isalnum, representative)) or "|" in representative:
        message = f"representative {shown(row.cells['representative'])} is no single word; give one"
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
            rows.problems.add(row.line, f"variant {shown(variant)} is empty; delete the extra |")


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
