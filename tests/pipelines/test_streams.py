"""Blocks of lines: cut at line ends, answered in order, never more under way than fits."""

import io
import os
from concurrent.futures import Future
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import streams
from pipelines.streams import BlockReader, _in_order, answer_blocks


@pytest.fixture
def pipe():
    """A reader on a pipe, and the pipe's other end."""
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as stream, os.fdopen(write_end, "wb", buffering=0) as feed:
        yield BlockReader(stream), feed


def blocks_of(reader):
    return list(iter(reader.read, b""))


def test_a_line_is_given_when_it_is_there_and_not_before(pipe):
    reader, feed = pipe
    assert reader.read(0) is None
    feed.write(b'{"id"')
    assert reader.read(0) is None
    feed.write(b": 1}\n{")
    assert reader.read(0) == b'{"id": 1}\n'
    feed.close()
    assert reader.read() == b"{"
    assert reader.read() == b""


def test_all_that_waits_comes_at_once(pipe):
    reader, feed = pipe
    feed.write(b"a\n")
    feed.write(b"b\n")
    assert reader.read() == b"a\nb\n"


@given(st.lists(st.binary(max_size=60), max_size=30), st.integers(1, 50))
def test_blocks_hold_all_bytes_and_end_with_lines(pieces, size):
    whole = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "BLOCK", size)
        blocks = blocks_of(BlockReader(io.BytesIO(whole)))
    assert b"".join(blocks) == whole
    assert all(block.endswith(b"\n") for block in blocks[:-1])


def test_a_line_longer_than_a_block_stays_whole():
    line = b"x" * (3 * streams.BLOCK) + b"\n"
    assert b"".join(blocks_of(BlockReader(io.BytesIO(line * 2)))) == line * 2


def test_a_block_is_as_large_as_is_asked_for():
    reader = BlockReader(io.BytesIO(b"12345\n" * 100))
    assert 20 <= len(reader.read(most=20)) < 40
    assert reader.read(most=1) == b"12345\n"


def test_what_flows_is_gathered_beyond_what_a_pipe_holds(monkeypatch):
    monkeypatch.setattr(streams, "_PAUSE", 5)
    read_end, write_end = os.pipe()
    whole = b"12345\n" * 30_000
    with os.fdopen(read_end, "rb") as stream, os.fdopen(write_end, "wb") as feed:
        writer = Thread(target=lambda: (feed.write(whole), feed.close()))
        writer.start()
        assert BlockReader(stream).read() == whole
        writer.join()


class Waiting(Future):
    """An answer that is there only when someone waits for it."""

    def __init__(self, block):
        super().__init__()
        self.block = block

    def result(self, timeout=None):
        return self.block


def test_a_slow_reader_of_answers_holds_back_the_input():
    lines = [b"%d\n" % number for number in range(500)]
    submitted = []

    def submit(block):
        submitted.append(block)
        return Waiting(block)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "BLOCK", 1)
        answers = _in_order(BlockReader(Trickle(lines)), submit, limit=4)
        seen = []
        for answer in answers:
            seen.append(answer)
            assert len(submitted) - len(seen) < 4
    assert seen == lines


class Trickle(io.BytesIO):
    """A stream that gives one line a read."""

    def __init__(self, lines):
        super().__init__(b"".join(lines))

    def read1(self, size=-1):
        return self.readline()


def test_one_worker_answers_in_this_process():
    answers = answer_blocks(BlockReader(io.BytesIO(b"a\nb\n")), bytes.upper, workers=1)
    assert b"".join(answers) == b"A\nB\n"
