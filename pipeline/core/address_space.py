"""How much address space the user lets depeche have, as by ``ulimit -v``.

Libraries in C end the process, by one signal or another, when address space runs out at a bad moment. So
there is a floor below which nothing is begun, and above it a run's work is done in a process that may die.
"""

from __future__ import annotations

import resource

from pipeline.core.errors import WorkerError

FLOOR = 256 * 2**20
"""The least address space that work is begun with, in bytes. With 280 MiB no document could be translated in
the lightest of settings (one language given, no summary, no memory, Apertium, OpenBLAS with one thread).
Checking translations alone takes 300 MiB."""


def limit() -> int | None:
    """Return the most bytes that this process may map; None where nothing but the machine limits it."""
    soft = [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)]
    return min((most for most in soft if most != resource.RLIM_INFINITY), default=None)


def require_enough() -> None:
    """Raise ``WorkerError`` where there is less than the ``FLOOR``."""
    most = limit()
    if most is not None and most < FLOOR:
        raise WorkerError(
            f"{most >> 20} MiB of address space (ulimit -v) are too little for the libraries; "
            f"allow {FLOOR >> 20} MiB, and for neural models more"
        )
