import csv
import io
import logging
from datetime import date

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from pipelines.annotate import annotate_shard, input_mark
from pipelines.cli.app import app
from pipelines.config.vocabulary_files import read_vocabulary
from pipelines.errors import PipelineError
from pipelines.manifest import common_inputs
from pipelines.resources import analyzer
from pipelines.settings import load_settings
from pipelines.topics import assign_day
from pipelines.words import preview_changes, suggest_terms
from tests.warehouse.builders import make_lake_contact
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS

DAYS = (date(2026, 11, 19), date(2026, 11, 20))
OTHERS = [
    f"{word}が届かなくて困っています。"
    for word in ("電話", "商品", "メール", "請求書", "領収書", "通知", "荷物")
]
MISTS = (
    "しっとりミストが漏れて困ります。",
    "昨日からしっとりミストのポンプが動きません。",
    "［氏名1］の買ったしっとりミストが壊れていて困ります。",
)


def make_contact(number, text, case=None):
    return make_lake_contact("mail", number, ("customer", text), source_case_id=case)


def annotate(settings, day, *contacts):
    rows = pa.Table.from_pylist(list(contacts), schema=LAKE_CONTACTS.arrow_schema(with_day=False))
    settings.lake.write_day(LAKE_CONTACTS, day, rows, attempt="test")
    annotate_shard(day, 0, settings)
    assign_day(day, settings)


@pytest.fixture
def environment(tmp_path):
    (tmp_path / "home" / "config").mkdir(parents=True)
    return {"KOE_HOME": str(tmp_path / "home"), "KOE_KEY_FILE": str(tmp_path / "key")}


@pytest.fixture
def settings(environment):
    return load_settings(None, environment)


@pytest.fixture
def filled(settings):
    texts = [*OTHERS * 3, *MISTS]
    contacts = [make_contact(number, text) for number, text in enumerate(texts, 1)]
    annotate(settings, DAYS[0], make_contact(900, "しっとりミストが届かなくて困っています。"))
    annotate(
        settings,
        DAYS[1],
        *contacts,
        make_contact(901, MISTS[0], case="A"),
        make_contact(902, MISTS[0], case="A"),
    )
    return settings


