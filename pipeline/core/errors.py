"""Every error that depeche raises on purpose.

    DepecheError
    ├── UsageError        an option or setting that cannot be used          exit code 2
    ├── SourceError       an input that cannot be read as text
    ├── LanguageError     a language that is unknown, or could not be told
    ├── RouteError        no chain of engines leads from source to target
    ├── CheckError        a translation failed a check that --strict names
    ├── EngineError       an engine is missing, crashed, hung or answered nonsense
    ├── SummaryError      no summary can be made as asked
    ├── PackageError      a translation package cannot be found or installed
    ├── RecordError       a file that should hold one of our records does not
    ├── MemoryFileError   the translation memory, or a TMX file, cannot be read or written
    ├── WriteError        an output cannot be written
    ├── WorkerError       nobody can work: worker processes die as they start, or lack address space
    ├── OfflineError      something reached for the network
    ├── NetworkError      an address is refused, or a server does not answer as it should
    ├── DeliveryError     a digest could not be delivered to one place
    └── BusyError         another run holds the output folder                exit code 75

A message says what is wrong, where, and what to do, in one line; it is shown to the user as it stands.
"""

from __future__ import annotations

import errno
import os
import re

from pipeline.core.text.invisible import IN_A_LINE


def printable(text: str) -> str:
    r"""Return ``text`` as it can stand in a line: ``a\x1b[31m.txt`` for a name that would set a colour."""
    return IN_A_LINE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return match[0].encode("unicode_escape", "backslashreplace").decode()


_MEMORY_WORDS = (
    "std::bad_alloc",
    "out of memory",
    "Cannot allocate memory",
    "Resource temporarily unavailable",  # no room for another thread's stack
    "can't start new thread",  # the same, as Python says it
    "failed to map segment",  # the loader, of a library
)


NO_MEMORY = "there is not enough memory for it; free some, or break it up, and run again"
"""The message for an input where ``lacks_memory`` is true."""


def lacks_memory(error: BaseException) -> bool:
    """Say whether an error means that memory ran out, which libraries in C report in many ways."""
    found: BaseException | None = error
    while found is not None:  # libraries wrap it in errors of their own
        if isinstance(found, MemoryError) or getattr(found, "errno", None) == errno.ENOMEM:
            return True
        if any(words in str(found) for words in _MEMORY_WORDS):
            return True
        found = found.__cause__ or found.__context__
    return False


_ROOM = (errno.ENOSPC, errno.EDQUOT)
_FILES = (errno.EMFILE, errno.ENFILE)
RAISE_FILES = "raise the limit of open files (ulimit -n), and run again"
"""The remedy where a process may not open any more files."""


def refused(error: BaseException) -> str | None:
    """Return in words what the system refused to do, and to which file; None where it is no such error.

    Use it as a last resort: the code that opens a file can say better what the file is for.
    """
    if not isinstance(error, OSError) or error.strerror is None:
        return None
    remedy = "; free some room, and run again" if error.errno in _ROOM else ""
    if error.errno in _FILES:
        remedy = f"; {RAISE_FILES}"
    names = (name for name in (error.filename, error.filename2) if name is not None)
    places = " and ".join(os.fsdecode(name) if isinstance(name, bytes) else str(name) for name in names)
    if not places and error.errno == errno.ENOENT:
        places = "the working folder"  # everything else that is asked for has a name
        remedy = "; it was deleted, so change to another"
    return f"{places or 'the system'}: {error.strerror}{remedy}"


class DepecheError(Exception):
    """Base of all errors caused by the input, the machine or the user, not by a defect of ours."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(" ".join(message.split())))

    @property
    def message(self) -> str:
        """The error in one line."""
        return str(self.args[0])


class UsageError(DepecheError):
    """An option or setting that cannot be used."""


class SourceError(DepecheError):
    """An input that is missing, unreadable, empty, binary or too large."""

    origin: str = ""
    """The input, as outcomes name it; set where the input never became more than its error."""


class LanguageError(DepecheError):
    """A language that is unknown or could not be told."""


class RouteError(DepecheError):
    """No chain of installed engines leads from the source to the target language."""


class CheckError(DepecheError):
    """A translation failed a check that must not fail."""


class EngineError(DepecheError):
    """A translation engine is missing, crashed, hung or gave an answer that cannot be used."""


class ProgramError(EngineError):
    """An external program could not be started, died, or hung: another try may succeed."""


class PackageChangedError(EngineError):
    """A package or model was replaced while it was in use, so nobody can say which one translated."""


class SummaryError(DepecheError):
    """No summary can be made with the method and options asked for."""


class PackageError(DepecheError):
    """A translation package cannot be found, fetched or installed."""


class RecordError(DepecheError):
    """A file that should hold one of our records does not fit its schema."""


class MemoryFileError(DepecheError):
    """The translation memory, or a TMX file, cannot be read or written."""


class WriteError(DepecheError):
    """An output file or folder cannot be written."""


class WorkerError(DepecheError):
    """Worker processes cannot be started, die before they begin to work, or lack address space."""


class OfflineError(DepecheError):
    """Something reached for the network in a command that works without."""


class NetworkError(DepecheError):
    """An address that is refused, or a server that does not answer as it should."""

    def __init__(self, message: str, *, is_temporary: bool = False) -> None:
        super().__init__(message)
        self.is_temporary = is_temporary
        """Whether another attempt may succeed."""


class DeliveryError(DepecheError):
    """One thing could not be delivered; others are not concerned."""

    def __init__(self, message: str, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
        """Whether another attempt is of no use before somebody changes something."""


class BusyError(DepecheError):
    """Another run holds the output folder."""
