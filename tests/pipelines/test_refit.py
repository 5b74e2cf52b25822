import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.refit import next_version
from pipelines.resources import analyzer
from pipelines.versions import fit_version, settle_names
from pipelines.window import Window
from samples.company.small_talk import load_material

UNTIL = date(2026, 11, 20)
ISSUES = {issue.id: issue for issue in load_material().issues if issue.kind == "complaint"}
USUAL = [
    "phone_not_connected",
    "outer_box_crushed",
    "app_cannot_login",
    "pump_does_not_draw",
    "scent_too_strong",
]
LEAK, FREEZE = "two_factor_code_not_received", "app_freezes_after_update"


def sentences_of(issue):
    return [*ISSUES[issue].wordings, *ISSUES[issue].spoken]


def make_window(issues, *, old=None, until=UNTIL):
    sentences = [text for issue in issues for text in sentences_of(issue)]
    tokens = [list(reading.tokens) for reading in analyzer().read_many(sentences)]
    ids = [f"mail:{hashlib.sha256(text.encode()).hexdigest()[:12]}/1.1" for text in sentences]
    known = old or {}
    return Window(
        until, ids, sentences, tokens, ["complaint"] * len(ids), [known.get(text) for text in sentences]
    )


def main_topic(topics, issue):
    """Return the topic that most sentences of an issue went to."""
    found = Counter(topics[text] for text in sentences_of(issue) if topics[text])
    return found.most_common(1)[0][0]


def topic_of(version, window):
    """Return sentence → topic id, as a night assigns it."""
    import pyarrow as pa

    from pipelines.topics import Assigner

    rows = pa.table(
        {
            "day": pa.array([UNTIL] * len(window.voice_ids), pa.date32()),
            "voice_id": window.voice_ids,
            "kind": window.kinds,
            "tokens": window.tokens,
        }
    )
    assigned = Assigner(version).assign(rows)
    return dict(zip(window.sentences, assigned.column("topic_id").to_pylist(), strict=True))


@pytest.fixture(scope="module")
def first():
    window = make_window([*USUAL, LEAK])
    version = fit_version(window, None, number=1)
    return version, topic_of(version, window)


def test_issues_become_topics_with_themes_and_unused_numbers(first):
    version, topics = first
    rows = {row["topic_id"]: row for row in version.topics.to_pylist()}
    found = {topic for topic in topics.values() if topic}
    assert len(found) >= 5
    assert all(rows[rows[topic]["parent_id"]]["parent_id"] is None for topic in found)
    assert version.meta["next_number"] == 1 + len(rows)


def test_ids_go_on_and_a_new_issue_gets_a_new_number(first):
    version, topics = first
    window = make_window([*USUAL, LEAK, FREEZE], old=topics, until=UNTIL + timedelta(days=7))
    second = fit_version(window, version, number=2)
    again = topic_of(second, window)
    same = [again[text] == topic for text, topic in topics.items() if topic]
    assert sum(same) >= 0.9 * len(same)
    fresh = {main_topic(again, FREEZE)}
    old_numbers = {row["topic_id"] for row in version.topics.to_pylist()}
    assert not fresh & old_numbers
    assert {"continued", "born"} <= set(second.lineage.column("event").to_pylist())


def test_a_topic_that_falls_silent_is_dormant_and_wakes_with_its_id(first):
    version, topics = first
    quiet_window = make_window([*USUAL, FREEZE], old=topics)
    quiet = fit_version(quiet_window, version, number=2)
    leak = main_topic(topics, LEAK)
    assert {row["topic_id"]: row["status"] for row in quiet.topics.to_pylist()}[leak] == "dormant"
    back_window = make_window([*USUAL, LEAK, FREEZE], old=topic_of(quiet, quiet_window))
    back = fit_version(back_window, quiet, number=3)
    assert main_topic(topic_of(back, back_window), LEAK) == leak
    events = [
        (row["registry_version"], row["event"]) for row in back.lineage.to_pylist() if row["topic_id"] == leak
    ]
    assert events[-1] == (3, "revived")


def test_a_few_more_voices_move_hardly_any_and_names_stay(first):
    version, topics = first
    window = make_window([*USUAL, LEAK], old=topics, until=UNTIL + timedelta(days=7))
    more = replace(
        window,
        voice_ids=[*window.voice_ids, *(f"sns:{n}/1.1" for n in range(5))],
        sentences=[*window.sentences, *window.sentences[:5]],
        tokens=[*window.tokens, *window.tokens[:5]],
        kinds=[*window.kinds, *window.kinds[:5]],
        old_topics=[*window.old_topics, *window.old_topics[:5]],
        days=[UNTIL] * len(window.kinds) + [UNTIL + timedelta(days=1)] * 5,
    )
    second = fit_version(more, version, number=2)
    again = topic_of(second, window)
    assert sum(again[text] == topic for text, topic in topics.items()) >= 0.99 * len(topics)
    labels = {row["topic_id"]: row["label"] for row in second.topics.to_pylist()}
    assert all(labels[row["topic_id"]] == row["label"] for row in version.topics.to_pylist())


