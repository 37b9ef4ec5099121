"""A time after which an exchange ends, whatever the other side does.

A timeout of a socket counts anew with each byte, so a server that sends a byte now and then holds a client
for ever. So at the deadline a thread shuts the connection down, and whoever waits for it wakes.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self


class Deadline:
    """A deadline in so many seconds from now. It is a context manager, and ends when that is left."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True
        self.seconds = seconds
        self.is_past = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for watched in self._watched:
                watched.close()
            self._watched.clear()

    @property
    def seconds_left(self) -> float:
        """The seconds until the deadline, a moment at least, for no timeout may be 0."""
        return max(0.001, self._until - time.monotonic())

    def watch(self, connection: socket.socket) -> None:
        """Shut a connection down at the deadline, even if it has gone over to TLS by then."""
        with self._lock:
            self._watched.append(connection.dup())  # of the same connection, and nobody else closes it
        if self.is_past:
            self._pass()

    def reason(self, error: Exception) -> str:
        """Say in words why a connection failed."""
        if self.is_past:
            return f"the exchange took longer than {self.seconds:g} s"
        if isinstance(error, TimeoutError):
            return "the server says nothing"
        words = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return str(words)

    def _pass(self) -> None:
        self.is_past = True
        with self._lock:
            for watched in self._watched:
                with suppress(OSError):  # the other side was sooner
                    watched.shutdown(socket.SHUT_RDWR)
