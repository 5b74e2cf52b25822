import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.pseudonyms import KeyFileError, Pseudonymizer, load_keys

KEYS = Pseudonymizer(bytes(range(32)))


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "koe" / "key"
    keys = load_keys(path)
    assert [len(key) for key in keys] == [32]
    assert load_keys(path) == keys
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [item.name for item in path.parent.iterdir()] == ["key"]


def test_a_key_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "key"
    load_keys(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match=r"can be read by others .* chmod 600"):
        load_keys(path)


@pytest.mark.parametrize("content", ["", "abc", "z" * 64, "鍵" * 32])
def test_a_file_that_is_no_key_is_refused_without_showing_it(tmp_path, content):
    path = tmp_path / "key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="does not hold a key") as caught:
        load_keys(path)
    assert not content or content not in str(caught.value)


def test_width_and_blanks_do_not_make_another_customer():
    assert KEYS.key_of("customer", " Ｃ－００１２\u3000") == KEYS.key_of("customer", "C-0012")
    assert KEYS.key_of("customer", "1") != KEYS.key_of("agent", "1")
    assert KEYS.key_of("customer", "1") != Pseudonymizer(bytes(32)).key_of("customer", "1")


@pytest.mark.parametrize("empty", [None, "", " ", "\u3000"])
def test_nobody_has_no_key(empty):
    assert KEYS.key_of("customer", empty) is None


@given(st.text())
def test_keys_never_hold_the_number(value):
    key = KEYS.key_of("customer", value)
    assert key is None or (len(key) == 32 and set(key) <= set("0123456789abcdef"))
