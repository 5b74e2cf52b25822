import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.expressions import find_expressions
from nlp.tokens import Tokenizer
from nlp.vocabulary import Synonyms, Term, Vocabulary, vocabulary_of
from nlp.word_pattern import LONGEST_WORD, pattern_problem


def test_representatives_of_exact_words_and_patterns():
    words = Vocabulary(
        synonyms=Synonyms({"ｽﾏﾎ": "スマートフォン"}, {"サポ|コール(センター)?": "サポートセンター"})
    )
    assert [words.representative(w) for w in ("スマホ", "サポ", "コールセンター", "コール音")] == [
        "スマートフォン",
        "サポートセンター",
        "サポートセンター",
        "コール音",
    ]


def test_an_exact_variant_wins_over_a_pattern():
    words = Vocabulary(synonyms=Synonyms({"サポ": "後援会"}, {"サポ.*": "サポートセンター"}))
    assert (words.representative("サポ"), words.representative("サポセン")) == ("後援会", "サポートセンター")


def test_subjects_and_predicates_of_expressions_give_way_to_their_representatives():
    words = vocabulary_of(synonyms={"スマホ": "スマートフォン", "繋がらない": "つながらない"})
    (found,) = find_expressions(Tokenizer(words).tokenise("スマホが繋がりません"), synonyms=words.synonyms)
    assert (found.subject, found.predicate, found.negated) == ("スマートフォン", "つながらない", True)


def test_seen_words_are_not_matched_again():
    synonyms = Synonyms({}, {"サポ.*": "サポートセンター"})
    assert synonyms.get("サポセン") == "サポートセンター"
    synonyms._compiled.clear()
    assert synonyms.get("サポセン") == "サポートセンター"


def test_memory_stays_flat():
    synonyms = Synonyms({"a": "b"}, {"x": "y"})
    for number in range(250_000):
        synonyms.get(str(number))
    assert len(synonyms._seen) <= 100_001
    assert synonyms.get("a") == "b"


def test_the_digest_follows_every_word_but_not_the_order_of_rows():
    some = [
        vocabulary_of(),
        vocabulary_of(["声"]),
        Vocabulary((Term("声", "コエ"),)),
        vocabulary_of(synonyms={"a": "b"}),
        Vocabulary(synonyms=Synonyms({}, {"a": "b"})),
        vocabulary_of(stop_words=["声"]),
    ]
    assert len({words.digest for words in some}) == len(some)
    assert vocabulary_of(["声", "音"]).digest == vocabulary_of(["音", "声"]).digest


@pytest.mark.parametrize("make", [lambda: vocabulary_of([" "]), lambda: vocabulary_of(synonyms={"a": ""})])
def test_empty_words_are_refused(make):
    with pytest.raises(ValueError, match="empty word"):
        make()


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(a|a)*b",
        "(a?){25}",
        "a?" * 30 + "b",
        "(.*)(.*)(.*)x",
        r"(.*)\1",
        "(?P<x>a*)(?P=x)",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(?:(?:a{0,9}){0,9}){0,9}b",
        "(",
        "*",
        "a{99999999999999}",
        "",
        "a*",
        ".+",
        "x" * 201,
        "(" * 99 + ")" * 99,
    ],
)
def test_dangerous_and_senseless_patterns_are_refused_at_once(pattern):
    start = time.perf_counter()
    assert pattern_problem(pattern)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "pattern", ["スマ(ー)?ト?フォン", "お?問い?合わ?せ?", ".*アプリ.*", "サポ|コルセン", "(?i)line ?pay"]
)
def test_useful_patterns_pass(pattern):
    assert pattern_problem(pattern) is None


ATOMS = st.sampled_from(["a", "b", "[ab]", ".", "(?:a|b)", "(?:a|ab)", "(a)"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("*+?")).map(lambda p: f"(?:{p[0]}){p[1]}"),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda p: f"(?:{p[0]}|{p[1]})"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=2_000)
@given(PATTERNS, st.text("ab", min_size=1, max_size=8))
def test_no_pattern_that_passes_takes_long(pattern, piece):
    if pattern_problem(pattern) is None:
        synonyms = Synonyms({}, {pattern: "代表"})
        synonyms.get((piece * LONGEST_WORD)[: LONGEST_WORD - 1] + "c")


def test_words_of_a_long_list_are_not_copied_for_each_new_word():
    synonyms = Synonyms({f"変種{i}": "代表" for i in range(100_001)}, {"サポ.*": "サポートセンター"})
    seen = synonyms._seen
    assert [synonyms.get(word) for word in ("変種7", "サポセン", "電話")] == [
        "代表",
        "サポートセンター",
        None,
    ]
    assert synonyms._seen is seen
    assert set(seen) == {"サポセン", "電話"}
