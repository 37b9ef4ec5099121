"""One exchange with external programs: bytes in, answers that end with NUL out, and never a deadlock.

One selector loop serves standard input, output and error, so that no full pipe can stop another.
"""

from __future__ import annotations

import os
import selectors
import time
from typing import IO

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError, ProgramError

_CHUNK = 65_536
_STDERR_KEPT = 2_000
"""Bytes of standard error that are kept for the error message. The rest is read and dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long programs may take, and how much they may write."""

    stall_seconds: float
    """Longest wait for the next answer."""
    total_seconds: float
    """Longest wait for all answers, start-up and exit included."""
    output_bytes: int
    """Most bytes that may be written. More is taken for an error."""


class Exchange:
    """One exchange: the bytes still to write, those read so far, and the times."""

    def __init__(
        self,
        payload: bytes,
        stdin: IO[bytes],
        stdout: IO[bytes],
        stderr: IO[bytes],
        patience: Patience,
        *,
        name: str,
        answers: int | None = None,
    ) -> None:
        """Write ``payload`` to ``stdin``. ``name`` is the programs' name in messages.

        ``answers`` is how many answers are read, after which the programs go on waiting. None closes their
        input, and reads until they end.
        """
        self._unsent = memoryview(payload)
        self._stdin, self._stdout, self._stderr = stdin, stdout, stderr
        self._patience = patience
        self._name = name
        self._answers = answers
        self._started = self._progress = time.monotonic()
        self._complaints = b""
        self._heard = 0
        self.output = bytearray()

    def seconds_left(self) -> float:
        """Return the seconds until the patience with the programs is over."""
        now = time.monotonic()
        stall = self._progress + self._patience.stall_seconds - now
        return min(stall, self._started + self._patience.total_seconds - now)

    def last_words(self) -> str:
        """Quote the end of what the programs wrote to standard error, for a message."""
        words = self._complaints.decode("utf-8", "replace").strip()
        return f"; it said: {words[-300:]}" if words else ""

    def refuse_unasked(self) -> None:
        """Raise ``EngineError`` if there is output, or its end, before anything was asked."""
        with selectors.PollSelector() as selector:
            selector.register(self._stdout, selectors.EVENT_READ)
            if selector.select(0):
                raise EngineError(f"{self._name} ended, or said something unasked")

    def run(self) -> None:
        """Write and read until the exchange is over. Raises ``EngineError`` if it fails."""
        os.set_blocking(self._stdin.fileno(), False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._stdin, selectors.EVENT_WRITE, self._write)
            selector.register(self._stdout, selectors.EVENT_READ, self._read)
            selector.register(self._stderr, selectors.EVENT_READ, self._listen)
            while selector.get_map() and self._heard != self._answers:
                left = self.seconds_left()
                if left <= 0:
                    raise ProgramError(
                        f"{self._name} hangs: no answer for {time.monotonic() - self._progress:.0f} s, "
                        f"{self._heard} answers before{self.last_words()}"
                    )
                for key, _ in selector.select(left):
                    if not key.data():
                        selector.unregister(key.fileobj)

    def _write(self) -> bool:
        """Write some more. Returns False if nothing is left or nobody reads."""
        try:
            self._unsent = self._unsent[os.write(self._stdin.fileno(), self._unsent[:_CHUNK]) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:
            self._unsent = memoryview(b"")
            self._stdin.close()
        if not self._unsent and self._answers is None:
            self._stdin.close()
        return bool(self._unsent)

    def _read(self) -> bool:
        """Read what the last program wrote. Returns False at its end."""
        chunk = os.read(self._stdout.fileno(), _CHUNK)
        self.output += chunk
        if len(self.output) > self._patience.output_bytes:
            raise EngineError(f"{self._name} answers far more than it was asked{self.last_words()}")
        if answers := chunk.count(0):
            self._heard += answers
            self._progress = time.monotonic()
        if self._answers is not None:
            self._refuse_disorder(bool(chunk))
        return bool(chunk)

    def _refuse_disorder(self, is_alive: bool) -> None:
        """Raise ``EngineError`` where programs that are to go on have ended, or say more than is due."""
        due = self._answers or 0
        is_early = self._heard == due and self._unsent
        if self._heard > due or is_early or (self._heard == due and self.output[-1:] != b"\0"):
            raise EngineError(f"more than {due} answers where {due} were due")
        if not is_alive:
            raise EngineError(f"{self._name} ended after {self._heard} of {due} answers{self.last_words()}")

    def _listen(self) -> bool:
        """Read standard error and keep its end. Returns False when every program has closed it."""
        chunk = os.read(self._stderr.fileno(), _CHUNK)
        self._complaints = (self._complaints + chunk)[-_STDERR_KEPT:]
        return bool(chunk)
