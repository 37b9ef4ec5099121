"""Name the machine that a bench ran on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from pipeline.translate.engines.neural.processor import arithmetic


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What figures depend on, and how busy the machine was before they were taken."""

    processor: str
    cores: int
    memory_gib: float
    python: str
    instruction_set: str
    """As ``depeche doctor`` says, like the matrix library."""
    matrix_library: str
    load: float
    """Mean number of processes that wanted a core in the last minute."""

    def __str__(self) -> str:
        """Return one line."""
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gib:.0f} GiB, Python {self.python}, "
            f"{self.matrix_library} with {self.instruction_set}, load {self.load:.1f} at the start"
        )


def this_machine() -> Machine:
    """Return this machine."""
    found = arithmetic()
    return Machine(
        processor=processor(),
        cores=len(os.sched_getaffinity(0)),
        memory_gib=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        python=platform.python_version(),
        instruction_set=found.instruction_set,
        matrix_library=found.matrix_library,
        load=os.getloadavg()[0],
    )


def processor() -> str:
    """Return the processor's name, where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
