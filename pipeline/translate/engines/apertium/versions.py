"""The versions of Apertium and of Debian's packages, as their own programs state them.

Such a program takes 10 ms to say what it said before. So an answer is kept in the user's cache, under the
stamp of the file that decides it, if that file has the answer in it: the script ``apertium``, or dpkg's list
of packages. Where another file may decide, the program is asked by every process.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.core import limits
from pipeline.core.errors import EngineError, UsageError
from pipeline.core.files import durable, replace, trusted_file
from pipeline.translate.engines.neural.model_files import Stamp, file_stamp

_DPKG = Path("/var/lib/dpkg")
_SEARCH = "/usr/bin:/bin"
_QUERY_SECONDS = 20.0
_FILE = "versions.json"
_KEPT = 64
"""The most answers in the file. Those that were asked for longest ago go first."""


def installed_stamp() -> Stamp | None:
    """Return the stamp of Debian's list of installed packages and their versions; None if it has none."""
    try:
        return file_stamp(_DPKG / "status")
    except OSError:
        return None


class Versions:
    """What programs state of versions. They are asked once for each state of what is installed."""

    def __init__(self, folder: Path | None) -> None:
        """Keep answers in ``folder``, which is made with the first one; None keeps them to this object."""
        self._file = folder / _FILE if folder is not None else None
        self._known: dict[str, str] = {}
        self._kept: dict[str, str] | None = None

    def of_engine(self, program: Path) -> str:
        """Return the version of ``apertium`` as ``apertium -V`` states it, such as ``apertium 3.8.3``.

        Raises ``OSError`` if the program is not there, ``EngineError`` if it does not answer.
        """
        key = repr((str(program), file_stamp(program)))
        known = self._recalled(key)
        if known is not None:
            return known
        answer = _query([str(program), "-V"])
        stated = answer.strip().splitlines()[0] if answer and answer.strip() else ""
        if not stated:
            raise EngineError(f"{program} -V does not say its version; install apertium again")
        self._learn(key, stated.lower(), is_decided=_is_in(program, stated))
        return stated.lower()

    def of_package(self, package: str) -> str:
        """Return a Debian package's version; ``unknown`` if the data came another way."""
        key = repr((package, installed_stamp()))
        is_settled = not _is_changing()
        known = self._recalled(key, kept=is_settled)
        if known is not None:
            return known
        query = shutil.which("dpkg-query", path=_SEARCH)
        answer = _query([query, "--show", "--showformat=${Version}", package]) if query else None
        version = (answer or "").strip() or "unknown"
        is_decided = is_settled and version == _listed_version(package)
        self._learn(key, version, is_decided=is_decided and key == repr((package, installed_stamp())))
        return version

    def _recalled(self, key: str, *, kept: bool = True) -> str | None:
        if key not in self._known and kept and self._file is not None:
            if self._kept is None:
                self._kept = _read(self._file)
            if key in self._kept:
                self._known[key] = self._kept[key]
        return self._known.get(key)

    def _learn(self, key: str, answer: str, *, is_decided: bool) -> None:
        """Remember an answer, and keep it if the file of the key decides it and the cache can be written."""
        self._known[key] = answer
        if self._file is None or not is_decided:
            return
        self._kept = {**_read(self._file), key: answer}  # another process may have added to it
        newest = dict([*self._kept.items()][-_KEPT:])
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace.replace_file(self._file, [json.dumps(newest).encode()])


def _read(file: Path) -> dict[str, str]:
    """Return the answers in a file; none where it is missing, damaged or not to be trusted."""
    with suppress(OSError, UsageError, ValueError, RecursionError):
        found = json.loads(trusted_file.read_trusted(file) or b"{}")
        if isinstance(found, dict) and {str} >= {type(answer) for answer in found.values()}:
            return found
    return {}


def _is_in(program: Path, words: str) -> bool:
    with suppress(OSError):
        return words.encode() in durable.read_regular(program, limit=limits.SETTINGS)
    return False


def _is_changing() -> bool:
    """Say whether dpkg is at work: it then has newer versions beside its list."""
    try:
        return any((_DPKG / "updates").iterdir())
    except OSError:
        return True


def _listed_version(package: str) -> str | None:
    """Return the version of a package in dpkg's list; None where it is not there once."""
    with suppress(OSError):
        found = re.findall(
            rf"^Package: {re.escape(package)}\n(?:\S.*\n|[ \t].*\n)*?Version: (\S+)$",
            durable.read_regular(_DPKG / "status").decode(errors="replace"),
            re.MULTILINE,
        )
        return str(found[0]) if len(found) == 1 else None
    return None


def _query(command: Sequence[str], *, again: bool = True) -> str | None:
    """Return the output of a short command; None if it cannot be run or fails.

    ``again`` says whether it is run a second time if something kills it.
    """
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
            env={"PATH": _SEARCH, "LC_ALL": "C.UTF-8"},
            cwd="/",  # the program has no use for the user's working folder
            timeout=_QUERY_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        killed = error.returncode < 0  # a failure is an answer; being killed is none
        return _query(command, again=False) if killed and again else None
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
