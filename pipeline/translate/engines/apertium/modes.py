"""The installed parts of Apertium: its pairs, their programs and data, and the packages these come from.

Debian's packages put one ``<source>-<target>.mode`` file per pair into ``/usr/share/apertium/modes``: a line
of commands joined by ``|``, which is read here and never given to a shell.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import languages
from pipeline.core import limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError
from pipeline.core.files import durable
from pipeline.core.records import EngineIdentity, LanguageCode, Setting
from pipeline.translate.engines.apertium.versions import Versions, installed_stamp
from pipeline.translate.engines.neural.model_files import Stamp, file_stamp, stamped_digest

_PAIR = re.compile(r"([a-z]{2,3}(?:_\w+)?)-([a-z]{2,3}(?:_\w+)?)", re.ASCII)
"""Names of the modes that translate; debug modes and experiments have more parts (``fr-eo-bytecode``)."""

_PLAIN = r"[A-Za-z0-9_./$:+@%,=-]+"
_PLAIN_LINE = re.compile(rf"[ \n]*(?:(?:{_PLAIN}|'{_PLAIN}'|\|)(?:[ \n]+|\Z))*")
"""Commands whose words need no quotes, or are in single ones as a whole, with spaces around each word."""

_DOCUMENTATION = Path("/usr/share/doc")

_SPDX = {
    "GPL-2": "GPL-2.0-only",
    "GPL-2+": "GPL-2.0-or-later",
    "GPL-3": "GPL-3.0-only",
    "GPL-3+": "GPL-3.0-or-later",
}


ModeStamps: TypeAlias = tuple[tuple[Path, Stamp], ...]
"""The stamps of all files that a mode runs or reads. They change when a package is upgraded."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One ``.mode`` file: a pair, the programs that translate it and the data they read."""

    path: Path
    commands: tuple[tuple[str, ...], ...]
    """Argument lists of the programs. Each begins with the program's full path."""
    files: tuple[Path, ...]
    """The data files, each once, in the order in which the commands name them."""

    @property
    def package(self) -> str:
        """The name of Debian's package, which is that of the data's folder; else the mode's name."""
        return self.files[0].parent.name if self.files else self.path.stem

    def stamps(self) -> ModeStamps:
        """Return the stamps of the mode, its programs and its data as they are now.

        Raises ``EngineError`` if one of these files has gone.
        """
        programs = dict.fromkeys(Path(command[0]) for command in self.commands)
        try:
            return tuple((path, file_stamp(path)) for path in (self.path, *programs, *self.files))
        except OSError as error:
            raise EngineError(
                f"cannot read {error.filename}: {error.strerror}; install {self.package} again"
            ) from error


def find_modes(data: Path) -> dict[tuple[LanguageCode, LanguageCode], Path]:
    """Map each pair of our languages to its ``.mode`` file under ``data``; the map is empty if there is none.

    If a pair has several files, the plain one is preferred to regional variants (``spa-eng`` to
    ``spa-eng_US``). Raises ``EngineError`` if the folder exists but cannot be read.
    """
    try:
        return dict(_listed(data, file_stamp(data / "modes")))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise EngineError(
            f"cannot list Apertium's modes in {data}: {error.strerror}; check its rights"
        ) from error


@lru_cache(maxsize=8)
def _listed(data: Path, _stamp: Stamp) -> Mapping[tuple[LanguageCode, LanguageCode], Path]:
    """Return what ``find_modes`` finds. The stamp of the folder is another when a file comes or goes."""
    paths = sorted((data / "modes").iterdir())
    ours = languages.by_tool("apertium")
    found: dict[tuple[LanguageCode, LanguageCode], Path] = {}
    for path in sorted(paths, key=lambda path: (path.stem.count("_"), path)):
        match = _PAIR.fullmatch(path.stem) if path.suffix == ".mode" else None
        if match and (source := ours.get(match[1])) and (target := ours.get(match[2])) and source != target:
            found.setdefault((source, target), path)
    return found


