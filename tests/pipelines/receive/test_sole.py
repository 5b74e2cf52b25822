"""Runs of several days at once look at the same files; each file is received once."""

import multiprocessing
import os
import signal
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipelines.receive.day import receive_source
from pipelines.receive.sole import sole_receiver
from pipelines.sources.listing import list_files

FORK = multiprocessing.get_context("fork")
DAY = date(2026, 11, 21)


def together(center):
    return replace(center.intake, locks=center.folder)


def holding(folder, file, held, done):
    with sole_receiver(folder, file, wait=True):
        held.set()
        done.wait(60)


@pytest.fixture
def week(center, row):
    """Files of four days, and the days."""
    days = [DAY - timedelta(days=back) for back in range(4)]
    for day in days:
        center.deliver_rows(row(day.day, f"{day} 10:00"), day=day)
    return days


@pytest.fixture
def holder(center, week):
    """Another process that is receiving the second day's file; and what ends it."""
    file = list_files("phone", center.intake.sources.sources["phone"], [week[1]])[0]
    held, done = FORK.Event(), FORK.Event()
    process = FORK.Process(target=holding, args=(center.folder, file, held, done))
    process.start()
    assert held.wait(60)
    yield process, done, file
    process.kill()
    process.join()


def test_file_that_another_is_receiving_is_left_to_it(center, holder):
    _, _, file = holder
    with sole_receiver(center.folder, file, wait=False) as mine:
        assert not mine


def test_other_files_are_received_meanwhile_and_that_one_waited_for(center, week, holder):
    _, done, _ = holder
    answer = FORK.SimpleQueue()
    run = FORK.Process(target=lambda: answer.put(receive_source("phone", DAY, together(center))))
    run.start()
    layer = center.intake.layer
    while len(layer.touched()) < len(week) - 1:
        run.join(0.05)
        assert run.is_alive()
    assert week[1] not in layer.touched()
    done.set()
    assert answer.get() == set(week)
    run.join()


def test_file_of_a_killed_receiver_is_free_at_once(center, holder):
    process, _, file = holder
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with sole_receiver(center.folder, file, wait=False) as mine:
        assert mine


def test_runs_side_by_side_receive_each_file_once(center, week):
    answers = FORK.SimpleQueue()
    runs = [
        FORK.Process(target=lambda day=day: answers.put(receive_source("phone", day, together(center))))
        for day in week
    ]
    for run in runs:
        run.start()
    touched = [day for _ in runs for day in answers.get()]
    for run in runs:
        run.join()
    assert sorted(touched) == sorted(week)
