"""Ids of contacts stay as the source knows them, so that people find them there again."""

import pytest

from pipelines.pseudonyms import Pseudonymizer
from pipelines.receive.masked_rows import RowMasker
from tests.nlp.masking.shipped import MASKER


@pytest.fixture(scope="module")
def masker():
    return RowMasker("phone", MASKER, Pseudonymizer(bytes(32)))


@pytest.mark.parametrize("native_id", [
    "T26K21-0001", "1001", "12-34", "A-2026-00001", "INC0012345", "CS-20261121-0007", "20261121000123", "M1234567",
    "TK1234567", "case_88412", "123456789018", "9f3c2a10-5b7e-4c11-9f00-1234567890ab", "ab12cd34ef", "7-7-2026",
])  # fmt: skip
def test_an_id_of_a_system_stays(masker, native_id):
    assert masker.public_id(native_id) == native_id


@pytest.mark.parametrize("native_id", [
    "0312345678", "090-1234-5678", "4111111111111111", "203.0.113.57", "tanaka", "受付 7", "taro@example.jp", "x" * 65,
])  # fmt: skip
def test_what_is_plainly_something_else_is_hidden(masker, native_id):
    assert masker.public_id(native_id) == "#" + masker.public_id(native_id)[1:]
    assert len(masker.public_id(native_id)) == 21
