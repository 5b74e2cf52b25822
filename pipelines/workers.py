"""Worker processes with one BLAS thread each, which die with their parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from pipelines.errors import PipelineError

_PR_SET_PDEATHSIG = 1
_LOST_WORKER = (
    "a worker process was ended from outside (kill -9, or the machine ran out of memory); nothing half-done "
    "is kept: run the same again, with fewer --workers where memory is short"
)
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
T = TypeVar("T")
R = TypeVar("R")


def pin_threads() -> None:
    """Give this process and its children one BLAS thread; call before numpy is imported."""
    for name in THREAD_VARIABLES:
        os.environ.setdefault(name, "1")


def default_workers() -> int:
    """Return how many worker processes fit this machine."""
    return max(1, min(len(os.sched_getaffinity(0)), 8))


def map_unordered(work: Callable[[T], R], items: Iterable[T], *, workers: int) -> Iterator[R]:
    """Yield the results as they come; with one worker in this process.

    An exception of a worker is raised here after the waiting items were cancelled.
    """
    todo = list(items)
    if workers <= 1 or len(todo) <= 1:
        yield from map(work, todo)
        return
    with worker_pool(workers) as submit:
        for future in as_completed([submit(work, item) for item in todo]):
            yield future.result()


@contextmanager
def worker_pool(workers: int, *, inherit: bool = False) -> Iterator[Callable[..., "Future[Any]"]]:
    """Give the function that hands work to the processes; an exception in the block drops what waits.

    Parameters
    ----------
    workers
        How many processes.
    inherit
        Whether they begin with what this process has loaded; only for a process without threads of its own.
    """
    pin_threads()
    method = "fork" if inherit and sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(
        workers, get_context(method), initializer=_follow_parent, initargs=(os.getpid(),)
    )
    try:
        yield pool.submit
    except BrokenProcessPool as error:
        pool.shutdown(cancel_futures=True)
        raise PipelineError(_LOST_WORKER) from error
    except BaseException:
        # waiting for what is under way: without that, the pool's thread complains when Python ends
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _follow_parent(parent: int) -> None:
    """Ask the kernel to end this process when its parent dies, also by SIGKILL."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