@pytest.mark.parametrize("full", [False, True])
def test_re_ordered_and_renamed_voices_keep_their_ids(first, full):
    version, topics = first
    window = make_window([LEAK, *USUAL[::-1]], old=topics)
    renamed = replace(window, voice_ids=[f"chat:{voice_id}" for voice_id in window.voice_ids])
    again = topic_of(fit_version(renamed, version, number=2, full=full), window)
    held = [text for text, topic in topics.items() if topic]
    same = sum(again[text] == topics[text] for text in held)
    assert same >= (0.85 if full else 1.0) * len(held)


def reworded(text):
    return f"もしもし、{text.rstrip('。')}とのことです。よろしくお願いします!!😭"


@pytest.mark.parametrize("reword", [reworded, lambda text: text.replace("。", "～。").replace("が", "ｶﾞ")])
def test_re_worded_voices_keep_their_ids(first, reword):
    version, topics = first
    window = make_window([*USUAL, LEAK], old=topics, until=UNTIL + timedelta(days=7))
    said = [reword(text) for text in window.sentences]
    tokens = [list(reading.tokens) for reading in analyzer().read_many(said)]
    other = replace(window, sentences=said, tokens=tokens)
    again = topic_of(fit_version(other, version, number=2), other)
    held = [text for text, topic in topics.items() if topic]
    assert sum(again[reword(text)] == topics[text] for text in held) >= 0.95 * len(held)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_unchanged_window_keeps_the_version_to_the_last_bit(first, data):
    version, _ = first
    window = make_window([*USUAL, LEAK])
    old_topics = data.draw(st.permutations(window.old_topics[:5])) + window.old_topics[5:]
    same = replace(window, old_topics=old_topics)
    assert next_version(same, version, None, full=False) is version
    place = data.draw(st.integers(0, len(window.kinds) - 1))
    for changed in ("voice_ids", "sentences", "kinds"):
        values = list(getattr(window, changed))
        values[place] += "x"
        assert replace(window, **{changed: values}).digest() != version.meta["inputs"]


def test_numbers_are_never_given_again_over_many_refits(first):
    version, topics = first
    seen = {row["topic_id"] for row in version.topics.to_pylist()}
    for number, issues in enumerate(([*USUAL, FREEZE], [FREEZE, LEAK], [*USUAL, LEAK, FREEZE]), start=2):
        window = make_window(issues, old=topics, until=UNTIL + timedelta(days=7 * number))
        counter = version.meta["next_number"]
        version = fit_version(window, version, number=number, full=number == 3)
        now = {row["topic_id"] for row in version.topics.to_pylist()}
        assert all(int(topic_id[1:]) >= counter for topic_id in now - seen)
        assert version.meta["next_number"] > max(int(topic_id[1:]) for topic_id in now)
        rows = {row["topic_id"]: row for row in version.topics.to_pylist()}
        assert all(row["parent_id"] in rows for row in rows.values() if row["parent_id"])
        seen |= now
        topics = topic_of(version, window)


def test_other_words_than_the_embedder_knows_lead_to_a_new_one_and_the_ids_stay(first):
    version, topics = first
    arrays = dict(version.arrays)
    arrays["embedder.vocabulary"] = np.frombuffer(b"[]", dtype=np.uint8).copy()
    arrays["embedder.idf"] = np.zeros(0)
    arrays["embedder.components"] = arrays["embedder.components"][:, :0]
    forgotten = replace(version, arrays=arrays)
    window = make_window([*USUAL, LEAK], old=topics)
    again = topic_of(fit_version(window, forgotten, number=2), window)
    held = [text for text, topic in topics.items() if topic]
    assert sum(again[text] == topics[text] for text in held) >= 0.9 * len(held)


@given(
    st.dictionaries(st.integers(0, 9), st.sampled_from("あいうえ"), max_size=6),
)
def test_kept_names_give_way_and_no_name_is_there_twice(kept):
    fresh = {f"T{number}": name for number, name in enumerate("あいうえおかきくけこ")}
    names = settle_names(fresh, {f"T{number}": name for number, name in kept.items()})
    assert set(names) == set(fresh)
    assert len(set(names.values())) == len(names)


def test_the_same_window_gives_the_same_version(first):
    version, _ = first
    again = fit_version(make_window([*USUAL, LEAK]), None, number=1)
    assert again.topics.equals(version.topics)
    assert all((again.arrays[name] == version.arrays[name]).all() for name in version.arrays)
    assert again.meta == version.meta
