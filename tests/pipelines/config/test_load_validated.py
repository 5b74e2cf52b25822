import contextlib
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.config import DepartmentsFile, KoeFile, SourcesFile, load_validated
from pipelines.config.source_columns import ColumnText, LinesText, SpeakerFrom, TurnsText
from pipelines.config.yaml_tree import read_yaml
from pipelines.errors import ConfigError

SOURCES = """\
timezone: Asia/Tokyo
sources:
  phone:
    path: ${KOE_HOME}/demo/{day:%Y}/tel_{day:%Y%m%d}.csv
    expected_by: 06:00
    columns:
      contact_id: 受付番号
      started_at: 受付日時
      channel: {column: チャネル, values: {電話: phone}, default: phone}
      desk: {value: 自社}
    text:
      - {column: 本文, speaker: customer}
      - {turns: 会話, speakers: {客: customer, OP: operator}}
      - {lines: 通話ログ, separator: "：", speakers: {客: customer}}
      - {column: 発話, speaker: {column: 話者, values: {客: customer}}}
    exclude:
      - {column: 種別, equals: 留守電, reason: voicemail}
  orders:
    table: orders
    path: ../orders/*.jsonl.gz
    columns: {day: 注文日, order: 注文番号, customer: 会員番号, product: 商品}
"""


def load(folder: Path, text: str) -> SourcesFile:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return load_validated(path, SourcesFile, variables={"KOE_HOME": "/srv/koe/"})


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return str(caught.value)


def test_sources_are_read_with_variables_and_relative_paths(tmp_path):
    sources = load(tmp_path, SOURCES).sources
    assert sources["phone"].path == "/srv/koe/demo/{day:%Y}/tel_{day:%Y%m%d}.csv"
    assert sources["orders"].path == str(tmp_path.parent / "orders" / "*.jsonl.gz")
    assert sources["phone"].expected_by == time(6)
    assert [type(part) for part in sources["phone"].text] == [ColumnText, TurnsText, LinesText, ColumnText]
    assert isinstance(sources["phone"].text[3].speaker, SpeakerFrom)
    assert sources["phone"].is_daily
    assert not sources["orders"].is_daily


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        (
            "expected_by",
            "expectd_by",
            5,
            "unknown key 'expectd_by' (did you mean 'expected_by'?); allowed keys: att",
        ),
        ("speaker: customer}", "speaker: custmer}", 12, "'custmer' is not known (did you mean 'customer'?)"),
        ("channel: {", "chanel: {", 9, "unknown key 'chanel' (did you mean 'channel'?); allowed keys: agent"),
        ("電話: phone", "電話: tel", 9, "channel 'tel' is not known; allowed values: phone, mail"),
        ("{column: 本文", "{colum: 本文", 12, "did you mean 'column'?"),
        ("{turns: 会話", "{turn: 会話", 13, "unknown key"),
        ("KOE_HOME", "KOE_HOMES", 4, "${KOE_HOMES} is not set in the environment (did you mean 'KOE_HOME'?)"),
        ("{value: 自社}", "{value: 自社, default: x}", 10, "belong to a column, not to a constant"),
        ("{value: 自社}", "{}", 10, "give either a source column"),
        ("order: 注文番号", "contact_id: 注文番号", 21, "unknown key 'contact_id'"),
        ("Asia/Tokyo", "Asia/Tokio", 1, "is no time zone"),
        ("{day:%Y}", "{day:%H}", 4, "%H in {day:…} is not known"),
        ("{day:%Y%m%d}", "{day:%d}", 4, "do not make up a date"),
        ("{day:%Y}", "{month}", 4, "{month} is not known in a path"),
        ("06:00", "25:00", 5, "but found '25:00'"),
        ("  phone:", "  Phone:", 3, "the source name 'Phone' must be"),
        (
            "started_at: 受付日時",
            "contact_id: 受付日時",
            8,
            "the key 'contact_id' is there twice (first on line 7)",
        ),
        ("    exclude:", "    exclude: !!python/object:os.system", 16, "YAML tags (!…) are not accepted"),
        ("timezone: Asia/Tokyo", "timezone: [", 3, "not valid YAML"),
        ("reason: voicemail", "reason: 留守", 17, "string should match pattern"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_would_be_right(tmp_path, right, wrong, line, said):
    message = refusal(tmp_path, SOURCES.replace(right, wrong, 1))
    assert message.startswith(f"{tmp_path / 'sources.yaml'}:{line}: ")
    assert said in message


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        ("      contact_id: 受付番号\n", "columns must name contact_id"),
        (
            "      channel: {column: チャネル, values: {電話: phone}, default: phone}\n",
            "columns must name channel",
        ),
        ("    path: ../orders/*.jsonl.gz\n", "the key 'path' is missing"),
        (", order: 注文番号", "columns must name order"),
        ("day: 注文日, ", "columns must name day"),
    ],
)
def test_what_is_missing_is_named(tmp_path, cut, said):
    assert said in refusal(tmp_path, SOURCES.replace(cut, "", 1))


