"""Installs packages into the folder that argostranslate uses, whole or not at all, and removes them.

argostranslate's own installer is not used. It imports torch and its dependencies after unpacking, checks
nothing, and merges a new package into an old one. If it is killed, it leaves half a package that it lists as
installed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path

from pipeline.core.errors import PackageError
from pipeline.core.files import streams
from pipeline.packages import record
from pipeline.packages.download import ByteCallback, discard_part, fetch
from pipeline.packages.folder import discard_package, hold_folder, put, staging
from pipeline.packages.index import Available
from pipeline.packages.inspect.archive import METADATA, refusal
from pipeline.packages.inspect.check import Checked, check_and_unpack
from pipeline.packages.installed import list_installed, select
from pipeline.translate.engines.argos.package import ArgosPackage, read_package


def install_package(item: Available, into: Path, *, timeout: float, report: ByteCallback) -> ArgosPackage:
    """Install a package below ``into``: from its file, or over the network if it has none.

    ``report`` is told how much was fetched. ``timeout`` is the number of seconds to wait for a silent server.
    Raises ``PackageError``, and ``BusyError`` if another process changes ``into``.
    """
    if item.file is not None:
        return install_file(item.file, into, sha256=item.sha256)
    with hold_folder(into):
        part = into / f".{item.name}.part"
        url = fetch(item.links, part, name=item.name, timeout=timeout, report=report)
        try:
            with part.open("rb") as file:
                return _install(file, into, name=item.name, origin=url)
        finally:
            discard_part(part)


def install_file(path: Path, into: Path, *, sha256: str | None = None) -> ArgosPackage:
    """Install a ``.argosmodel`` file below ``into``.

    ``sha256`` is the digest that it must have; None takes any. Raises as ``install_package`` does.
    """
    with hold_folder(into), ExitStack() as stack:
        try:
            file = stack.enter_context(streams.rereadable(path))
        except OSError as error:
            raise PackageError(f"{path}: cannot be read: {error.strerror}") from error
        return _install(file, into, name=str(path), origin=str(path), expected=sha256)


def is_current(item: Available, into: Path) -> bool:
    """Say whether this version of the package is installed, and none of its files has changed."""
    for found in list_installed(into):
        package = found.package
        if package is not None and (package.name, package.version) == (item.name, item.version):
            return found.recorded and _is_same(found.folder, item)
    return False


def shadow(package: ArgosPackage) -> str | None:
    """Return the folder name of the package that is used instead of this one, or None."""
    for found in list_installed(package.folder.parent):
        if found.folder == package.folder:
            return found.shadowed_by
    return None


def remove_packages(folder: Path, wanted: Sequence[str]) -> tuple[Path, ...]:
    """Remove the packages in ``folder`` that ``wanted`` names by pair, language or folder name.

    Returns their folders. Raises ``PackageError``, for an unknown word before anything is removed.
    """
    select(folder, wanted)  # refuses unknown words before hold_folder makes a missing folder
    with hold_folder(folder):
        chosen = select(folder, wanted)
        for item in chosen:
            discard_package(item.folder)
    return tuple(item.folder for item in chosen)


def _is_same(folder: Path, item: Available) -> bool:
    """Say whether a recorded package is unchanged, and came from the file that is offered now."""
    if record.package_differences(folder):
        return False
    return item.sha256 in {None, record.read_install_record(folder).archive_sha256}


def _install(
    file: BufferedReader, into: Path, *, name: str, origin: str, expected: str | None = None
) -> ArgosPackage:
    """Unpack a package beside its place, check and record it, and rename it into place."""
    try:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        if expected not in {None, digest}:
            raise refusal(name, "its sha256 is not the one in the mirror's index; carry it here again")
        with staging(into) as beside:
            checked = check_and_unpack(file, beside / "unpacked", name)
            target = into / checked.folder.name
            _check_place(target, checked, name)
            written = record.record_of(
                checked.folder,
                name=checked.metadata.name,
                version=checked.metadata.version,
                origin=origin,
                archive_sha256=digest,
                left_out=checked.left_out,
            )
            record.write_install_record(checked.folder, written)
            put(checked.folder, target, beside)
    except OSError as error:
        raise PackageError(
            f"{name}: cannot be installed in {into}: {error.strerror}; nothing was installed"
        ) from error
    package = read_package(target / METADATA)
    if package is None:
        raise PackageError(f"{name}: was removed while it was installed")
    return package


def _check_place(target: Path, checked: Checked, name: str) -> None:
    """Refuse a package whose folder name is that of an installed package for another pair."""
    there = read_package(target / METADATA)
    if there is not None and there.name != checked.metadata.name:
        raise refusal(
            name, f"it would replace {there.name} in {target}; run: depeche languages remove {target.name}"
        )
