"""The only module that writes below ``outputs/``: whole folders and whole files, or nothing.

Files are written beside their place, flushed to the disk and renamed. A kill at any moment leaves the old
state or the new one, and leftovers that the next run removes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract import DocumentEntry, RunRecord
from pipeline.core.errors import BusyError, WriteError
from pipeline.core.files import beneath, durable, tree
from pipeline.core.files.lock import take_lock
from pipeline.core.files.replace import BESIDE, replace_file
from pipeline.core.records import FileDigest
from pipeline.write import stored_run
from pipeline.write.checksums import is_plain, sums, written_entries
from pipeline.write.paths import (
    DIGEST_FOLDER,
    DOCUMENTS,
    INDEX_FILE,
    JOURNAL_FILE,
    LOCK_FILE,
    PARTS,
    READER_FOLDER,
    RUN_FILE,
    SIGNATURE_FILE,
    SUMS_FILE,
    TABLES_FOLDER,
)

_NO_ROOM, _NO_RIGHT = "free some room, and repeat the command", "choose another place with --out"
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _NO_ROOM),
    errno.EROFS: _NO_RIGHT,
    **dict.fromkeys((errno.EACCES, errno.EPERM), f"{_NO_RIGHT}, or change its rights"),
    errno.ENAMETOOLONG: "choose a shorter --out or --run-id",
}


def file_digest(path: str, content: bytes) -> FileDigest:
    """Return the digest of a file, to be listed as ``path``."""
    return FileDigest(path=path, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


@contextmanager
def hold_run(folder: Path) -> Iterator[int]:
    """Make ``folder``, and hold it against other runs until the block ends or the process dies.

    Yields the lock's descriptor. A process that inherits it holds the folder as well. Raises ``BusyError``
    if another run holds the folder, ``WriteError`` if it cannot be made, or something else is in the place
    of the lock or of the documents' folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Something else may be there already: a pipe is not waited for, a link is not followed.
        flags = os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        lock = os.fdopen(os.open(folder / LOCK_FILE, flags, 0o666), "wb", buffering=0)
    except OSError as error:
        _refuse_other(folder / LOCK_FILE, stat.S_ISREG, "no file")
        raise _refused(folder, "cannot be made", error) from error
    with lock:
        try:
            take_lock(lock.fileno())
            _refuse_other(folder / DOCUMENTS, stat.S_ISDIR, "no folder")
            if _is_own_folder(folder / JOURNAL_FILE):
                raise WriteError(f"{folder / JOURNAL_FILE}: is no file; move it away, or remove it")
            _sweep(folder)
        except BlockingIOError:
            raise BusyError(f"{folder}: another run holds this folder; wait for it or use --run-id") from None
        except OSError as error:
            raise _refused(folder, "cannot be held", error) from error
        try:
            yield lock.fileno()
        finally:
            with suppress(OSError):  # the next run tries again
                _sweep(folder)


def _refuse_other(place: Path, is_right: Callable[[int], bool], wrong: str) -> None:
    """Raise ``WriteError`` if something else is in a place of the run's folder that is ours.

    A link in the place of the documents' folder would lead their files elsewhere. A link in the place of
    something that is replaced as a whole (a document's folder, the digest, a page) needs no check: the rename
    replaces the link itself.
    """
    try:
        mode = place.lstat().st_mode
    except OSError:
        return  # opening it will say what is wrong
    if stat.S_ISLNK(mode):
        raise WriteError(f"{place}: is a symbolic link, which is not written through; remove it")
    if not is_right(mode):
        raise WriteError(f"{place}: is {wrong}; move it away, or remove it")


def _is_own_folder(place: Path) -> bool:
    """Say whether a folder, and no link to one, is in a place."""
    try:
        return stat.S_ISDIR(place.lstat().st_mode)
    except OSError:
        return False


