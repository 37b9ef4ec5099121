"""Checks that installed packages have not changed since they were installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError
from pipeline.packages import record
from pipeline.packages.folder import hold_folder
from pipeline.packages.installed import InstalledPackage, select


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The result of the comparison of a package with its record."""

    folder: Path
    recorded: bool
    problems: tuple[str, ...]
    """One line per problem; empty if nothing has changed, or the package has no record."""


def verify_packages(folder: Path, wanted: Sequence[str] = ()) -> tuple[Verdict, ...]:
    """Compare packages in ``folder`` with their records. ``wanted`` names them, as for ``select``.

    A package without a record, as argostranslate installs it, has no problems unless it is broken. Raises
    ``PackageError`` if there are no such packages, or one cannot be read.
    """
    return tuple(
        Verdict(folder=item.folder, recorded=item.recorded, problems=_problems(item))
        for item in select(folder, wanted)
    )


def adopt(folder: Path, wanted: Sequence[str] = ()) -> tuple[Path, ...]:
    """Record the present state of packages that have no record. Returns their folders.

    From then on they are compared with this state. Nobody can tell whether it was good. Raises
    ``PackageError``, and ``BusyError`` if another process changes ``folder``.
    """
    select(folder, wanted)  # refuses unknown words before hold_folder makes a missing folder
    with hold_folder(folder):
        new = [item for item in select(folder, wanted) if not item.recorded]
        for item in new:
            if item.package is not None:
                _record(item.folder, item.package.name, item.package.version)
    return tuple(item.folder for item in new if item.package is not None)


def _record(folder: Path, name: str, version: str) -> None:
    try:
        record.write_install_record(folder, record.record_of(folder, name=name, version=version))
    except OSError as error:
        raise PackageError(f"{folder}: cannot be recorded: {error.strerror}") from error


def _problems(item: InstalledPackage) -> tuple[str, ...]:
    if item.recorded:
        return record.package_differences(item.folder)
    if item.package is None:
        return (f"{item.folder}: is no whole package; remove it or install it again",)
    return ()
