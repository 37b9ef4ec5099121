"""Checks a ``.argosmodel`` file, which is a zip archive, before and while it is unpacked.

A package has one folder. The files at its top and its ``model`` folder are unpacked. Other folders are left
out: stanza, spaCy and minisbd models. Only argostranslate's own sentence splitting reads them, and some are
pickles, which run code when they are loaded.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError

MAX_UNPACKED = 4 * 2**30
"""Most bytes of an unpacked package. The largest package of the index has a tenth of that."""

MAX_RATIO = 100
"""Greatest ratio of unpacked to packed size of one member. Models have 1.1, vocabularies 4; deflate can reach
1,032."""

SMALL = 2**20
"""Bytes up to which an unpacked member may have any ratio."""

MAX_MEMBERS = 10_000

METADATA = "metadata.json"
_MAX_METADATA = 2**20
_BLOCK = 2**20
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Bits of a member's flags: encrypted, strongly encrypted, its names masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The contents of an archive that has passed all checks."""

    top: str
    """The only folder at the top, in which all members lie."""
    files: tuple[zipfile.ZipInfo, ...]
    """The members to unpack. Their file names are plain paths."""
    left_out: tuple[str, ...]
    """Folders below ``top`` that are not unpacked, sorted."""


@contextmanager
def open_archive(file: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    """Open the archive in ``file``. ``name`` is its name in errors.

    Errors in the block that show a damaged or incomplete archive become ``PackageError``.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error, ValueError, RuntimeError) as error:
        raise PackageError(f"{name}: is not a whole .argosmodel file ({error}); fetch it again") from error


def inspect(archive: zipfile.ZipFile, name: str) -> Contents:
    """Check the archive's statements about every member, before it is unpacked. Raises ``PackageError``."""
    members = archive.infolist()
    if not members:
        raise refusal(name, "it is empty")
    if len(members) > MAX_MEMBERS:
        raise refusal(name, f"it has more than {MAX_MEMBERS:,} members")
    for member in members:
        _check_name(member, name)
        _check_kind(member, name)
        _check_ratio(member, name)
    if sum(member.compress_size for member in members) > _length(archive):
        raise refusal(name, "its members say that they are larger than the file, or share their bytes")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise refusal(name, f"it would unpack to more than {_size(MAX_UNPACKED)}")
    _check_twice(members, name)
    return _contents(members, name)


def unpack(archive: zipfile.ZipFile, contents: Contents, into: Path, name: str) -> None:
    """Write the files of a checked archive below ``into``, which must be empty or missing.

    The unpacked bytes are counted, because an archive can declare false sizes. Raises ``PackageError`` for
    these, ``OSError`` if the disk is full.
    """
    left = MAX_UNPACKED
    for member in contents.files:
        path = into / PurePosixPath(member.filename)
        path.parent.mkdir(parents=True, exist_ok=True)
        limit = min(left, max(SMALL, MAX_RATIO * member.compress_size))
        with archive.open(member) as packed, path.open("xb") as file:
            written = _copy(packed, file, limit=limit)
            file.flush()
            os.fsync(file.fileno())
        if written > limit:
            raise refusal(name, f"its member {member.filename!r} unpacks to far more than it says")
        if written != member.file_size:
            raise refusal(name, f"its member {member.filename!r} is not as long as it says")
        left -= written


def metadata(archive: zipfile.ZipFile, contents: Contents, name: str) -> bytes:
    """Return the package's ``metadata.json`` without unpacking it. Raises ``PackageError``."""
    for member in contents.files:
        if member.filename == f"{contents.top}/{METADATA}":
            if member.file_size > _MAX_METADATA:
                raise refusal(name, f"its {METADATA} is larger than {_size(_MAX_METADATA)}")
            return archive.read(member)
    raise refusal(name, f"it has no {METADATA}")


def refusal(name: str, reason: str) -> PackageError:
    """Return the error that a package is not installed, with the reason."""
    return PackageError(f"{name}: refused, for {reason}")


def _copy(packed: IO[bytes], file: IO[bytes], *, limit: int) -> int:
    """Copy until the end, or until more than ``limit`` bytes were read. Returns the number of bytes read."""
    count = 0
    while count <= limit and (block := packed.read(_BLOCK)):
        file.write(block)
        count += len(block)
    return count


def _check_name(member: zipfile.ZipInfo, name: str) -> None:
    given = member.orig_filename
    if given.startswith(("/", "\\")) or PureWindowsPath(given).drive:
        raise refusal(name, f"its member {given!r} has an absolute name")
    if ".." in given.replace("\\", "/").split("/"):
        raise refusal(name, f"its member {given!r} leads out of its folder")
    plain = str(PurePosixPath(given))
    if "\\" in given or not given.isprintable() or plain != given.removesuffix("/"):
        raise refusal(name, f"the name of its member {given!r} is not a plain path")


def _check_kind(member: zipfile.ZipInfo, name: str) -> None:
    """Refuse all members but plain files and folders, whatever system the archive was made on."""
    given = member.filename
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise refusal(name, f"its member {given!r} is a link")
    if kind not in {0, stat.S_IFDIR if member.is_dir() else stat.S_IFREG}:
        raise refusal(name, f"its member {given!r} is neither a file nor a folder")
    if member.is_dir() and member.file_size:
        raise refusal(name, f"its folder {given!r} has content of its own")
    if member.flag_bits & _ENCRYPTED:
        raise refusal(name, f"its member {given!r} is encrypted")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        # LZMA lets an archive choose how much memory unpacking takes.
        raise refusal(name, f"its member {given!r} is packed neither by deflate nor plainly")


def _check_ratio(member: zipfile.ZipInfo, name: str) -> None:
    if member.file_size > max(SMALL, MAX_RATIO * member.compress_size):
        raise refusal(name, f"its member {member.filename!r} would unpack to over {MAX_RATIO} times its size")


def _check_twice(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuse a name that two members share, or that is both a file and a folder."""
    files = {member.filename for member in members if not member.is_dir()}
    seen: set[str] = set()
    for member in members:
        path = member.filename.removesuffix("/")
        parents = {str(parent) for parent in PurePosixPath(path).parents}
        if path in seen or (member.is_dir() and path in files) or parents & files:
            raise refusal(name, f"its member {path!r} is there twice")
        seen.add(path)


def _contents(members: Sequence[zipfile.ZipInfo], name: str) -> Contents:
    """Return the members to unpack. The archive must have one folder that holds everything."""
    tops = {PurePosixPath(member.filename).parts[0] for member in members}
    flat = any("/" not in member.filename for member in members)
    if len(tops) != 1 or flat:
        raise refusal(name, "its files do not lie in one folder")
    top = tops.pop()
    if top.startswith(".") or len(top) > 100:
        raise refusal(name, f"its folder {top!r} is hidden or has too long a name")
    inner = [(PurePosixPath(member.filename).parts[1:], member) for member in members if not member.is_dir()]
    return Contents(
        top=top,
        files=tuple(member for parts, member in inner if _is_wanted(parts)),
        left_out=tuple(sorted({parts[0] for parts, _ in inner if not _is_wanted(parts)})),
    )


def _is_wanted(parts: tuple[str, ...]) -> bool:
    return len(parts) == 1 or parts[0] == "model"


def _length(archive: zipfile.ZipFile) -> int:
    if archive.fp is None:
        return 0
    archive.fp.seek(0, os.SEEK_END)
    return archive.fp.tell()


def _size(count: int) -> str:
    return f"{count >> 30} GiB" if count >= 2**30 else f"{count / 2**20:g} MiB"
