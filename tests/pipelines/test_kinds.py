import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from nlp.intent.adaptation import read_adaptation
from nlp.intent.model import KINDS, load_model
from pipelines.cli.app import app
from pipelines.config.labels_file import read_labels
from pipelines.errors import PipelineError
from pipelines.kinds import adaptation_path, adapted_model, train_kinds, weights_in_use
from pipelines.resources import analyzer
from pipelines.settings import load_settings

ROWS = [
    ("例の件、よしなに取り計らわれたし", "手続き", "neu"),
    ("青い札の列がさっぱり動かん", "complaint", "neg"),
    ("札の色を増やすとよきかな", "要望", ""),
    ("うちの流儀に合う", "praise", "pos"),
    ("札はいずこで手に入るのか", "質問", ""),
    ("午後に参る", "other", "neu"),
]


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "config"
    folder.mkdir()
    return load_settings(
        folder, {"KOE_HOME": str(tmp_path / "home"), "KOE_KEY_FILE": str(tmp_path / "key" / "key")}
    )


def write(settings, rows, encoding="utf-8"):
    lines = ["# 見本", "text,kind,sentiment,note", *(",".join([*row, ""]) for row in rows)]
    (settings.config_dir / "labels.csv").write_text("\n".join(lines) + "\n", encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_labels_are_read_in_the_encodings_that_spreadsheets_write(settings, encoding):
    write(settings, ROWS, encoding)
    found = read_labels(settings.config_dir)
    assert [item.kind for item in found.sentences] == [
        "procedure",
        "complaint",
        "request",
        "praise",
        "question",
        "other",
    ]
    assert [item.sentiment for item in found.sentences] == [0, -1, None, 1, None, 0]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("ひみつの文,complain,,", "kind 'complain' is not known.*complaint"),
        ("ひみつの文,不満足,,", "kind '不満足' is not known"),
        ("ひみつの文,complaint,bad,", "sentiment 'bad' is not known; write pos, neg, neu"),
        ("ひみつの文,,,", "kind is empty"),
        (",complaint,,", "text is empty"),
        ("！？。,complaint,,", "neither letter nor digit"),
        ("ひみつの文" * 100 + ",complaint,,", "longer than 400"),
        ('"ひみつの文,complaint,,', "quotation mark"),
        ("ひみつの文,complaint,,,,あ", "6 cells under 4 columns"),
    ],
)
def test_a_broken_row_is_named_and_the_rest_is_used(settings, row, wrong):
    path = settings.config_dir / "labels.csv"
    path.write_text(f"text,kind,sentiment,note\nよい文,praise,,\n{row}\n別の文,other,,\n", encoding="utf-8")
    found = read_labels(settings.config_dir)
    assert [item.text for item in found.sentences] == ["よい文", "別の文"]
    (problem,) = found.problems
    assert str(problem).startswith(f"{path}:3: ")
    assert re.search(wrong, str(problem))
    assert "ひみつ" not in str(problem)


def test_contradicting_labels_are_named_and_neither_is_used(settings):
    write(settings, [*ROWS, ("ｳﾁの流儀に合う", "other", ""), ("うちの流儀に合う", "complaint", "")])
    found = read_labels(settings.config_dir)
    assert "うちの流儀に合う" not in [item.text for item in found.sentences]
    assert any("contradicts line 6" in str(problem) for problem in found.problems)


def test_no_file_is_no_label(settings):
    assert read_labels(settings.config_dir).sentences == ()
    with pytest.raises(PipelineError, match="no labelled sentence"):
        train_kinds(settings)


def test_training_is_the_same_twice_and_in_any_order_of_rows(settings):
    write(settings, ROWS)
    train_kinds(settings)
    first = adaptation_path(settings).read_bytes()
    write(settings, ROWS[::-1])
    train_kinds(settings)
    assert adaptation_path(settings).read_bytes() == first


def test_a_trained_installation_reads_its_own_way_of_speaking(settings):
    assert analyzer(settings).fingerprint == analyzer(settings).fingerprint
    plain = analyzer(settings)
    text = "青い札の列がさっぱり動かん"
    write(settings, [(f"{a}{text}", "complaint", "neg") for a in ("また", "今日も", "どうも", "ずっと", "")])
    done = train_kinds(settings)
    own = analyzer(settings)
    assert done.sentences == 5
    assert done.agreement_after >= done.agreement_before
    assert own.fingerprint != plain.fingerprint
    before = plain.analyse(text).sentences[0]
    after = own.analyse(text).sentences[0]
    assert after.kind == "complaint"
    assert after.kind_score > (before.kind_score if before.kind == "complaint" else 0)


@pytest.mark.parametrize("content", [b"", b"PK", b"x"])
def test_a_broken_file_of_the_trained_model_stops_no_night_and_says_what_to_do(settings, caplog, content):
    path = adaptation_path(settings)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert adapted_model(path).digest == load_model().digest
    assert "or delete the file" in caplog.text
    with pytest.raises(PipelineError, match="koe kinds train"):
        weights_in_use(path)


def test_what_was_trained_for_older_weights_is_left_out_with_a_warning(settings, caplog, monkeypatch):
    write(settings, ROWS)
    path = train_kinds(settings).path
    shown = CliRunner()
    for name, value in settings.variables.items():
        monkeypatch.setenv(name, value)
    command = ["kinds", "--config", str(settings.config_dir)]
    assert f"with what {path} adds" in shown.invoke(app, command).output
    older = replace(read_adaptation(path.read_bytes()), base="0" * 64)
    path.write_bytes(older.to_bytes())
    assert adapted_model(path).digest == load_model().digest
    assert str(path) in caplog.text
    assert "koe kinds train" in caplog.text
    assert analyzer(settings).analyse("返金してください").sentences
    assert "NOT used" in shown.invoke(app, command).output
    train_kinds(settings)
    assert adapted_model(path).digest != load_model().digest


def test_the_command_prints_what_it_did(settings, monkeypatch):
    for name, value in settings.variables.items():
        monkeypatch.setenv(name, value)
    write(settings, [*ROWS, ("札", "だめ", "")])
    result = CliRunner().invoke(app, ["kinds", "train", "--config", str(settings.config_dir)])
    assert result.exit_code == 0
    assert "trained on 6 sentences" in result.output
    assert "labels.csv:9:" in result.output
    assert set(KINDS) & set(result.output.replace(",", " ").split())
