"""The chain of one mode, kept alive from document to document.

What loads a dictionary takes nine tenths of a document's time. So programs that keep no state between
segments (``proof.py``) stay alive, in sections that are joined by pipes. Programs that do keep state stand
between the sections, and are started for each document. The first program is a section of its own, for it
reads single words too, and its dictionary is loaded once for both.
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
        rest = zip(commands[1:], kept[1:], strict=True)
        self._sections = [
            _Section(commands[:1], is_kept=kept[0]),
            *(
                _Section([command for command, _ in programs], is_kept=is_kept)
                for is_kept, programs in groupby(rest, key=lambda pair: pair[1])
            ),
        ]
        self._lock = threading.Lock()
        self._is_broken = False

    @property
    def is_broken(self) -> bool:
        """Whether a document failed in the chain, or was stopped, after which nobody may ask it."""
        return self._is_broken

    @property
    def processes(self) -> tuple[int, ...]:
        """The process numbers of the programs that were started and stay alive."""
        return tuple(pid for section in self._sections for pid in section.processes)

    def start(self) -> None:
        """Start all programs that stay alive, which ``ask`` does otherwise.

        Raises ``EngineError`` if one cannot be started. The chain is then broken.
        """
        with self.broken_by_errors():
            self._start(self._sections)

    def ask(self, payload: bytes, answers: int, patience: Patience) -> bytes:
        """Take one document through the chain. Returns its answers, each with the NUL at its end.

        Raises ``EngineError`` if a program cannot be started, dies, hangs, or gives another number of
        answers. The chain is then broken, and its other documents fail too.
        """
        return self._through(self._sections, payload, answers, patience)

    def ask_first(self, payload: bytes, answers: int, patience: Patience) -> bytes:
        """Ask the first program alone. The others are not started for it. Raises as ``ask``."""
        return self._through(self._sections[:1], payload, answers, patience)

    def _through(
        self, sections: Sequence[_Section], payload: bytes, answers: int, patience: Patience
    ) -> bytes:
        with ExitStack() as programs, self.broken_by_errors():
            # All programs load at the same time, while the document is in the sections before them.
            self._start(sections)
            asks = [programs.enter_context(section.opened(answers, patience)) for section in sections]
            for ask in asks:
                payload = ask(payload)
        return payload

    def _start(self, sections: Sequence[_Section]) -> None:
        """Start what stays alive of sections. Who ends the chain meanwhile ends what is started after it."""
        with self._lock:
            for section in sections:
                if not self._is_broken:
                    section.start()
        if self._is_broken:
            self.end()
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
        return sum(map(_own_memory, self.processes))

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
        self._is_started = False
        self._lock = threading.Lock()

    @property
    def processes(self) -> tuple[int, ...]:
        return self._kept.processes if self._kept is not None else ()

    def start(self) -> None:
        if self._kept is not None and not self._is_started:
            self._is_started = True
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
