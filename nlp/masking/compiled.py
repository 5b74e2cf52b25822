"""A masking rule made ready to run on folded texts."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Final

from nlp.masking.checks import CHECKS
from nlp.masking.fold import FILL
from nlp.masking.kana import kana_name_before
from nlp.masking.names import is_full_name, name_after, name_before
from nlp.masking.required import is_plain, required_characters
from nlp.masking.rules import Rule
from nlp.masking.starts import begins_widely, search_from_starts
from nlp.regex_parts import parse

Hit = tuple[int, int, str]
"""Start and end in the folded text, and the type."""
Search = Callable[[str], re.Match[str] | None]

_IDLE: Final = 64  # answers that spared no search, those that did counted twice against them
_DOLLAR: Final = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\$")


def _up_to_the_value(context: str) -> re.Pattern[str]:
    """Return a regex of what stands before a value, whose `$` is the value's start and no line's end."""
    return re.compile(_DOLLAR.sub(lambda found: found[1] or r"\Z", context))


@lru_cache(maxsize=1024)
def compile_rule(rule: Rule, place: int) -> "CompiledRule":
    """Return a rule made ready; the shipped ones are made once a process."""
    return CompiledRule(rule, place)


class CompiledRule:
    """A rule with its regexes; `place` is its position in the order of precedence.

    A text in which it finds anything has `least` letters and a character of each of the sets in `required`.
    """

    def __init__(self, rule: Rule, place: int) -> None:
        self.rule = rule
        self.place = place
        self.bit = 1 << place
        self.required = [*required_characters(rule.pattern), *required_characters(rule.cue)]
        self.least: int = parse(rule.pattern, re.MULTILINE).getwidth()[0]
        self._check: Callable[[str], bool] = CHECKS[rule.check] if rule.check else bool
        self._is_plain = rule.find == "value" and not (rule.cue or rule.unless)
        self._group: int | str = "v" if "(?P<v>" in rule.pattern else 0
        self._idle = 0
        self.searches: tuple[Search | None, Search | None, Search] | None = None

    # Compiling all rules takes a second; most texts of a short run call for a few of them.
    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.rule.pattern, re.MULTILINE)

    @cached_property
    def search(self) -> Search:
        """Search for the pattern alone; a match may begin later, but no text without one has hits."""
        return search_from_starts(self.rule.pattern)

    @cached_property
    def ask_first(self) -> Search | None:
        """The search for what the rule needs, where its pattern could begin nearly anywhere."""
        need = self.rule.needs if is_plain(self.rule.needs_also) else self.rule.needs_also
        if is_plain(need) or not begins_widely(self.rule.pattern):
            return None
        return search_from_starts(need)

    @cached_property
    def _cue(self) -> re.Pattern[str] | None:
        return _up_to_the_value(self.rule.cue) if self.rule.cue else None

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return _up_to_the_value(self.rule.unless) if self.rule.unless else None

    @cached_property
    def after(self) -> Search | None:
        """The search that must find something in the turn before, where the rule asks for that."""
        return re.compile(self.rule.after).search if self.rule.after else None

    @cached_property
    def _needs(self) -> tuple[Search, ...]:
        needs = (self.rule.needs, self.rule.needs_also)
        return tuple(re.compile(need, re.MULTILINE).search for need in needs if need)

    def prepare(self) -> tuple[Search | None, Search | None, Search]:
        """Compile ``after``, ``ask_first`` and ``search``, and keep them where looking up is cheap."""
        self.searches = self.after, self.ask_first, self.search
        return self.searches

    def is_worth_asking(self, answer: object) -> bool:
        """Return whether ``ask_first`` found something; where it nearly always does, it is asked no more."""
        self._idle += 1 if answer else -2
        if self._idle > _IDLE:
            self.searches = self.after, None, self.search
        return answer is not None

    def is_called(self, text: str) -> bool:
        """Return whether a text holds what the rule needs; cheaper to ask once the pattern is found."""
        return all(search(text) for search in self._needs)

    def hits(self, text: str, start: int = 0) -> list[Hit]:
        """Return what the rule finds in a folded text; no match is known to begin before `start`."""
        return list(self._hits(text, start))

    def _hits(self, text: str, first: int) -> Iterator[Hit]:
        kind = self.rule.type
        for found in self._regex.finditer(text, first):
            span = found.span(self._group) if self._is_plain else self._value(text, found)
            if span and span[0] < span[1] and self._may(text, span):
                yield (*span, kind)

    def _value(self, text: str, found: re.Match[str]) -> tuple[int, int] | None:
        rule, (start, end) = self.rule, found.span(self._group)
        if rule.find == "name_before":
            if self._group:
                return name_before(text, end, strict=rule.strict)
            return name_before(text, start, cue=found.group(), strict=rule.strict)
        if rule.find == "kana_before":
            return kana_name_before(text, end if self._group else start, certain=rule.strict)
        if rule.find == "name_after":
            return name_after(text, start if self._group else end, strict=rule.strict)
        if rule.find == "full_name" and not is_full_name(found.group(self._group)):
            return None
        return start, end

    def _may(self, text: str, span: tuple[int, int]) -> bool:
        if (self._cue or self._unless) and not self._has_context(text, span[0]):
            return False
        return self._check(text[slice(*span)])

    def _has_context(self, text: str, start: int) -> bool:
        window = text[max(0, start - self.rule.within) : start].rpartition(FILL)[2]
        if self._unless and self._unless.search(window):
            return False
        return not self._cue or bool(self._cue.search(window))
