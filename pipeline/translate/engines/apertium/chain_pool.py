"""The chains that are alive now: one for each mode in use, within a budget of main memory."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.translate.engines.apertium.live_chain import LiveChain
from pipeline.translate.engines.apertium.modes import Mode, ModeStamps

BUDGET_BYTES = 1_280 * 2**20
"""Main memory for the chains of all workers of a run together. Four pairs take 0.5 to 1.1 GiB."""

IDLE_SECONDS = 30.0
"""How long a chain without a document stays alive."""


_WEIGHED = 64
"""After how many uses the memory of a chain is looked at again. It grows little once all programs run."""


@dataclass(slots=True, eq=False)
class _Held:
    """A chain of the pool."""

    chain: LiveChain
    stamps: ModeStamps
    kept: tuple[bool, ...]
    users: int = 0
    used_times: int = 0
    memory: int = 0
    weighed: tuple[int, ...] = ()
    """The processes that ``memory`` is of."""
    used: float = field(default_factory=time.monotonic)


class ChainPool:
    """Starts chains, hands them out, and closes those that are broken, outdated, idle, or too much."""

    def __init__(self, *, budget: int = BUDGET_BYTES, idle_seconds: float = IDLE_SECONDS) -> None:
        """Close the chains that were used least lately if all take more than ``budget`` bytes together.

        A chain that is in use is never closed. ``idle_seconds`` is how long one stays alive without use.
        """
        self._budget = budget
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._held: dict[Path, _Held] = {}
        self._retired: set[_Held] = set()
        """Chains that nobody gets any more, but somebody still uses."""
        self._timer: threading.Timer | None = None

    @contextmanager
    def chain(self, mode: Mode, stamps: ModeStamps, kept: Sequence[bool]) -> Iterator[LiveChain]:
        """Yield a live chain of the mode, whose files had ``stamps`` when the chain was made."""
        with self._lock:
            held = self._current(mode, stamps, tuple(kept))
            held.users += 1
        try:
            yield held.chain
        finally:
            with self._lock:
                held.users -= 1
                held.used = time.monotonic()
                processes = held.chain.processes
                if held.used_times % _WEIGHED == 0 or held.weighed != processes:
                    held.memory, held.weighed = held.chain.memory(), processes
                held.used_times += 1
                self._settle()

    def memory(self) -> int:
        """Return how many bytes of main memory the chains have for themselves now."""
        with self._lock:
            return sum(held.chain.memory() for held in self._held.values())

    def close(self) -> None:
        """End all chains. A document that is in one fails."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            for path in list(self._held):
                self._retire(path)
            for held in self._retired:
                held.chain.end()

    def _current(self, mode: Mode, stamps: ModeStamps, kept: tuple[bool, ...]) -> _Held:
        held = self._held.get(mode.path)
        if held is not None and (held.chain.is_broken or (held.stamps, held.kept) != (stamps, kept)):
            self._retire(mode.path)
            held = None
        if held is None:
            chain = LiveChain(mode.commands, kept)
            held = self._held[mode.path] = _Held(chain=chain, stamps=stamps, kept=kept)
        return held

    def _settle(self) -> None:
        """Close what is broken, and what the budget does not allow; then wait for the others to be idle."""
        for held in [held for held in self._retired if not held.users]:
            held.chain.stop()
            self._retired.discard(held)
        for path in [path for path, held in self._held.items() if held.chain.is_broken]:
            self._retire(path)
        self._trim()
        if self._held and self._timer is None:
            self._timer = threading.Timer(self._idle_seconds, self._close_idle)
            self._timer.daemon = True
            self._timer.start()

    def _trim(self) -> None:
        unused = sorted((held.used, path) for path, held in self._held.items() if not held.users)
        for _, path in unused:
            total = sum(held.memory for held in self._held.values())
            if total <= min(self._budget, _share_of_free_memory(total)):
                return
            self._retire(path)

    def _close_idle(self) -> None:
        with self._lock:
            self._timer = None
            limit = time.monotonic() - self._idle_seconds
            for path in [path for path, held in self._held.items() if not held.users and held.used <= limit]:
                self._retire(path)
            self._settle()

    def _retire(self, path: Path) -> None:
        held = self._held.pop(path)
        if held.users:
            self._retired.add(held)
        else:
            held.chain.stop()


def _share_of_free_memory(held: int) -> int:
    """Return half of what would be free without the chains, which hold ``held`` bytes."""
    with contextlib.suppress(OSError):
        if match := re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE):
            return (int(match[1]) * 1_024 + held) // 2
    return held
