"""Whose turn it is, where the documents of a run are worked on by several threads.

Python does one thing at a time anyway. So a thread works on its document only while it has the turn, and
nothing of a run needs to be safe to use from several threads. It gives the turn away while it waits: for an
engine, or for the disk. The oldest document that wants it is next.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WorkerError


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLimits:
    """The most that goes through the stages together. A larger document goes by itself."""

    documents: int
    bytes: int


class Turns:
    """Gives the turn to one thread at a time, the one with the lowest number of those that wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_taken = False
        self._is_closed = False
        self._waiting: list[tuple[int, int, threading.Event]] = []
        self._asked = 0
        self._own = threading.local()

    @contextmanager
    def taken(self, number: int) -> Iterator[None]:
        """Have the turn while the block runs. ``number`` is the place in the order of documents.

        Raises ``WorkerError`` if the turns are closed.
        """
        self._take(number)
        self._own.number = number
        try:
            yield
        finally:
            self._own.number = None
            self._give()

    @contextmanager
    def given_away(self) -> Iterator[None]:
        """Give the turn to others while the block runs. Without the turn, nothing is given.

        Raises ``WorkerError`` if the turns are closed meanwhile; the block has then ended.
        """
        number = getattr(self._own, "number", None)
        if number is None:
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take(number)

    def close(self) -> None:
        """Let all that wait, and all that come, have an error instead of the turn."""
        with self._lock:
            self._is_closed = True
            for _, _, called in self._waiting:
                called.set()

    def _take(self, number: int) -> None:
        called = threading.Event()
        with self._lock:
            if self._is_taken or self._is_closed:
                self._asked += 1
                heapq.heappush(self._waiting, (number, self._asked, called))
            else:
                self._is_taken = True
                called.set()
            if self._is_closed:
                called.set()
        called.wait()
        if self._is_closed:
            raise WorkerError("stopped")

    def _give(self) -> None:
        with self._lock:
            if self._waiting:
                _, _, called = heapq.heappop(self._waiting)
                called.set()
            else:
                self._is_taken = False


class Window:
    """Lets documents in, one after the other, as long as there is room for them."""

    def __init__(self, limits: BatchLimits) -> None:
        """Let in so many documents and bytes at a time. A larger document is let in alone."""
        self._limits = limits
        self._changed = threading.Condition()
        self._next = 0
        self._documents = self._bytes = 0
        self._is_closed = False

    @contextmanager
    def entered(self, number: int, documents: int, size: int) -> Iterator[None]:
        """Be in the window, with so many documents and bytes, while the block runs.

        Documents enter in the order of ``number``, from 0 on. Raises ``WorkerError`` if the window is closed.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or (number == self._next and self._has_room(documents, size))
            )
            if self._is_closed:
                raise WorkerError("stopped")
            self._next += 1
            self._documents += documents
            self._bytes += size
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._documents -= documents
                self._bytes -= size
                self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _has_room(self, documents: int, size: int) -> bool:
        return not self._documents or (
            self._documents + documents <= self._limits.documents and self._bytes + size <= self._limits.bytes
        )