def read_mode(path: Path, programs: Path) -> Mode:
    """Read a ``.mode`` file; bare program names are looked up in the folder ``programs``.

    Raises ``EngineError`` where it cannot be read, or a program or a data file is missing.
    """
    try:
        text = durable.read_regular(path, limit=limits.SETTINGS).decode()
        parts = _parts(_words(text))
    except (OSError, ValueError) as error:
        raise EngineError(f"cannot read Apertium's {path} ({error}); install its package again") from error
    if not all(parts):
        raise EngineError(f"Apertium's {path} holds an empty command; install its package again")
    commands = tuple(_command(part, programs) for part in parts)
    files = dict.fromkeys(Path(word) for part in parts for word in part[1:] if word.startswith("/"))
    for file in files:
        if not file.is_file():
            raise EngineError(f"Apertium's {path.stem} lacks its data file {file}; install its package again")
    return Mode(path, commands, tuple(files))


@lru_cache(maxsize=256)
def known_mode(path: Path, programs: Path, _stamp: Stamp) -> Mode:
    """Return a mode as ``read_mode`` does, which reads it again only if its stamp is another.

    So a program or data file that is gone since shows when it is used.
    """
    return read_mode(path, programs)


def _words(text: str) -> list[str]:
    """Split a line of commands as a shell does, ``|`` apart. Raises ``ValueError`` where a quote is open."""
    if _PLAIN_LINE.fullmatch(text):  # as Debian's are; shlex takes seven times as long
        return [word.strip("'") for word in text.split()]
    words = shlex.shlex(text, posix=True, punctuation_chars="|")
    words.whitespace_split, words.commenters = True, ""
    return list(words)


def _parts(words: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _command(words: Sequence[str], programs: Path) -> tuple[str, ...]:
    """Complete a command: flush at NUL (``-z``), no marks on unknown words (``-n``), one analysis a word."""
    program = shutil.which(words[0], path=str(programs))
    if program is None:
        raise EngineError(f"no program {words[0]} that can be run in {programs}; install apertium again")
    arguments = ("-n" if word == "$1" else word for word in words[1:] if word != "$2")
    return (program, "-z", *arguments)


def identify(mode: Mode, programs: Path, versions: Versions) -> EngineIdentity:
    r"""Say exactly what a mode runs.

    ``sha256`` is the digest of lines ``<sha256 of the file>  <its name>\n``, as ``sha256sum`` prints them,
    without folders: the ``.mode`` file first, then the data files in the mode's order, each once.
    Raises ``EngineError`` if a file cannot be read, or the ``apertium`` program does not answer.
    """
    try:
        sha256 = _digest(tuple((path, file_stamp(path)) for path in (mode.path, *mode.files)))
        engine_version = versions.of_engine(programs / "apertium")
    except OSError as error:
        raise EngineError(
            f"cannot read {error.filename}: {error.strerror}; install {mode.package} again"
        ) from error
    return EngineIdentity(
        engine="apertium",
        engine_version=engine_version,
        package=mode.package,
        version=versions.of_package(mode.package),
        sha256=sha256,
        licence=_licence(mode.package, installed_stamp()),
        method="rule-based",
        options=(Setting(name="ending", value="full stop"), Setting(name="unknown_words", value="unmarked")),
    )


@lru_cache(maxsize=256)
def _digest(stamps: tuple[tuple[Path, Stamp], ...]) -> str:
    """Return the digest of files. The cache's key has their stamps, so an upgraded package is read again."""
    lines = hashlib.sha256()
    for path, stamp in stamps:
        lines.update(f"{stamped_digest(path, stamp)}  {path.name}\n".encode())
    return lines.hexdigest()


@lru_cache(maxsize=256)
def _licence(package: str, _installed: Stamp | None) -> str:
    """Return the licences that the package's ``copyright`` file states, as an SPDX expression.

    Debian's own ``debian/*`` is left out, because it is packaging, not data.
    """
    try:
        path = _DOCUMENTATION / package / "copyright"
        text = durable.read_regular(path, limit=limits.SETTINGS).decode(errors="replace")
    except OSError:
        return "unknown"
    names: set[str] = set()
    for stanza in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = dict(re.findall(r"^(Files|License):[ \t]*(\S+)", stanza, re.MULTILINE))
        licence = fields.get("License")
        if licence and fields.get("Files", "debian/*") != "debian/*":
            names.add(_SPDX.get(licence, licence))
    return " AND ".join(sorted(names)) or "unknown"
