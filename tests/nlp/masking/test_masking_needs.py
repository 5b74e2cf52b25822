"""What a text must hold before a rule is tried on it, and what masking may add to that."""

import pytest

from nlp.masking import Rule
from nlp.masking.compiled import CompiledRule
from nlp.masking.fold import FILL
from nlp.masking.needs import Needs
from nlp.masking.required import COUNT, required_characters


def called(needs: Needs, text: str) -> list[int]:
    return [rule.place for rule in needs.called(needs.met(text))[1]]


def make_needs(*patterns: str, needs: str = "") -> Needs:
    rules = [Rule(f"rule {i}", "phone", pattern, needs=needs) for i, pattern in enumerate(patterns)]
    return Needs([CompiledRule(rule, place) for place, rule in enumerate(rules)], ["氏名|名前"])


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("[2-6](?:[- ]?[0-9]){13,18}", 14),
        ("0[5-9]0-?[0-9]{4}-?[0-9]{4}", 11),
        ("(?:[0-9]{4}|[0-9]{3}-[0-9]{2})円", 4),
        ("(?:[0-9]{2} ?){30}", 16),
        ("(?=[0-9]{4})[0-9A-Z]+", 0),
    ],
)
def test_figures_are_counted(pattern: str, count: int) -> None:
    assert (frozenset((f"{COUNT}{count}",)) in required_characters(pattern)) == (count > 0)


def test_a_text_calls_for_rules_whose_letters_figures_and_length_it_has() -> None:
    needs = make_needs("電話[0-9]", "[0-9](?:-?[0-9]){7}", "[あ-ん]{9}[様殿]")
    assert called(needs, "電話9") == [0]
    assert called(needs, "2026-11-23") == [1]
    assert called(needs, "1、2、3、4、5、6、7") == []
    assert called(needs, "さとう様") == []
    assert called(needs, "たかなしことねさん様です") == [2]


def test_masking_adds_only_what_stands_beside_it() -> None:
    needs = make_needs("[ぁ-ん]{2}", needs=f"{FILL}です")
    text = "佐藤です"
    blanked = FILL * 2 + "です"
    met = needs.met(text) | needs.beside(blanked, [(0, 2, "name")])
    assert not needs.called(needs.met(text))[1]
    assert [rule.place for rule in needs.called(met)[1]] == called(needs, blanked) == [0]


def test_gates_tell_whether_a_regex_may_find_anything() -> None:
    needs = make_needs("電話[0-9]")
    gate = needs.gates["氏名|名前"]
    assert [bool(needs.met(text) & gate) for text in ("お名前は", "名義は", "")] == [True, False, False]
