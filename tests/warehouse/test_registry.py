import numpy as np
import pyarrow as pa
import pytest

from tests.warehouse.builders import make_rows, make_topic
from warehouse.contract.business import LINEAGE
from warehouse.contract.core import TOPICS
from warehouse.errors import WarehouseError
from warehouse.registry import SAMPLES, Registry, RegistryVersion


def make_version(number: int) -> RegistryVersion:
    return RegistryVersion(
        number,
        make_rows(TOPICS, [make_topic("T000001")]),
        make_rows(LINEAGE, []),
        pa.Table.from_pylist([{"topic_id": "T000001", "sentence": "ポンプが吸わない"}], schema=SAMPLES),
        {"centroids": np.eye(3, dtype=np.float32)},
        {"until": "2026-11-20", "next_topic": 2},
    )


@pytest.fixture
def registry(tmp_path):
    return Registry(tmp_path / "topics")


def test_a_version_comes_back_as_it_was_written(registry):
    registry.write(make_version(1), attempt="a")
    back = registry.latest()
    assert back.version == 1
    assert back.topics.equals(make_version(1).topics)
    assert back.samples.equals(make_version(1).samples)
    np.testing.assert_array_equal(back.arrays["centroids"], np.eye(3, dtype=np.float32))
    assert back.meta == make_version(1).meta


def test_a_version_is_never_overwritten(registry):
    registry.write(make_version(1), attempt="a")
    with pytest.raises(WarehouseError, match="immutable"):
        registry.write(make_version(1), attempt="b")


@pytest.mark.parametrize("name", ["topics.parquet", "vectors.npz", "samples.parquet", "registry.json"])
def test_a_damaged_version_is_passed_over_and_named(registry, name):
    for number in (1, 2):
        registry.write(make_version(number), attempt="a")
    path = registry.folder / "v000002" / name
    path.write_bytes(path.read_bytes()[:-20])
    assert registry.latest().version == 1
    assert "v000002" in registry.damaged()[0]


def test_a_newer_format_is_not_guessed_at(registry):
    registry.write(make_version(1), attempt="a")
    path = registry.folder / "v000001" / "registry.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(WarehouseError, match="format 99 is newer than this program; update koe"):
        registry.read(1)
    assert registry.latest() is None


def test_same_content_gives_same_bytes(registry, tmp_path):
    other = Registry(tmp_path / "other")
    for place in (registry, other):
        place.write(make_version(1), attempt="a")
    for path in (registry.folder / "v000001").iterdir():
        assert path.read_bytes() == (other.folder / "v000001" / path.name).read_bytes()


@pytest.mark.parametrize(
    "header",
    [
        "[]",
        "{}",
        "",
        "null",
        '{"format": "x"}',
        '{"format": 1, "files": [], "meta": {}}',
        '{"format": 1, "files": 3}',
    ],
)
def test_a_strange_header_is_a_damaged_version_and_nothing_worse(registry, header):
    for number in (1, 2):
        registry.write(make_version(number), attempt="a")
    (registry.folder / "v000002" / "registry.json").write_text(header)
    assert registry.latest().version == 1
    assert "v000002: cannot be read" in registry.damaged()[0]


def test_vectors_that_are_no_archive_are_a_damaged_version(registry):
    registry.write(make_version(1), attempt="a")
    folder = registry.folder / "v000001"
    (folder / "vectors.npz").write_bytes(b"PK\x03\x04")
    (folder / "registry.json").write_text('{"format": 1, "files": {}, "meta": {}}')
    assert registry.latest() is None


def test_other_things_in_the_folder_are_no_versions(registry):
    registry.write(make_version(1), attempt="a")
    for name in ("v", "vx", "v\u00b2", ".v000002.17.tmp"):
        (registry.folder / name).mkdir()
    (registry.folder / "v000003").write_text("")
    assert registry.versions() == [1, 3]
    assert registry.latest().version == 1
