"""The masker: applies rules to the texts of one contact and numbers what they find."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nlp.masking.checks import CHECKS
from nlp.masking.dictated import dictated_numbers
from nlp.masking.fold import FILL, Folded, fold
from nlp.masking.kana import kana_name_before
from nlp.masking.names import is_full_name, name_after, name_before
from nlp.masking.placeholders import PLACEHOLDER, Numbering
from nlp.masking.recurring import recurring_names
from nlp.masking.rules import Rule, load_rules, rules_fingerprint, unique_rules

# What is masked changes what stands next to it, so rules run until nothing new is found.
_PASSES: Final = 6
# Words are looked up by their first letter; a list that long would be a mistake in a rule.
_PLAIN_WORDS: Final = 40
_NOT_PLAIN: Final = re.compile(r"[][(){}?*+.^$\\]")
_DIGIT: Final = re.compile(r"\[\d-9\](?![?*])|^020")
_ANY_DIGIT: Final = re.compile("[0-9]")
_WORD_BEGINS: Final = "(?<![一-鿿々ヶァ-ヺーA-Za-z])"
_WORD_ENDS: Final = "(?!店|駅|市|県|区|町|村|川|山|橋|線|通|[一-鿿]{2}|[ァ-ヺーA-Za-z])"
# Compiled once: a regex of a contact's own names would cost more than all other rules.
_BEGINS: Final = re.compile(_WORD_BEGINS)
_ENDS: Final = re.compile(_WORD_ENDS)


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
        self.needs = rule.needs
        self.regex = re.compile(rule.pattern, re.MULTILINE)
        self.cue = re.compile(rule.cue) if rule.cue else None
        self.unless = re.compile(rule.unless) if rule.unless else None
        self.after = re.compile(rule.after) if rule.after else None
        self.check: Callable[[str], bool] = CHECKS[rule.check] if rule.check else bool
        self.is_plain = rule.find == "value" and not (rule.cue or rule.unless)
        self.group = "v" if "v" in self.regex.groupindex else 0

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield what the rule finds in a folded text."""
        if self.is_plain:
            group, check, kind = self.group, self.check, self.rule.type
            for found in self.regex.finditer(text):
                value = found[group]
                if value and check(value):
                    yield (*found.span(group), kind)
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


class _Needs:
    """Which rules a text calls for; plain words are looked up without a regex."""

    def __init__(self, rules: Sequence[_Compiled]) -> None:
        self._always = [i for i, rule in enumerate(rules) if not rule.needs]
        self._words: dict[str, list[tuple[str, list[int]]]] = {}
        self._with_digits: list[tuple[Callable[[str], object], list[int]]] = []
        self._with_lines: list[tuple[Callable[[str], object], list[int]]] = []
        self._others: list[tuple[Callable[[str], object], list[int]]] = []
        callers: dict[str, list[int]] = {}
        for i, rule in enumerate(rules):
            if rule.needs:
                callers.setdefault(rule.needs, []).append(i)
        words: dict[str, list[int]] = {}
        for pattern, called in callers.items():
            parts = pattern.split("|")
            if not _NOT_PLAIN.search(pattern) and len(parts) <= _PLAIN_WORDS:
                for word in parts:
                    words.setdefault(word, []).extend(called)
                continue
            flat = "(" not in pattern
            kind = self._others
            if flat and all(_DIGIT.search(part) for part in parts):
                kind = self._with_digits
            elif flat and all("\\n" in part for part in parts):
                kind = self._with_lines
            kind.append((re.compile(pattern, re.MULTILINE).search, called))
        for word, called in words.items():
            self._words.setdefault(word[0], []).append((word, called))
        self._first_letters = frozenset(self._words)

    def called(self, text: str) -> list[int]:
        """Return the positions of the rules to try, in order."""
        found = set(self._always)
        for letter in self._first_letters.intersection(text):
            for word, called in self._words[letter]:
                if word in text:
                    found.update(called)
        searches = self._others
        if _ANY_DIGIT.search(text):
            searches = searches + self._with_digits
        if "\n" in text:
            searches = searches + self._with_lines
        for search, called in searches:
            if search(text):
                found.update(called)
        return sorted(found)


