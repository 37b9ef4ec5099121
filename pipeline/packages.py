"""Getting Argos packages: from Argos's index, or from a file that someone carried here.

argostranslate's index and metadata formats are used, and its folder, so that each finds what the other
installed. Its installer is not: it imports torch's world after unpacking, and a kill leaves half a package.
"""

from __future__ import annotations

import json
import stat
import tempfile
import urllib.error
import urllib.request
import urllib.response
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import languages
from pipeline.engines.argos_package import ArgosPackage, read_package
from pipeline.errors import PackageError
from pipeline.records import LanguageCode

MAX_UNPACKED = 4 * 2**30
"""Bytes; the largest package of the index unpacks to a tenth of it."""

_PIVOT = "en"
"""Nearly every package of the index has English on one side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """A package that the index offers."""

    name: str
    version: str
    source: LanguageCode
    target: LanguageCode
    links: tuple[str, ...]


def fetch_index(*, timeout: float) -> tuple[Available, ...]:
    """Fetch argostranslate's package index, waiting ``timeout`` seconds at most. Raises ``PackageError``."""
    from argostranslate import settings
    from argostranslate.package import AvailablePackage, argospm_package_name

    url = f"{settings.package_index.rstrip('/')}/index.json"
    try:
        with _open(url, timeout) as response:
            rows = [AvailablePackage(row) for row in json.loads(response.read())]
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise PackageError(
            f"Argos's package index {url} does not answer as one ({_reason(error)}); "
            "install from a file: depeche languages install FILE.argosmodel"
        ) from error
    known = languages.by_tool("argos")
    return tuple(
        Available(
            name=argospm_package_name(row),
            version=row.package_version,
            source=known[row.from_code],
            target=known[row.to_code],
            links=tuple(link for link in row.links if str(link).startswith(("https://", "http://"))),
        )
        for row in rows
        if row.type == "translate" and row.from_code in known and row.to_code in known
    )


def choose(index: Sequence[Available], codes: Sequence[LanguageCode]) -> tuple[Available, ...]:
    """Return the packages that connect the languages with one another, through English too.

    Raises ``PackageError`` for a language that no package of the index has.
    """
    ends = {*codes, _PIVOT}
    chosen = tuple(item for item in index if item.source in ends and item.target in ends)
    served = {end for item in chosen for end in (item.source, item.target)}
    missing = [code for code in codes if code not in served]
    if missing:
        raise PackageError(f"Argos's index has no package for: {' '.join(missing)}")
    return chosen


def download(item: Available, into: Path, *, timeout: float, report: Callable[[int], None]) -> ArgosPackage:
    """Fetch a package and install it below ``into``.

    ``report`` is called with the number of bytes fetched so far; ``timeout`` is how many seconds a silent
    connection is waited for. Raises ``PackageError``.
    """
    reasons = []
    for link in item.links:
        with tempfile.TemporaryFile() as file:
            try:
                with _open(link, timeout) as response:
                    while block := response.read(1 << 20):
                        file.write(block)
                        report(file.tell())
            except OSError as error:
                reasons.append(f"{link}: {_reason(error)}")
                continue
            return _install(file, into, name=item.name)
    raise PackageError(f"{item.name}: cannot be fetched ({'; '.join(reasons) or 'the index has no link'})")


def install_file(path: Path, into: Path) -> ArgosPackage:
    """Install a ``.argosmodel`` file below ``into``. Raises ``PackageError``."""
    try:
        with path.open("rb") as file:
            return _install(file, into, name=str(path))
    except OSError as error:
        raise PackageError(f"{path}: cannot be read: {error.strerror}") from error


def _install(file: IO[bytes], into: Path, *, name: str) -> ArgosPackage:
    """Unpack beside, check, and rename into place, so that a package is there whole or not at all."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=into) as beside:
            with zipfile.ZipFile(file) as archive:
                top = _checked_top(archive, name)
                archive.extractall(beside)
            package = read_package(Path(beside) / top / "metadata.json")
            if package is None:
                raise PackageError(f"{name}: has no metadata, model or tokenizer of a translation package")
            target = into / top
            if target.exists():
                target.rename(Path(beside) / ".replaced")
            (Path(beside) / top).rename(target)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise PackageError(f"{name}: is not a whole .argosmodel file ({error})") from error
    except OSError as error:
        raise PackageError(f"{name}: cannot be installed in {into}: {error.strerror}") from error
    installed = read_package(target / "metadata.json")
    if installed is None:
        raise PackageError(f"{name}: was removed while it was installed")
    return installed


def _checked_top(archive: zipfile.ZipFile, name: str) -> str:
    """Return the one folder that all members lie in; raises ``PackageError`` for anything that could harm."""
    tops = set()
    for member in archive.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(member.external_attr >> 16):
            raise PackageError(f"{name}: refused, for its member {member.filename!r} leads out of its folder")
        tops.add(path.parts[0])
    if len(tops) != 1 or next(iter(tops)).startswith("."):
        raise PackageError(f"{name}: refused, for its files do not lie in one folder")
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        raise PackageError(f"{name}: refused, for it would unpack to more than {MAX_UNPACKED >> 30} GiB")
    return str(next(iter(tops)))


def _open(url: str, timeout: float) -> urllib.response.addinfourl:
    request = urllib.request.Request(url, headers={"User-Agent": "depeche"})  # noqa: S310 - http and https only
    response: urllib.response.addinfourl = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310 - as above
    return response


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return str(error) or type(error).__name__
