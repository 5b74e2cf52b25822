"""The masker: applies rules to the texts of one contact and numbers what they find."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from nlp.masking import dictated, leftover, name_slots, neighbours
from nlp.masking.asked import NAME, asked_before
from nlp.masking.compiled import Hit, compile_rule
from nlp.masking.fold import FILL, Folded, fold
from nlp.masking.known_names import names_regex
from nlp.masking.needs import Needs
from nlp.masking.people.model import name_model
from nlp.masking.placeholders import PLACEHOLDER, Numbering
from nlp.masking.recurring import name_places, names_of_one_letter, recurring_names
from nlp.masking.rules import Rule, load_rules, rules_fingerprint, unique_rules
from nlp.masking.well_known import hiders
from nlp.masking.whole import whole_values

# What is masked changes what stands next to it, so rules run until nothing new is found.
_PASSES: Final = 6
_SOON: Final = 2  # turns after a question for a name
_FEW: Final = 8  # rules that are sooner tried than the text is looked at again


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
            Instead of the shipped ones; the name model is left out, too.
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
        self._model = name_model() if rules is None else None
        digest = self._model.digest if self._model else ""
        self.fingerprint = rules_fingerprint(self.rules, staff_names, model=digest)
        self._compiled = [compile_rule(rule, place) for place, rule in enumerate(self.rules)]
        questions = (rule.after for rule in self.rules if rule.after)
        last = _LAST if self._model else _LAST[:1]
        topics = [gate for gate, _ in hiders()]
        self._needs = Needs(self._compiled, [*questions, *topics, *(gate for _, gate, _ in last)])
        self._topics = [(self._needs.gates[gate], hide) for gate, hide in hiders()]
        self._last = [(find, self._needs.gates[gate], least) for find, gate, least in last]
        self._asking = sum(1 << rule.place for rule in self._compiled if rule.rule.after)
        names = {fold(name.strip()).text for name in staff_names}
        self._staff = names_regex(name for name in names if len(name) >= 2)

    def mask(self, text: str) -> Masked:
        """Mask one text that is a whole contact."""
        return self.mask_contact((text,))[0]

    def mask_contact(self, texts: Sequence[str]) -> list[Masked]:
        """Mask the texts of one contact; the same value has the same number in all of them."""
        folded = [fold(text) for text in texts]
        work = _Work(self._needs, [_start(text) for text in folded])
        work.hide_topics(self._topics)
        todo: Sequence[int] = range(len(texts))
        for _ in range(_PASSES):
            changed = [i for i in todo if self._run(work, i)] or self._run_rest(work)
            if not changed:
                break
            names = {folded[i].text[s:e] for i in changed for s, e, kind in work.hits[i] if kind == "name"}
            todo = sorted({*changed, *(_run_names(work, names) if names else ())})
        return _replace(texts, folded, work.hits)

    def _run_rest(self, work: "_Work") -> list[int]:
        """Hide what the rules leave, once they find no more; return the texts that changed."""
        changed: set[int] = set()
        for find, gate, least in self._last:
            among = [i for i, met in enumerate(work.met) if met & gate]
            if len(work.met) < least or not (among or (find is neighbours.neighbours and work.is_linked())):
                continue
            of_text: dict[int, list[Hit]] = {}
            for i, start, end, kind in find(work.buffers, work.hits, among):
                of_text.setdefault(i, []).append((start, end, kind))
            for i, found in of_text.items():
                work.stretch(i, found)
            changed.update(of_text)
        return sorted(changed)

    def _run(self, work: "_Work", i: int) -> bool:
        changed = self._run_rules(work, i)
        return self._run_model(work, i) or changed

    def _run_rules(self, work: "_Work", i: int) -> bool:
        # The whole turn before: a window would hold other words once its values are placeholders.
        text, question = work.buffers[i], work.buffers[i - 1] if i else ""
        needs, among = self._needs, work.may[i] & ~work.settled[i] & (-1 if question else ~self._asking)
        if work.may[i] >= 0 and (work.met[i] & among).bit_count() > _FEW:
            work.met[i] = needs.met(text)
        called, rules = needs.called(work.met[i], among)
        if work.may[i] < 0:
            work.may[i] = called | needs.filled
        buffer, last = text, -1
        for rule in rules:
            after, ask_first, search = rule.searches or rule.prepare()
            if after and not (work.met[i - 1] & needs.gates[rule.rule.after] and after(question)):
                continue
            if ask_first and not rule.is_worth_asking(ask_first(text)):
                called ^= rule.bit
            elif not (first := search(buffer)):
                continue
            elif not rule.is_called(text):
                called ^= rule.bit
            elif found := rule.hits(buffer, first.start()):
                buffer = work.blank(i, whole_values(buffer, found))
                last = rule.place
        # A rule that has seen the text as it is now finds nothing in it the next time, either.
        settled = called & ~self._asking & -(2 << last if last >= 0 else 1)
        work.settled[i] = settled if last >= 0 else settled | work.settled[i]
        if self._staff and (found := [(*m.span(), "name") for m in self._staff.finditer(buffer)]):
            buffer = work.blank(i, found)
            work.settled[i] = 0
        return buffer is not text

    def _run_model(self, work: "_Work", i: int) -> bool:
        if not self._model:
            return False
        asked = i > 0 and asked_before(work.buffers, i, _SOON) == NAME
        found = self._model.names(work.buffers[i], asked=asked)
        if found:
            work.blank(i, [(start, end, "name") for start, end in found])
            work.settled[i] = 0
        return bool(found)


class _Work:
    """The texts of a contact under work: what is found is blanked in `buffers` and kept in `hits`.

    ``settled[i]`` are the rules, as bits, of which is known that they find nothing in ``buffers[i]``;
    ``met[i]`` is what the text holds or has held of what is looked for, and ``may[i]`` are the rules that it
    may still call for: what is masked only takes letters away, but for the stretches themselves.
    """

    __slots__ = ("_needs", "buffers", "hits", "may", "met", "settled")

    def __init__(self, needs: Needs, buffers: list[str]) -> None:
        self._needs = needs
        self.buffers = buffers
        self.hits: list[list[Hit]] = [[] for _ in buffers]
        self.settled = [0] * len(buffers)
        self.met = list(map(needs.met, buffers))
        self.may = [-1] * len(buffers)

    def hide_topics(self, sorts: Iterable[tuple[int, Callable[[str], str]]]) -> None:
        """Take out what everybody knows, each sort in texts that met its gate."""
        for gate, hide in sorts:
            for i, met in enumerate(self.met):
                if met & gate and (left := hide(self.buffers[i])) != self.buffers[i]:
                    self.buffers[i], self.met[i] = left, self._needs.met(left)

    def is_linked(self) -> bool:
        """Return whether turns stand beside others, or values that were found beside anything."""
        return len(self.buffers) > 1 or bool(self.hits[0])

    def blank(self, i: int, found: Sequence[Hit]) -> str:
        """Take what was found out of text `i`; return what is left."""
        left = self.buffers[i] = _blank(self.buffers[i], found)
        self.hits[i] += found
        self.met[i] |= self._needs.beside(left, found)
        return left

    def stretch(self, i: int, found: Sequence[Hit]) -> None:
        """Take what was found out of text `i`, each as one with what it overlaps and with the hits inside."""
        joined: list[Hit] = []
        for start, end, kind in sorted(found, key=lambda hit: (hit[0], -hit[1])):
            if joined and start < joined[-1][1]:
                first, last, of_first = joined[-1]
                joined[-1] = first, max(last, end), of_first
            else:
                joined.append((start, end, kind))
        taken = bytearray(len(self.buffers[i]))
        for start, end, _ in joined:
            taken[start:end] = b"\1" * (end - start)
        self.hits[i] = [hit for hit in self.hits[i] if not taken[hit[0]]]
        self.blank(i, joined)
        self.settled[i] = 0


def _start(folded: Folded) -> str:
    # Folding turns ［ into [, so placeholders of an earlier masking are looked up as they look folded.
    if "[" not in folded.text:
        return folded.text
    return _FOLDED_PLACEHOLDER.sub(lambda found: FILL * len(found.group()), folded.text)


def _run_names(work: _Work, names: set[str]) -> set[int]:
    known = [*recurring_names(names), *names_of_one_letter(names)]
    changed = set()
    for name in known:
        for i, buffer in enumerate(work.buffers):
            if name in buffer and (found := [(*span, "name") for span in name_places(name, buffer)]):
                work.blank(i, found)
                work.settled[i] = 0
                changed.add(i)
    return changed


# What hides the rest, what a turn must hold for it, and of how many turns at least.
_LAST: Final = (
    (dictated.dictated_numbers, dictated.GATE, 2),
    (neighbours.neighbours, neighbours.GATE, 1),
    (leftover.left_numbers, leftover.GATE, 1),
    (name_slots.name_slots, name_slots.GATE, 1),
)
_FOLDED_PLACEHOLDER: Final = re.compile(
    fold(PLACEHOLDER.pattern.replace("［", r"\［").replace("］", r"\］")).text
)


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