class Masker:
    """Replaces personal data by typed placeholders.

    A centre adds rules of its own, for its numbers and its words, as YAML read by ``parse_rules``::

        rules:
          - name: contract_number_of_ours
            type: member_number            # a key of LABELS
            needs: 'KS'                    # cheap to search, spares the pattern
            pattern: '(?<![0-9A-Z])KS[0-9]{2}-[0-9]{5}(?![0-9])'   # on folded text: half-width, no ㈱
            match: ['契約は⟦KS26-00123⟧です']                       # tried in tests
            no_match: ['型番KS26-0012']

    Examples
    --------
    >>> Masker().mask("佐藤様、090-1234-5678です").text
    '［氏名1］様、［電話番号1］です'
    """

    def __init__(
        self,
        rules: Sequence[Rule] | None = None,
        staff_names: Sequence[str] = (),
        *,
        patterns: Sequence[Rule] = (),
    ) -> None:
        """Use the shipped rules, or those given, behind a centre's own, and mask each staff name.

        Parameters
        ----------
        rules : sequence of Rule, optional
            Instead of the shipped ones.
        staff_names : sequence of str
            Masked wherever one stands as a word.
        patterns : sequence of Rule
            A centre's own; they come before `rules`, so theirs is the type where both would match.

        Raises
        ------
        RuleError
            Two rules have the same name.
        """
        self.rules = unique_rules((*patterns, *(load_rules() if rules is None else rules)))
        self.fingerprint = rules_fingerprint(self.rules, staff_names)
        self._compiled = [_Compiled(rule) for rule in self.rules]
        self._needs = _Needs(self._compiled)
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
        for i, start, end, kind in list(dictated_numbers(buffers)) if len(buffers) > 1 else ():
            buffers[i] = _blank(buffers[i], [(start, end, kind)])
            hits[i].append((start, end, kind))
        return _replace(texts, folded, hits)

    def _start(self, folded: Folded) -> str:
        # Folding turns ［ into [, so placeholders of an earlier masking are looked up as they look folded.
        if "[" not in folded.text:
            return folded.text
        return _FOLDED_PLACEHOLDER.sub(lambda found: FILL * len(found.group()), folded.text)

    def _run_rules(self, buffers: list[str], hits: list[list[Hit]], i: int) -> bool:
        # The whole turn before: a window would hold other words once its values are placeholders.
        text, question = buffers[i], buffers[i - 1] if i else ""
        for place in self._needs.called(text):
            compiled = self._compiled[place]
            if compiled.after and not (question and compiled.after.search(question)):
                continue
            if found := list(compiled.hits(buffers[i])):
                buffers[i] = _blank(buffers[i], found)
                hits[i] += found
        if self._staff and (found := [(*m.span(), "name") for m in self._staff.finditer(buffers[i])]):
            buffers[i] = _blank(buffers[i], found)
            hits[i] += found
        return buffers[i] is not text

    def _run_names(self, buffers: list[str], hits: list[list[Hit]], names: set[str]) -> set[int]:
        known = sorted(recurring_names(names), key=lambda name: (-len(name), name))
        changed = set()
        for name in known:
            for i, buffer in enumerate(buffers):
                if name in buffer and (found := [(*span, "name") for span in _places(name, buffer)]):
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
    # By first letter, so that a list of thousands costs no more than one of ten at nearly every place.
    by_letter: dict[str, list[str]] = {}
    for name in ordered:
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]))
    parts = (f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    letters = "".join(map(re.escape, by_letter))
    return re.compile(f"(?=[{letters}]){_WORD_BEGINS}(?:{'|'.join(parts)}){_WORD_ENDS}")


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if _BEGINS.match(text, at) and _ENDS.match(text, end):
            yield at, end
            at = text.find(name, end)
        else:
            at = text.find(name, at + 1)


def _blank(text: str, hits: Sequence[Hit]) -> str:
    pieces, at = [], 0
    for start, end, _ in hits:
        pieces += [text[at:start], FILL * (end - max(start, at))]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _replace(texts: Sequence[str], folded: Sequence[Folded], hits: Sequence[list[Hit]]) -> list[Masked]:
    numbering = Numbering(texts) if any(hits) else None
    if numbering is None:
        return [Masked(text, ()) for text in texts]
    results = []
    for text, fold_, found in zip(texts, folded, hits, strict=True):
        if not found:
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
