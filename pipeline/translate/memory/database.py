"""The memory's file: it is created whole, opened only if it is ours, and moved aside if it is damaged."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.core.errors import MemoryFileError
from pipeline.core.files import durable
from pipeline.core.files.lock import take_lock
from pipeline.translate.memory import FILE_NAME

MEMORY_SCHEMA_VERSION = 2
"""Version of the memory's tables. Version 2 has the origin ``imported``. depeche 0.1.0 wrote version 1, which
is used as it is until an imported entry is added."""
APPLICATION = 0x64706D31
"""SQLite's ``application_id`` of a memory. It shows that a database is ours."""

BUSY_SECONDS = 10.0
"""Seconds to wait for another writer. Answers are written in milliseconds."""

MAX_VALUE = 2**24
"""Most bytes of a text or row that are read. depeche writes far shorter ones (``tmx.MAX_SEGMENT``)."""

_HOP = """CREATE TABLE hop (
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ({origins})),
    maker TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    UNIQUE (origin, maker, source, target)
)"""
_HOPS = {
    1: _HOP.format(origins="'machine', 'human'"),
    2: _HOP.format(origins="'machine', 'human', 'imported'"),
}
"""The table of each version. The rest is the same in all versions."""

_ENTRY = """CREATE TABLE entry (
    hop INTEGER NOT NULL REFERENCES hop (id),
    key BLOB NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    answer TEXT NOT NULL,
    score REAL,
    run TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (hop, key)
)"""

_SCHEMA = f"""
{_HOPS[MEMORY_SCHEMA_VERSION]};
{_ENTRY};
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {MEMORY_SCHEMA_VERSION};
"""

Trouble: TypeAlias = Literal["absent", "damaged", "foreign", "locked", "full", "other"]

_KINDS: dict[int, Trouble] = {
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
}
_WORDS: dict[Trouble, str] = {"locked": "another program has locked it", "full": "the disk is full"}


class StoreError(MemoryFileError):
    """The memory's file cannot be used. ``trouble`` is the kind of trouble."""

    trouble: Trouble = "other"


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the memory at ``path``. ``create`` makes it if there is none. Raises ``StoreError``."""
    with reported(path):
        mode = durable.mode(path)
        if mode and not stat.S_ISREG(mode):
            raise _error("foreign", f"{path}: is no file, so no translation memory")
        if create and not (mode and path.stat().st_size):
            _make(Path(os.path.realpath(path)))  # a link is followed, and stays
        if not path.exists():
            raise _error("absent", f"{path}: no translation memory is there; depeche run makes one")
        base = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # transactions begin where we say so
            check_same_thread=False,
        )
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        base.text_factory = _decoded
        try:
            _check(base, path)
        except BaseException:
            base.close()
            raise
        return base


def renew(base: sqlite3.Connection) -> None:
    """Convert a memory of version 1 to the present version, within the open transaction."""
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version == MEMORY_SCHEMA_VERSION:
        return
    # These are the steps of SQLite's documentation ("Making Other Kinds Of Table Schema Changes").
    base.execute(_HOPS[MEMORY_SCHEMA_VERSION].replace("TABLE hop", "TABLE hop_new"))
    base.execute("INSERT INTO hop_new SELECT * FROM hop")
    base.execute("DROP TABLE hop")
    base.execute("ALTER TABLE hop_new RENAME TO hop")
    base.execute(f"PRAGMA user_version = {MEMORY_SCHEMA_VERSION}")


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system into a ``StoreError`` that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        kind = _kind(error)
        raise _error(kind, f"{path}: {_WORDS.get(kind, str(error))}") from error
    except OSError as error:
        raise _error("other", f"{path}: cannot be opened: {error.strerror}") from error


def move_aside(path: Path) -> Path | None:
    """Give a damaged memory another name, and return it; None if the memory is not damaged after all.

    Other processes may have found the damage too, and one may have begun a new memory. So the folder is
    locked, and the damage confirmed, before anything is renamed. Raises ``OSError``.
    """
    path = Path(os.path.realpath(path))  # the log lies beside what a link leads to
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        take_lock(folder, wait=True)
        if not _is_damaged(path):
            return None
        numbers = ("", *(f"-{number}" for number in range(2, 1000)))
        names = (path.with_name(f"{path.name}.damaged{number}") for number in numbers)
        aside = next(name for name in names if not name.exists())
        for part in ("-wal", "-shm", ""):  # a recovery needs both the file and its log
            with suppress(FileNotFoundError):
                path.with_name(path.name + part).rename(aside.with_name(aside.name + part))
        return aside
    finally:
        os.close(folder)


def _make(path: Path) -> None:
    """Make an empty memory beside its place and move it there, unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new-{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        base = sqlite3.connect(beside, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = WAL")  # the file keeps this, for all who open it
            base.executescript(_SCHEMA)
        finally:
            base.close()
        if path.exists() and not path.stat().st_size:
            beside.replace(path)  # replaces an empty file, such as mktemp makes
        else:
            with suppress(FileExistsError):
                os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _check(base: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours, before anything is written to it."""
    try:
        (application,) = base.execute("PRAGMA application_id").fetchone()
        (version,) = base.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        if _kind(error) == "damaged" and not _may_be_ours(path):
            raise _error("foreign", f"{path}: is no translation memory") from error
        raise
    if application != APPLICATION:
        raise _error("foreign", f"{path}: is no translation memory")
    if version > MEMORY_SCHEMA_VERSION:
        raise _error("foreign", f"{path}: was made by a newer depeche (memory version {version})")
    # Views, triggers and computed columns would run code of a stranger.
    found = {_plain(sql) for (sql,) in base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    if found != {_plain(_HOPS.get(version, "")), _plain(_ENTRY)}:
        raise _error("foreign", f"{path}: has other tables than a translation memory")


def _plain(sql: str) -> str:
    """Return a table's definition without the parts that SQLite changes when it renames a table."""
    return "".join(sql.replace('"', "").split())


def _decoded(text: bytes) -> str:
    """Return any bytes as a text. A text that is no valid UTF-8 is detected later (``store``)."""
    return text.decode(errors="surrogateescape")


def _may_be_ours(path: Path) -> bool:
    """Say whether a file that SQLite does not recognise could be a damaged memory of ours."""
    with path.open("rb") as file:
        return path.name == FILE_NAME or file.read(16) == b"SQLite format 3\0"


def _is_damaged(path: Path) -> bool:
    try:
        base = connect(path)
    except StoreError as error:
        return error.trouble == "damaged"
    try:
        (found,) = base.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return _kind(error) == "damaged"
    else:
        return bool(found != "ok")
    finally:
        base.close()


def _kind(error: sqlite3.Error) -> Trouble:
    return _KINDS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "other")  # higher bits are details


def _error(kind: Trouble, message: str) -> StoreError:
    error = StoreError(message)
    error.trouble = kind
    return error