def test_expected_by_needs_a_dated_path(tmp_path):
    text = SOURCES.replace("demo/{day:%Y}/tel_{day:%Y%m%d}.csv", "demo/all.csv")
    assert "expected_by needs {day} in path" in refusal(tmp_path, text)


def test_several_mistakes_are_told_together(tmp_path):
    text = SOURCES.replace("Asia/Tokyo", "Mars").replace("speaker: customer}", "speaker: dog}", 1)
    assert len(refusal(tmp_path, text).splitlines()) == 2


def test_files_that_cannot_be_read_are_config_errors(tmp_path):
    path = tmp_path / "sources.yaml"
    with pytest.raises(ConfigError, match="there is no such file"):
        load_validated(path, SourcesFile)
    path.write_bytes("名前: 髙島".encode("cp932"))
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        load_validated(path, SourcesFile)
    path.write_bytes(b"a: \x00")
    with pytest.raises(ConfigError, match="not valid YAML"):
        load_validated(path, SourcesFile)
    path.write_text("a: &x [1]\nb: *x\n")
    with pytest.raises(ConfigError, match=":1: YAML anchors"):
        load_validated(path, SourcesFile)


def test_plain_yaml_values_have_no_surprises(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "a: 10:30\nb: no\nc: 007\n1: yes\nd: 2024-01-01\ne: 3\nf: true\ng:\n", encoding="utf-8-sig"
    )
    tree = read_yaml(path)
    assert tree.data == {
        "a": "10:30", "b": "no", "c": "007", "1": "yes", "d": date(2024, 1, 1), "e": 3, "f": True, "g": None,
    }  # fmt: skip
    assert tree.line(("d",)) == 5


@given(st.text(max_size=60))
def test_any_text_gives_settings_or_a_config_error(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="ignore", newline="")
    with contextlib.suppress(ConfigError):
        assert isinstance(load_validated(path, KoeFile), KoeFile)


def test_general_settings_have_defaults_and_limits(tmp_path):
    path = tmp_path / "koe.yaml"
    path.write_text("late_days: 7\n")
    assert load_validated(path, KoeFile).late_days == 7
    path.write_text("# nothing\n")
    assert load_validated(path, KoeFile) == KoeFile()
    path.write_text("late_days: -1\n")
    with pytest.raises(ConfigError, match=r":1: late_days: .*greater than or equal to 0, but found -1"):
        load_validated(path, KoeFile)


def test_departments_are_told_apart(tmp_path):
    path = tmp_path / "departments.yaml"
    text = "departments:\n  - {id: product, name: 商品開発部, words: [ポンプ]}\n  - {id: shop, name: 店舗運営部}\n"
    path.write_text(text)
    assert [item.name for item in load_validated(path, DepartmentsFile).departments] == [
        "商品開発部",
        "店舗運営部",
    ]
    path.write_text(text.replace("id: shop", "id: product"))
    with pytest.raises(ConfigError, match=r":3: .*id 'product' is used by two departments"):
        load_validated(path, DepartmentsFile)
