"""The chain of one mode, kept alive from document to document.

What loads a dictionary takes nine tenths of a document's time. So programs that keep no state between
segments (``proof.py``) stay alive, in sections that are joined by pipes. Programs that do keep state stand
between the sections, and are started for each document.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path

from pipeline.core.errors import EngineError
from pipeline.core.interrupt import ended_by
from pipeline.core.processes.exchange import Patience
from pipeline.core.processes.program_chain import ProgramChain
from pipeline.translate.engines.apertium import stream

NAME = "Apertium"
"""The name of chains in messages."""

_Ask = Callable[[bytes], bytes]


class LiveChain:
    """The programs of one mode. Several documents may be in it, each in another section."""

    def __init__(self, commands: Sequence[Sequence[str]], kept: Sequence[bool]) -> None:
        """Take the programs as argument lists. ``kept`` says of each whether it stays alive."""
        self._sections = [
            _Section([command for command, _ in programs], is_kept=is_kept)
            for is_kept, programs in groupby(zip(commands, kept, strict=True), key=lambda pair: pair[1])
        ]
        self._is_broken = False

    @property
    def is_broken(self) -> bool:
        """Whether a document failed in the chain, or was stopped, after which nobody may ask it."""
        return self._is_broken

    def start(self) -> None:
        """Start the programs that stay alive. Raises ``EngineError`` if one cannot be started."""
        with ExitStack() as undo:
            undo.callback(self.stop)
            for section in self._sections:
                section.start()
            undo.pop_all()

    def ask(self, payload: bytes, answers: int, patience: Patience) -> bytes:
        """Take one document through the chain. Returns its answers, each with the NUL at its end.

        Raises ``EngineError`` if a program dies, hangs, or gives another number of answers. The chain is then
        broken, and its other documents fail too.
        """
        with ExitStack() as programs, self.broken_by_errors():
            self._require_whole()
            # Programs that are started for the document load while it is in the sections before them.
            asks = [programs.enter_context(section.opened(answers, patience)) for section in self._sections]
            for ask in asks:
                payload = ask(payload)
        return payload

    def _require_whole(self) -> None:
        if self._is_broken:
            raise EngineError("the chain of programs was ended")

    def end(self) -> None:
        """Kill the programs. Threads that wait for them get an ``EngineError``."""
        self._is_broken = True
        for section in self._sections:
            section.end()

    def stop(self) -> None:
        """Kill the programs and reap them. Nobody may be asking them."""
        self._is_broken = True
        for section in self._sections:
            section.stop()

    def memory(self) -> int:
        """Return the bytes of main memory that the programs which stay alive have for themselves."""
        return sum(map(_own_memory, (pid for section in self._sections for pid in section.processes)))

    @contextmanager
    def broken_by_errors(self) -> Iterator[None]:
        """End the chain if the block raises: what its programs said was not what was due."""
        try:
            yield
        except BaseException:
            self.end()
            raise


class _Section:
    """Programs in a row of which all stay alive, or none does."""

    def __init__(self, commands: Sequence[Sequence[str]], *, is_kept: bool) -> None:
        self._commands = commands
        self._kept = ProgramChain(commands, name=NAME) if is_kept else None
        self._lock = threading.Lock()

    @property
    def processes(self) -> tuple[int, ...]:
        return self._kept.processes if self._kept is not None else ()

    def start(self) -> None:
        if self._kept is not None:
            self._kept.start()

    def end(self) -> None:
        if self._kept is not None:
            self._kept.end()

    def stop(self) -> None:
        if self._kept is not None:
            self._kept.stop()

    @contextmanager
    def opened(self, answers: int, patience: Patience) -> Iterator[_Ask]:
        """Yield the function that takes one document through the section."""
        if self._kept is not None:
            chain = self._kept

            def ask(payload: bytes) -> bytes:
                with self._lock, ended_by(chain.end):
                    return chain.ask(payload, answers, patience)

            yield ask
        else:
            with ProgramChain(self._commands, name=NAME) as fresh, ended_by(fresh.end):
                yield lambda payload: stream.first_answers(fresh.converse(payload, patience), answers)


def _own_memory(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE")
    return 0
