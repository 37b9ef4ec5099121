"""Whether installed packages are as they were when they were installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import PackageError
from pipeline.packages import record
from pipeline.packages.folder import hold_folder
from pipeline.packages.installed import InstalledPackage, select


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a package compares with its record."""

    folder: Path
    recorded: bool
    problems: tuple[str, ...]
    """A line each; empty where all is as recorded, or nothing was."""


def verify_packages(folder: Path, wanted: Sequence[str] = ()) -> tuple[Verdict, ...]:
    """Compare packages in ``folder`` with their records, those that ``wanted`` names as for ``select``.

    A package without a record, as argostranslate installs them, has no problems unless it is broken. Raises
    ``PackageError`` where there are no such packages, or one cannot be read.
    """
    return tuple(
        Verdict(folder=item.folder, recorded=item.recorded, problems=_problems(item))
        for item in select(folder, wanted)
    )


def adopt(folder: Path, wanted: Sequence[str] = ()) -> tuple[Path, ...]:
    """Record packages that have no record as they are now; returns their folders.

    From then on they are compared with this state; whether it was good nobody can tell. Raises
    ``PackageError``, and ``BusyError`` where another process changes ``folder``.
    """
    select(folder, wanted)  # before the folder is made where there is none
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
