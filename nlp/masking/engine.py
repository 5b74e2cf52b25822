"""The masker: applies rules to the texts of one contact and numbers what they find."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nlp.masking.checks import CHECKS
from nlp.masking.fold import FILL, Folded, fold
from nlp.masking.kana import kana_name_before
from nlp.masking.names import is_full_name, name_after, name_before
from nlp.masking.placeholders import PLACEHOLDER, Numbering
from nlp.masking.recurring import recurring_names
from nlp.masking.rules import Rule, load_rules, rules_fingerprint

# What is masked changes what stands next to it, so rules run until nothing new is found.
_PASSES: Final = 6
# A question for the name stands at the end of the turn before.
_QUESTION: Final = 60
_LONGER_WORD: Final = "[一-鿿々ヶァ-ヺーA-Za-z]"


@dataclass(frozen=True, slots=True)
class Span:
    """A masked stretch: offsets in the input text (code points), type and placeholder."""

    start: int
    end: int
    type: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with its personal data replaced; ``spans`` are sorted and do not overlap."""

    text: str
    spans: tuple[Span, ...]


Hit = tuple[int, int, str]


class _Compiled:
    """A rule ready to run."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.regex = re.compile(rule.pattern, re.MULTILINE)
        self.cue = re.compile(rule.cue) if rule.cue else None
        self.unless = re.compile(rule.unless) if rule.unless else None
        self.after = re.compile(rule.after) if rule.after else None
        self.check: Callable[[str], bool] = CHECKS[rule.check] if rule.check else bool
        self.group = "v" if "v" in self.regex.groupindex else 0

    def hits(self, text: str, previous: str) -> Iterator[Hit]:
        if self.after and not self.after.search(previous[-_QUESTION:]):
            return
        for found in self.regex.finditer(text):
            span = self._value(text, found)
            if span and span[0] < span[1] and self._may(text, span):
                yield (*span, self.rule.type)

    def _value(self, text: str, found: re.Match[str]) -> tuple[int, int] | None:
        rule, (start, end) = self.rule, found.span(self.group)
        if rule.find == "name_before":
            if self.group:
                return name_before(text, end, strict=rule.strict)
            return name_before(text, start, cue=found.group(), strict=rule.strict)
        if rule.find == "kana_before":
            return kana_name_before(text, end if self.group else start, certain=rule.strict)
        if rule.find == "name_after":
            return name_after(text, start if self.group else end, strict=rule.strict)
        return (
            None if rule.find == "full_name" and not is_full_name(found.group(self.group)) else (start, end)
        )

    def _may(self, text: str, span: tuple[int, int]) -> bool:
        if (self.cue or self.unless) and not self._has_context(text, span[0]):
            return False
        return self.check(text[slice(*span)])

    def _has_context(self, text: str, start: int) -> bool:
        window = text[max(0, start - self.rule.within) : start].rpartition(FILL)[2]
        if self.unless and self.unless.search(window):
            return False
        return not self.cue or bool(self.cue.search(window))


class Masker:
    """Replaces personal data by typed placeholders.

    Examples
    --------
    >>> Masker().mask("佐藤様、090-1234-5678です").text
    '［氏名1］様、［電話番号1］です'
    """

    def __init__(self, rules: Sequence[Rule] | None = None, staff_names: Sequence[str] = ()) -> None:
        """Use the shipped rules, or those given, and mask each staff name wherever it stands as a word."""
        self.rules = load_rules() if rules is None else tuple(rules)
        self.fingerprint = rules_fingerprint(self.rules, staff_names)
        self._compiled = [_Compiled(rule) for rule in self.rules]
        self._needs = {need: re.compile(need, re.MULTILINE) for rule in self.rules if (need := rule.needs)}
        names = {fold(name.strip()).text for name in staff_names}
        self._staff = _names_regex(name for name in names if len(name) >= 2)

    def mask(self, text: str) -> Masked:
        """Mask one text that is a whole contact."""
        return self.mask_contact((text,))[0]

    def mask_contact(self, texts: Sequence[str]) -> list[Masked]:
        """Mask the texts of one contact; the same value has the same number in all of them."""
        folded = [fold(text) for text in texts]
        buffers = [self._start(text) for text in folded]
        hits: list[list[Hit]] = [[] for _ in texts]
        todo = list(range(len(texts)))
        for _ in range(_PASSES):
            changed = [i for i in todo if self._run_rules(buffers, hits, i)]
            if not changed:
                break
            names = {folded[i].text[s:e] for i in changed for s, e, kind in hits[i] if kind == "name"}
            todo = sorted({*changed, *self._run_names(buffers, hits, names)})
        return _replace(texts, folded, hits)

    def _start(self, folded: Folded) -> str:
        # Folding turns ［ into [, so placeholders of an earlier masking are looked up as they look folded.
        return _FOLDED_PLACEHOLDER.sub(lambda found: FILL * len(found.group()), folded.text)

    def _run_rules(self, buffers: list[str], hits: list[list[Hit]], i: int) -> bool:
        text, previous = buffers[i], buffers[i - 1] if i else ""
        met = {need for need, regex in self._needs.items() if regex.search(text)}
        for compiled in self._compiled:
            if compiled.rule.needs and compiled.rule.needs not in met:
                continue
            if found := list(compiled.hits(buffers[i], previous)):
                buffers[i] = _blank(buffers[i], found)
                hits[i] += found
        if self._staff and (found := [(*m.span(), "name") for m in self._staff.finditer(buffers[i])]):
            buffers[i] = _blank(buffers[i], found)
            hits[i] += found
        return buffers[i] is not text

    def _run_names(self, buffers: list[str], hits: list[list[Hit]], names: set[str]) -> set[int]:
        regex = _names_regex(recurring_names(names))
        changed = set()
        for i, buffer in enumerate(buffers if regex else ()):
            if regex and (found := [(*m.span(), "name") for m in regex.finditer(buffer)]):
                buffers[i] = _blank(buffer, found)
                hits[i] += found
                changed.add(i)
        return changed


_FOLDED_PLACEHOLDER: Final = re.compile(
    fold(PLACEHOLDER.pattern.replace("［", r"\［").replace("］", r"\］")).text
)


def _names_regex(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    if not ordered:
        return None
    after = "(?!店|駅|市|県|区|町|村|川|山|橋|線|通|[一-鿿]{2}|[ァ-ヺーA-Za-z])"
    return re.compile(f"(?<!{_LONGER_WORD})(?:{'|'.join(map(re.escape, ordered))}){after}")


def _blank(text: str, hits: Sequence[Hit]) -> str:
    pieces, at = [], 0
    for start, end, _ in hits:
        pieces += [text[at:start], FILL * (end - max(start, at))]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _replace(texts: Sequence[str], folded: Sequence[Folded], hits: Sequence[list[Hit]]) -> list[Masked]:
    numbering = Numbering(texts) if any(hits) else None
    results = []
    for text, fold_, found in zip(texts, folded, hits, strict=True):
        if not found or numbering is None:
            results.append(Masked(text, ()))
            continue
        pieces, spans, at = [], [], 0
        for start, end, kind in sorted(found):
            first, last = fold_.span(start, end)
            if first < at:  # two hits over one half-width letter: the first one has it
                continue
            spans.append(Span(first, last, kind, numbering.placeholder(kind, text[first:last])))
            pieces += [text[at:first], spans[-1].placeholder]
            at = last
        results.append(Masked("".join([*pieces, text[at:]]), tuple(spans)))
    return results
