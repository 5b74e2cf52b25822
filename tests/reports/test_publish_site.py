import errno
from concurrent.futures import ThreadPoolExecutor

import pytest

from reports.errors import SiteError
from reports.site import list_builds, publish_site, read_current


def writing(text):
    def write(out):
        (out / "index.html").write_text(text)

    return write


def read(site):
    return (site / "current/index.html").read_text()


def test_current_follows_the_newest_build(tmp_path):
    site = tmp_path / "site"
    assert read_current(tmp_path) is None
    for name in ("b1", "b2"):
        made = publish_site(site, name, writing(name))
        assert made.is_current
        assert made.index.read_text() == read(site) == name
    assert (site / "current").readlink().as_posix() == "b2"
    assert list_builds(site) == ["b1", "b2"]


def test_a_late_older_build_does_not_turn_readers_back(tmp_path):
    publish_site(tmp_path, "b2", writing("new"))
    made = publish_site(tmp_path, "b1", writing("old"))
    assert not made.is_current
    assert made.index.read_text() == "old"
    assert read(tmp_path) == "new"
    assert publish_site(tmp_path, "b1", writing("again"), allow_older=True).is_current
    assert read(tmp_path) == "old"


def test_a_build_that_is_there_is_not_written_again(tmp_path):
    publish_site(tmp_path, "b1", writing("first"))
    assert publish_site(tmp_path, "b1", writing("second")).is_current
    assert read(tmp_path) == "first"


@pytest.mark.parametrize("failure", [ValueError("a template"), KeyboardInterrupt()])
def test_a_failed_build_leaves_readers_what_they_have(tmp_path, failure):
    publish_site(tmp_path, "b1", writing("good"))

    def fail(out):
        (out / "index.html").write_text("half")
        raise failure

    with pytest.raises(type(failure)):
        publish_site(tmp_path, "b2", fail)
    assert read(tmp_path) == "good"
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.name != ".lock") == ["b1", "current"]


def test_a_full_disk_is_told_plainly(tmp_path):
    def fill(out):
        raise OSError(errno.ENOSPC, "No space left on device")

    publish_site(tmp_path, "b1", writing("good"))
    with pytest.raises(SiteError, match=r"b2.*No space left.*free space"):
        publish_site(tmp_path, "b2", fill)
    assert read(tmp_path) == "good"


def test_only_the_newest_builds_stay_and_always_the_current_one(tmp_path):
    for number in range(1, 6):
        publish_site(tmp_path, f"b{number}", writing(str(number)), keep=3)
    assert list_builds(tmp_path) == ["b3", "b4", "b5"]
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("b3")
    (tmp_path / "b9").mkdir()
    publish_site(tmp_path, "b2", writing("2"), keep=1)
    assert read(tmp_path) == "3"
    assert list_builds(tmp_path) == ["b3", "b9"]


def test_left_overs_of_a_killed_attempt_are_cleared(tmp_path):
    (tmp_path / ".tmp-b1-dead").mkdir()
    (tmp_path / ".tmp-b1-dead/index.html").write_text("half")
    (tmp_path / ".tmp-link-b1").symlink_to("b1")
    publish_site(tmp_path, "b1", writing("whole"))
    assert not list(tmp_path.glob(".tmp-*"))
    assert read(tmp_path) == "whole"


def test_builds_side_by_side_end_with_the_newest(tmp_path):
    names = [f"b{number:02d}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: publish_site(tmp_path, name, writing(name), keep=4), names[::-1]))
    assert read(tmp_path) == "b11"
    assert "b11" in list_builds(tmp_path)


@pytest.mark.parametrize("name", ["", "current", "../b1", ".hidden", "a/b", "声", "b1\n"])
def test_unfit_names_are_refused(tmp_path, name):
    with pytest.raises(SiteError, match="build name"):
        publish_site(tmp_path, name, writing("x"))
    assert list(tmp_path.iterdir()) == []
