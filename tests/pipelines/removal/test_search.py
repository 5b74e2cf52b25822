"""Every file under ``KOE_HOME`` is looked into, whatever its bytes look like."""

import gzip
import io
import zipfile

import pytest

from pipelines.removal.search import Needles, pieces, search_home
from pipelines.settings import load_settings

SENTENCE = "保留音が長すぎて切ってしまいました"


@pytest.fixture
def settings(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return load_settings(None, {"KOE_HOME": str(home)})


def searched(settings, content):
    (settings.home / "file").write_bytes(content)
    return search_home(settings, Needles(frozenset(), (SENTENCE,)))


def zipped(text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "content"), [
    ("other", SENTENCE.encode()),
    ("gzip", gzip.compress(SENTENCE.encode())),
    ("zip", zipped(SENTENCE)),
], ids=("plain", "gzip", "zip"))  # fmt: skip
def test_looks_into_packed_files(settings, kind, content):
    found = searched(settings, content)
    assert found.hits == ("file",)
    assert found.files == {kind: 1}


@pytest.mark.parametrize(("kind", "content"), [
    ("gzip", b"\x1f\x8b\x00\x00"),
    ("gzip", gzip.compress(b"x" * 5000)[:20]),
    ("zip", zipped("x" * 5000)[:40]),
    ("Parquet", b"PAR1 cut short"),
], ids=("no gzip", "gzip cut short", "zip cut short", "no Parquet"))  # fmt: skip
def test_a_damaged_file_stops_nothing_and_is_named(settings, kind, content):
    assert searched(settings, content).files == {f"{kind} (unreadable)": 1}
    assert searched(settings, content + SENTENCE.encode()).hits == ("file",)


def test_a_database_whose_checksum_looks_packed_is_a_database(settings):
    content = b"\x1f\x8b\x00\x00\x00\x00\x00\x00DUCK"
    assert pieces(content) == ("DuckDB", [content])