def write_document(run: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Put the folder ``documents/<name>`` into a run, in place of an older one.

    ``files`` has the content of every file by its path in the folder. Raises ``WriteError``.
    """
    _replace(run / DOCUMENTS / name, files.items())


def rename_document(run: Path, name: str, new: str) -> None:
    """Rename a document's folder. If that fails, the folder keeps its name."""
    with suppress(OSError):
        (run / DOCUMENTS / name).rename(run / DOCUMENTS / new)


def write_digest(run: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put the folder ``digest`` into a finished run, in place of an older one, and list its files.

    ``files`` has their names and contents, and is iterated once. The run's signature is removed, because it
    is over the list. Raises ``WriteError``, and ``RecordError`` if ``run.json`` cannot be read.
    """
    with _resealed(run):
        _replace(run / DIGEST_FOLDER, files)


def write_reader(run: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put pages into a run, in place of older ones: ``index.html`` and the folder ``reader``.

    ``files`` has their paths in the run's folder, and is iterated once. Raises as ``write_digest`` does.
    """
    index = b""

    def inside() -> Iterator[tuple[str, bytes]]:
        nonlocal index
        for path, content in files:
            if path == INDEX_FILE:
                index = content
            else:
                yield path.removeprefix(f"{READER_FOLDER}/"), content
            del content  # it may be large, and so may the next

    with _resealed(run):
        _replace(run / READER_FOLDER, inside())
        with suppress(OSError):  # a run without documents has only an index: no list names an empty folder
            (run / READER_FOLDER).rmdir()
        _put(run / INDEX_FILE, (index,))


def write_table(run: Path, name: str, content: bytes) -> None:
    """Put a table into an unfinished run, in place of an older one. Raises ``WriteError``."""
    folder = run / TABLES_FOLDER
    _refuse_other(folder, stat.S_ISDIR, "no folder")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _refused(folder, "cannot be made", error) from error
    _put(folder / name, (content,))


@contextmanager
def _resealed(run: Path) -> Iterator[None]:
    """Remove the list of digests and the signature while the block changes a run, then make a new list."""
    found = stored_run.read_stored(run)
    unseal(run)
    yield
    if found.record.state == "finished":
        list_checksums(run, found.written, found.sha256)


def write_run(run: Path, record: RunRecord) -> None:
    """Put ``run.json`` into a run, in place of an older one. A finished run also gets its list of digests.

    The old list and signature are removed first, because they no longer hold. Raises ``WriteError``.
    """
    unseal(run)
    digest = hashlib.sha256()
    _put(run / RUN_FILE, _seen(codec.encode_in_pieces(record), digest.update))
    if record.state == "finished":
        list_checksums(run, written_entries(record.documents), digest.hexdigest())


def unseal(run: Path) -> None:
    """Remove the list of digests and the signature, before a run changes. Raises ``WriteError``."""
    try:
        for name in (SIGNATURE_FILE, SUMS_FILE):
            (run / name).unlink(missing_ok=True)
        durable.sync(run)
    except OSError as error:
        raise _refused(run, "cannot be written", error) from error


def _seen(pieces: Iterable[bytes], see: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        see(piece)
        yield piece


def list_checksums(run: Path, entries: Mapping[str, DocumentEntry], run_sha256: str) -> None:
    """Write the list of all files of a finished run. Raises ``WriteError``.

    ``entries`` are those of the documents written, by id, ``run_sha256`` is the digest of ``run.json``. Files
    made from the documents are listed as they are on the disk.
    """
    others = {}
    if beneath.is_file(run, INDEX_FILE):
        others[INDEX_FILE] = tree.digest_below(run, INDEX_FILE).sha256
    for part in PARTS:
        if beneath.is_folder(run, part):
            for item in tree.walk(run, part, into=is_plain):
                path = f"{part}/{item.path}"
                if item.kind == "file" and is_plain(path):
                    others[path] = tree.digest_below(run, path).sha256
    _put(run / SUMS_FILE, sums(entries, run_sha256, others))


def is_signed(run: Path) -> bool:
    """Say whether a signature lies in a run."""
    return beneath.is_there(run, SIGNATURE_FILE)


def write_signature(run: Path, content: bytes) -> None:
    """Put a signature into a run, in place of an older one. Raises ``WriteError``."""
    _put(run / SIGNATURE_FILE, (content,))


def _replace(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    beside = target.with_name(f"{BESIDE}{target.name}")
    try:
        _clear(beside)  # leftovers of a worker that was killed
        beside.mkdir(parents=True)
        try:
            _fill(beside / "new", files)
            if target.exists() or target.is_symlink():  # a link is moved itself, its target stays
                target.rename(beside / "old")
            (beside / "new").rename(target)
            durable.sync(target.parent)
        finally:
            _clear(beside)
    except OSError as error:
        raise _refused(target, "cannot be written", error) from error


def _put(target: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole, in place of an older one. Raises ``WriteError``."""
    beside = target.with_name(f"{BESIDE}{target.name}")
    try:
        _clear(beside)  # leftovers of a run that was killed
        replace_file(target, pieces, beside=beside)
    except OSError as error:
        raise _refused(target, "cannot be written", error) from error


def _refused(path: Path, what: str, error: OSError) -> WriteError:
    """Return the error with the system's reason, and the remedy."""
    remedy = _REMEDIES.get(error.errno or 0)
    return WriteError(f"{path}: {what}: {error.strerror}{f'; {remedy}' if remedy else ''}")


def _fill(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folders = {folder}
    for path, content in files:
        place = (folder / path).parent
        if place not in folders:
            place.mkdir(parents=True, exist_ok=True)
            folders.add(place)
        durable.write_durably(folder / path, content)
        del content  # it may be large, and so may the next
    durable.sync(*folders)


def _sweep(run: Path) -> None:
    """Remove leftovers of runs and workers that were killed, and of failed writes."""
    for folder in (run, run / DOCUMENTS, run / TABLES_FOLDER):
        for path in folder.glob(f"{BESIDE}*"):
            _clear(path)


def _clear(beside: Path) -> None:
    """Remove leftovers of the write of a document. An older folder that it had moved there comes back."""
    if beside.is_symlink() or not beside.is_dir():
        beside.unlink(missing_ok=True)
        return
    target = beside.with_name(beside.name.removeprefix(BESIDE))
    old = beside / "old"
    if old.is_dir() and not (old.is_symlink() or target.is_symlink() or target.exists()):
        old.rename(target)
    shutil.rmtree(beside, ignore_errors=True)
