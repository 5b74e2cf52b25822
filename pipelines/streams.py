"""Blocks of lines through worker processes: answers in order, with memory that does not grow."""

import gc
import select
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from io import UnsupportedOperation
from typing import BinaryIO

from pipelines.errors import PipelineError
from pipelines.workers import worker_pool

BLOCK = 3 << 16  # bytes (some 1,000 lines) at which a block is handed on; small ones take longer by the line
ALONE = 1 << 16  # bytes before workers are worth their start
_FLOWING = 1 << 15  # bytes at once after which more is on its way, though a pipe holds no more
_PAUSE = 0.002  # seconds to wait for input while answers are awaited, or for more of what flows
_AHEAD = 2  # blocks a worker may have waiting


class BlockReader:
    """Whole lines of a stream, as soon as they are there.

    Parameters
    ----------
    stream
        Nothing else may read from it.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest: list[bytes] = []  # pieces of a line that has not ended
        try:
            self._descriptor: int | None = stream.fileno()
        except UnsupportedOperation:
            self._descriptor = None  # a stream in memory never has to be waited for

    def read(self, wait: float | None = None, *, most: int | None = None) -> bytes | None:
        """Return the lines that are there, at least one: as many as fit a block; b"" at the end.

        Parameters
        ----------
        wait
            Seconds after which None is returned when no line has come; None waits on.
        most
            Bytes at which a block is full, default `BLOCK`; a line is never cut.
        """
        most = most or BLOCK
        whole: list[bytes] = []
        size = 0
        while size < most:
            if not self._is_ready(_PAUSE if size >= _FLOWING else 0 if whole else wait):
                break
            chunk = self._stream.read1(most)  # type: ignore[attr-defined]
            if not chunk:
                whole += self._rest
                self._rest = []
                return b"".join(whole)
            cut = chunk.rfind(b"\n") + 1
            if cut:
                whole += [*self._rest, chunk[:cut]]
                self._rest = []
                size += cut
            self._rest.append(chunk[cut:])
        return b"".join(whole) or None

    def _is_ready(self, wait: float | None) -> bool:
        return self._descriptor is None or bool(select.select([self._descriptor], [], [], wait)[0])


def answer_blocks(
    reader: BlockReader, work: Callable[[bytes], bytes], *, workers: int, alone: int = ALONE
) -> Generator[bytes, None, None]:
    """Yield ``work(block)`` of each block in order; the first `alone` bytes are worked on in this process.

    Raises
    ------
    PipelineError
        A worker process died.
    """
    done = 0
    while workers <= 1 or done < alone:
        block = reader.read(most=alone if workers > 1 else None)
        if not block:
            return
        yield work(block)
        done += len(block)
    gc.freeze()  # what is loaded stays shared with the workers
    with worker_pool(workers, inherit=True) as submit:
        try:
            yield from _in_order(reader, lambda block: submit(work, block), limit=_AHEAD * workers)
        except BrokenProcessPool as error:
            raise PipelineError(
                "a worker process died, perhaps for want of memory; the lines answered so far are complete: "
                "run the rest again, with --workers 1 if it happens again"
            ) from error


def _in_order(
    reader: BlockReader, submit: Callable[[bytes], "Future[bytes]"], *, limit: int
) -> Generator[bytes, None, None]:
    """Keep at most `limit` blocks under way, however slow the reader of the answers is."""
    pending: deque[Future[bytes]] = deque()
    ended = False
    while pending or not ended:
        if ended or len(pending) >= limit:
            yield pending.popleft().result()
        else:
            block = reader.read(_PAUSE if pending else None)
            ended = block == b""
            if block:
                pending.append(submit(block))
        while pending and pending[0].done():
            yield pending.popleft().result()
