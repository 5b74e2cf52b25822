"""The filters as commands: the same answers by any number of processes, at once when asked one by one."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPLAINT = "電話がつながらなくて困っています。"


def start(*arguments):
    variables = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=variables,
    )


def line(number, text=COMPLAINT):
    return json.dumps({"id": number, "text": text}).encode() + b"\n"


def many_lines(count):
    """Lines of all lengths, bad ones and empty ones among them; more than one process takes alone."""
    odd = [b"\n", b"not json\n", b"\r\n", b'{"id": 5}\n', line(7, "あ" * 3000), line(8, "\ud800\x00。ｻﾎﾟｰﾄ")]
    rows = [line(n, f"{COMPLAINT}{n}回かけても{'駄目' * (n % 40)}でした。") for n in range(count)]
    for place, row in enumerate(odd * 3):
        rows.insert(place * count // 20, row)
    return b"".join(rows)


@pytest.mark.parametrize("command", ["annotate", pytest.param("mask", marks=pytest.mark.system)])
def test_two_processes_answer_as_one_does(command):
    lines = b"\xef\xbb\xbf" + many_lines(2500)
    given = []
    for workers in ("1", "2"):
        process = start(command, "--workers", workers)
        out, error = process.communicate(lines)
        assert (process.returncode, error) == (0, b"")
        given.append(out)
    assert given[0] == given[1]
    answers = [json.loads(row) for row in given[0].splitlines()]
    assert len(answers) == lines.count(b"\n")
    assert sum("error" in answer for answer in answers) == 12


@pytest.fixture(scope="module")
def lines_beyond_one_process():
    return b"".join(line(n, COMPLAINT * 8) for n in range(2500))


def feed_past_the_start(process, lines):
    """Give so much that the workers are at work; read all answers."""
    from threading import Thread

    feeder = Thread(target=lambda: (process.stdin.write(lines), process.stdin.flush()))
    feeder.start()
    answers = [process.stdout.readline() for _ in range(lines.count(b"\n"))]
    feeder.join()
    return answers


def children_of(process):
    return [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and parent_of(path) == process.pid
    ]


def parent_of(path):
    try:
        return int(path.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    except FileNotFoundError:
        return 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_each_line_is_answered_at_once_and_a_dead_worker_is_told_plainly(lines_beyond_one_process):
    process = start("annotate", "--workers", "2")
    for number in range(2):
        process.stdin.write(line(number))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    feed_past_the_start(process, lines_beyond_one_process)
    for number in range(2):
        process.stdin.write(line(number))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    for worker in children_of(process):  # a survivor could answer the last line before anyone notices
        os.kill(worker, signal.SIGKILL)
    _, error = process.communicate(line(1))
    assert process.returncode == 1
    assert error.startswith(b"koe: a worker process died")
    assert error.count(b"\n") == 1


def test_ctrl_c_ends_without_a_word(lines_beyond_one_process):
    process = start("annotate", "--workers", "2")
    feed_past_the_start(process, lines_beyond_one_process)
    process.send_signal(signal.SIGINT)
    assert (process.wait(), process.stderr.read()) == (130, b"")


def test_a_reader_that_has_enough_ends_it_without_a_word():
    process = start("mask", "--workers", "1")
    process.stdin.write(line(1))
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(line(2))
    process.stdin.close()
    assert (process.wait(), process.stderr.read()) == (141, b"")
