"""Edits on the command line: names that an edit does not know are refused before anything is written."""

import pytest
import typer
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.cli.edit_fields import EDIT_FIELDS, check_names
from pipelines.cli.journal import target_and_values
from pipelines.edits import _EDITS
from warehouse.journal import ACTIONS


def test_every_edit_of_a_topic_has_its_names():
    assert set(_EDITS) <= set(EDIT_FIELDS) <= set(ACTIONS)


@pytest.mark.parametrize("action", EDIT_FIELDS)
def test_what_an_edit_needs_is_enough_and_less_is_not(action):
    needed = EDIT_FIELDS[action].needed
    check_names(action, needed)
    for name in needed:
        with pytest.raises(typer.BadParameter, match=f"{action} lacks {name}; write: {action} "):
            check_names(action, needed - {name})


def test_an_unknown_name_is_told_with_the_right_ones():
    with pytest.raises(typer.BadParameter) as refused:
        target_and_values("merge", ["topic_ids=T000017,T000016", "into=T000017"])
    assert refused.value.message == "merge knows no topic_ids; write: merge topic_id=… into=…"


def test_nothing_is_written_for_a_wrong_name(tmp_path, monkeypatch):
    monkeypatch.setenv("KOE_HOME", str(tmp_path))
    result = CliRunner().invoke(app, ["journal", "add", "rename", "topic=T000001", "label=名前"])
    assert result.exit_code == 2
    assert list((tmp_path / "journal").glob("*.json")) == []


def test_variants_of_a_word_are_a_list():
    values = target_and_values("synonym", ["representative=再配達", "variants=再配,再お届け"])[1]
    assert values == {"representative": "再配達", "variants": ["再配", "再お届け"]}


def test_help_shows_how_each_edit_is_written():
    shown = CliRunner().invoke(app, ["journal", "add", "--help"]).stdout
    assert "merge topic_id=… into=…" in shown
    assert "route topic_id=… (department=…) (shared_with=…)" in shown
