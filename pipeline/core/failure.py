"""The outcome of an input that met an error: one line that says what is wrong, where, and what to do."""

from __future__ import annotations

from pipeline.core.errors import NO_MEMORY, DepecheError, lacks_memory, printable, refused
from pipeline.core.records import Failed


def failed_outcome(origin: str, error: Exception) -> Failed:
    """Return the outcome of an input that met an error."""
    name = " ".join(origin.split())
    if isinstance(error, DepecheError):
        message = error.message if error.message.startswith(name) else f"{name}: {error.message}"
    elif lacks_memory(error):
        message = f"{name}: {NO_MEMORY}"
    elif (refusal := refused(error)) is not None:
        message = f"{name}: {refusal}"
    else:
        message = f"{name}: unexpected {type(error).__name__}: {error}; please report it"
    return Failed(origin=origin, error=type(error).__name__, message=printable(" ".join(message.split())))
