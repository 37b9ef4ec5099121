"""The installed packages: which are used, which are shadowed, which are broken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import languages
from pipeline.core import limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError
from pipeline.core.files import durable
from pipeline.core.records import LanguagePair
from pipeline.packages import record
from pipeline.packages.inspect.archive import METADATA
from pipeline.translate.engines.argos.package import ArgosPackage, read_package


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledPackage:
    """A package in the folder of packages, or the rest of a broken one."""

    folder: Path
    package: ArgosPackage | None
    """The package; None if it is broken."""
    shadowed_by: str | None
    """Folder name of the package that is used for its pair instead; None if this one is used."""
    recorded: bool
    """Whether the package has a record of its files."""

    @property
    def pair(self) -> LanguagePair | None:
        """Source and target; None if the package is broken, or depeche does not know a language."""
        return self.package.pair if self.package else None

    @property
    def size(self) -> int:
        """Size of all files of the package, in bytes."""
        return sum(path.lstat().st_size for path in self.folder.rglob("*") if path.is_file())


def list_installed(folder: Path) -> tuple[InstalledPackage, ...]:
    """Return the packages in ``folder``, sorted by folder name; none if the folder does not exist.

    Other folders, such as those of argostranslate's sentence splitters, are ignored.
    """
    places = [path for path in durable.visible_entries(folder) if path.is_dir()]
    packages = {place: read_package(place / METADATA) for place in places}
    ranked = sorted(filter(None, packages.values()), key=lambda package: package.preference)
    used = {package.pair: package.folder.name for package in ranked if package.pair is not None}
    return tuple(
        InstalledPackage(
            folder=place,
            package=package,
            shadowed_by=_shadow(package, used),
            recorded=record.is_recorded(place),
        )
        for place, package in packages.items()
        if package is not None or _is_broken(place)
    )


def select(folder: Path, wanted: Sequence[str]) -> tuple[InstalledPackage, ...]:
    """Return the packages in ``folder`` that ``wanted`` names by pair (``fr-en``), language or folder name.

    If ``wanted`` is empty, all packages are returned. Raises ``PackageError`` for an unknown word, or if
    there is no package.
    """
    installed = list_installed(folder)
    if not installed:
        raise PackageError(f"{folder}: holds no packages; run: depeche languages install CODE...")
    chosen: dict[Path, InstalledPackage] = {}
    for word in wanted:
        found = [item for item in installed if _is_meant(item, word)]
        if not found:
            raise PackageError(f"{word}: names no package in {folder}; depeche languages list shows them")
        chosen.update({item.folder: item for item in found})
    return tuple(chosen.values()) if wanted else installed


def _shadow(package: ArgosPackage | None, used: Mapping[LanguagePair, str]) -> str | None:
    if package is None or package.pair is None or used[package.pair] == package.folder.name:
        return None
    return used[package.pair]


def _is_meant(item: InstalledPackage, word: str) -> bool:
    if word == item.folder.name:
        return True
    if item.pair is None:
        return False
    return word in item.pair if word in languages.codes() else word == "-".join(item.pair)


def _is_broken(folder: Path) -> bool:
    """Say whether a folder that is no usable translation package was meant to be one."""
    try:
        kind = json.loads(durable.read_regular(folder / METADATA, limit=limits.SETTINGS)).get(
            "type", "translate"
        )
    except FileNotFoundError:
        return (folder / "model").exists() or record.is_recorded(folder)
    except (OSError, ValueError, AttributeError, RecursionError):
        return True
    return bool(kind == "translate")
