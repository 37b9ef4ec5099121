"""Trying again what may pass: a server that is busy, away, or asks to be left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from pipeline.core.errors import DeliveryError

FIRST_PAUSE = 1.0
"""Seconds before the second attempt. The pause doubles with each further one."""
_LONGEST_PAUSE = 30.0
NEXT_RUN = "the next run tries again"


class PassingError(DeliveryError):
    """An attempt failed, and another one may not."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait
        """Seconds for which the other side asks to be left alone."""


def keep_trying(attempt: Callable[[], str], *, seconds: float, pause: float = FIRST_PAUSE) -> str:
    """Return what ``attempt`` returns. It is called again after a ``PassingError``, for ``seconds`` at most.

    Raises ``DeliveryError``: any other at once, and the last one when the time is over.
    """
    until = time.monotonic() + seconds
    attempts = 0
    while True:
        attempts += 1
        try:
            return attempt()
        except PassingError as error:
            wait = max(pause, error.wait or 0.0)
            if time.monotonic() + wait > until:
                asked = f" (it asks to wait {error.wait:g} s)" if error.wait else ""
                tried = f" after {attempts} attempts" if attempts > 1 else ""
                raise DeliveryError(f"{error.message}{asked}{tried}; {NEXT_RUN}") from error
        time.sleep(wait)
        pause = min(pause * 2, _LONGEST_PAUSE)