def put(settings, name, *rows):
    (settings.config_dir / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def tokens_of(settings, day):
    return [word for row in settings.lake.read_day(core.VOICES, day).to_pylist() for word in row["tokens"]]


def test_suggestions_count_cases_and_quote_only_what_may_be_quoted(filled):
    (item, *_) = suggest_terms(filled, days=1, limit=5)
    assert (item.term, item.reading, item.why) == ("しっとりミスト", "シットリミスト", "chain")
    assert (item.cases, item.voices) == (4, 5)
    assert item.example in MISTS[:2]
    assert suggest_terms(filled, days=2, limit=5)[0].voices == 6


def test_a_term_in_the_dictionary_is_suggested_no_more(filled):
    put(filled, "dictionary", "term", "しっとりミスト")
    assert "しっとりミスト" not in {item.term for item in suggest_terms(filled, days=2, limit=99)}


def test_unchanged_lists_change_nothing(filled):
    assert preview_changes(filled, days=2, examples=3).changed == 0


def test_preview_names_each_word_with_its_sentences(filled):
    put(filled, "dictionary", "term", "しっとりミスト")
    put(filled, "synonyms", "representative,variants", "書類,請求書|/領収.*/")
    put(filled, "stop_words", "word", "荷物")
    found = preview_changes(filled, days=1, examples=2)
    assert {change.word: change.voices for change in found.changes} == {
        "しっとりミスト": 5,
        "書類": 6,
        "荷物": 3,
    }
    assert found.changed == 14
    by_word = {change.word: change.examples for change in found.changes}
    assert all(len(examples) <= 2 for examples in by_word.values())
    assert "しっとりミスト" in by_word["しっとりミスト"][0].after
    assert "しっとりミスト" not in by_word["しっとりミスト"][0].before
    assert "氏名" not in str(found)


def test_preview_notices_words_that_were_taken_out_of_the_lists(settings):
    put(settings, "dictionary", "term", "しっとりミスト")
    put(settings, "synonyms", "representative,variants", "書類,請求書")
    put(settings, "stop_words", "word", "荷物")
    annotate(settings, DAYS[1], *(make_contact(n, text) for n, text in enumerate([*OTHERS, *MISTS[:2]], 1)))
    assert {"しっとりミスト", "書類"} <= set(tokens_of(settings, DAYS[1]))
    for name in ("dictionary", "synonyms"):
        (settings.config_dir / f"{name}.csv").unlink()
    found = preview_changes(settings, days=1, examples=1)
    assert {change.word: change.voices for change in found.changes} == {"しっとりミスト": 2, "書類": 1}


def test_after_the_preview_the_night_does_what_it_said(filled):
    put(filled, "dictionary", "term", "しっとりミスト")
    annotate_shard(DAYS[1], 0, filled)
    assign_day(DAYS[1], filled)
    assert tokens_of(filled, DAYS[1]).count("しっとりミスト") == 5
    assert preview_changes(filled, days=1, examples=1).changed == 0


def test_a_changed_list_changes_the_marks_and_inputs_of_days(filled):
    contacts = filled.lake.read_day(LAKE_CONTACTS, DAYS[1])
    before = input_mark(contacts, filled), common_inputs(filled, None)["analyzer"]
    put(filled, "stop_words", "word", "電話")
    after = input_mark(contacts, filled), common_inputs(filled, None)["analyzer"]
    assert before[0] != after[0]
    assert before[1] != after[1]
    put(filled, "stop_words", "# nothing yet", "word")
    assert (input_mark(contacts, filled), common_inputs(filled, None)["analyzer"]) == before


def test_problems_are_logged_where_the_lists_are_used(settings, caplog):
    put(settings, "synonyms", "representative,variants", "端末,/(a+)+/|スマホ")
    with caplog.at_level(logging.WARNING):
        reading = analyzer(settings).read_many(["スマホが割れた"])[0]
    assert reading.tokens[0] == "端末"
    assert [record.getMessage().partition(": ")[0] for record in caplog.records] == [
        f"{settings.config_dir / 'synonyms.csv'}:2"
    ]


def test_an_analyzer_is_made_once_for_the_same_lists(settings):
    assert analyzer(settings) is analyzer(settings)


def test_an_empty_lake_says_what_to_do(settings):
    with pytest.raises(PipelineError, match="koe backfill"):
        suggest_terms(settings, days=3, limit=3)


def run(environment, *arguments):
    return CliRunner().invoke(app, ["words", *arguments], env=environment)


def test_check_exits_1_and_names_file_and_line(settings, environment):
    assert run(environment, "check").exit_code == 0
    put(settings, "dictionary", "term,kind", "光,", "しっとり,製品名")
    result = run(environment, "check")
    assert result.exit_code == 1
    assert "dictionary.csv:2: term '光' is so short" in result.stdout


def test_csv_of_suggestions_is_a_dictionary(filled, environment):
    result = run(environment, "suggest", "--csv", "--days", "2")
    assert next(csv.DictReader(io.StringIO(result.stdout))) == {
        "term": "しっとりミスト",
        "reading": "シットリミスト",
        "kind": "用語",
    }
    (filled.config_dir / "dictionary.csv").write_text(
        result.stdout + result.stdout.partition("\n")[0] + "\n", encoding="utf-8"
    )
    assert read_vocabulary(filled.config_dir).problems == ()


def test_tables_show_term_counts_and_examples(filled, environment):
    shown = run(environment, "suggest", "--days", "2").stdout
    assert "しっとりミスト" in shown
    put(filled, "stop_words", "word", "荷物")
    assert "荷物: 3 voices" in run(environment, "preview").stdout
