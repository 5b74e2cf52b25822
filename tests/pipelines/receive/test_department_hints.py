"""A region that is also a surname stays what departments.yaml says it is."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines.pseudonyms import Pseudonymizer
from pipelines.receive.masked_rows import RowMasker
from pipelines.sources.mapping import Draft
from tests.nlp.masking.shipped import MASKER

DAY = date(2026, 11, 21)


def make_row(values, **options):
    masker = RowMasker("survey", MASKER, Pseudonymizer(bytes(32)), **options)
    turns = [("customer", "道が狭い。")]
    return masker.contact_row(Draft(1, 1, DAY, "r1", {"channel": "survey", **values}, turns, {}, None))


def test_a_hint_of_departments_yaml_is_not_taken_for_a_name():
    row = make_row({"department_hint": "丹南", "queue": "丹南"}, hints=frozenset({"丹南"}))
    assert row["department_hint"] == "丹南"
    assert row["queue"] == "［氏名1］"


@pytest.mark.parametrize("hint", ["丹南太郎", "090-1234-5678"])
def test_any_other_hint_is_masked_as_ever(hint):
    assert make_row({"department_hint": hint}, hints=frozenset({"丹南"}))["department_hint"].startswith("［")


def test_other_hints_read_files_anew_and_none_leave_the_reading_as_it_was(center):
    plain = center.intake
    assert replace(plain, hints=frozenset()).readings == plain.readings
    assert replace(plain, hints=frozenset({"丹南"})).readings != plain.readings
