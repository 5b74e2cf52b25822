"""masking.yaml: what a centre adds counts in the night and in ``koe mask``; a bad one is refused with its line."""

import json
from pathlib import Path

import pytest

from pipelines.config.masking_file import MASKING, read_masking
from pipelines.errors import ConfigError
from pipelines.filters import mask_block
from pipelines.resources import masker
from pipelines.settings import load_settings

RULE = """rules:
  - name: ours
    type: member_number
    needs: 'KS'
    pattern: 'KS[0-9]{2}-[0-9]{5}'
    match: ['契約は⟦KS26-00123⟧です']
"""


def config(folder: Path, text: str, names: str = "") -> Path:
    (folder / MASKING).write_text(text, "utf-8")
    (folder / "staff.txt").write_text(names, "utf-8")
    return folder


def test_rules_and_names_reach_the_filter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config(tmp_path, RULE + "staff_names: staff.txt\n", "雲英\n# 退職者\n月見里 澪\n")
    monkeypatch.setenv("KOE_CONFIG", str(tmp_path))
    line = json.dumps({"id": 1, "text": "KS26-00123の件、雲英の態度"}).encode()
    assert json.loads(mask_block(line))["text"] == "［会員番号1］の件、［氏名1］の態度"


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    settings = load_settings(config(tmp_path, "rules: []\n"))
    plain = masker(settings).fingerprint
    config(tmp_path, "staff_names: staff.txt\n", "雲英\n")
    named = masker(settings).fingerprint
    config(tmp_path, RULE)
    assert len({plain, named, masker(settings).fingerprint}) == 3


def test_without_a_file_the_shipped_rules_count(tmp_path: Path) -> None:
    assert read_masking(tmp_path).rules == ()
    assert masker(load_settings(tmp_path)).mask("佐藤様").text == "［氏名1］様"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rulez: []", "unknown key 'rulez' (did you mean 'rules'?)"),
        ("a: [", f"{MASKING}:1: is not valid YAML"),
        ("rules: !!python/object/apply:os.getcwd []", "is not valid YAML"),
        ("- 1", "must be a mapping"),
        (RULE.replace("member_number", "nose"), f"{MASKING}:2: rule 'ours': `type` is 'nose'"),
        (RULE.replace("{2}", "{1}"), "its example `match 1` is not masked as marked"),
        (RULE.replace("KS[0-9]{2}-[0-9]{5}", "(?:[0-9]+)+x"), "more than a second"),
        ("staff_names: none.txt", "none.txt: the list that staff_names names cannot be read"),
        ("staff_names: ../staff.txt", "must be the name of a file beside it"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_masking(config(tmp_path, text))
    assert message in str(caught.value)


def test_a_name_of_one_letter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"staff\.txt:2: a name must have 2 to 30 characters"):
        read_masking(config(tmp_path, "staff_names: staff.txt", "雲英\n森\n"))
