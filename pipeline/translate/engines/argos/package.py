"""One unpacked Argos package: its metadata, digest and tokenizer.

A package is a folder with ``metadata.json``, ``model/`` and ``sentencepiece.model`` or ``bpe.model``. Other
files in it (stanza, spaCy and minisbd models for splitting sentences) are never opened.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import languages
from pipeline.core import limits
from pipeline.core.dataclass import dataclass
from pipeline.core.files import durable
from pipeline.core.records import LanguageCode
from pipeline.translate.engines.argos.bpe import bpe_tokenizer
from pipeline.translate.engines.neural import model_files
from pipeline.translate.engines.neural.tokenizers import SentencePiece, Tokenizer

METADATA_FILE = "metadata.json"

_NUMBER = re.compile(r"\d{1,18}")
"""A number in a version. A longer one, which Python may refuse to read, counts as several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgosPackage:
    """A package for one direction."""

    folder: Path
    from_code: str
    """The source language as Argos names it, which may differ from our code."""
    to_code: str
    version: str
    target_prefix: str
    """A token that asks a model of several target languages for one of them; mostly empty."""
    licence: str

    @property
    def name(self) -> str:
        """The name that Argos's index gives the package: ``translate-fr_en``."""
        return f"translate-{self.from_code}_{self.to_code}"

    @property
    def pair(self) -> tuple[LanguageCode, LanguageCode] | None:
        """Source and target in our codes; None if we do not know one of the languages."""
        known = languages.by_tool("argos")
        if self.from_code not in known or self.to_code not in known:
            return None
        return known[self.from_code], known[self.to_code]

    @property
    def preference(self) -> tuple[bool, tuple[int, ...], str]:
        """The sort key among packages for the same pair. The package that is used comes last."""
        return preference(self.from_code, self.to_code, self.version, self.folder.name)

    @property
    def digests(self) -> model_files.Digests:
        """Digests of the metadata, tokenizer and model files.

        Raises ``OSError`` if one of them cannot be read.
        """
        (self.folder / "model" / "model.bin").stat()  # fails for a model that is gone; it has no digest
        names = (METADATA_FILE, "sentencepiece.model", "bpe.model")
        files = [self.folder / name for name in names if (self.folder / name).is_file()]
        files += [path for path in (self.folder / "model").rglob("*") if path.is_file()]
        return model_files.digests(self.folder, files)

    def tokenizer(self) -> Tokenizer:
        """Load the package's own tokenizer.

        Raises ``OSError``, ``RuntimeError`` or ``ValueError`` if its file is no tokenizer.
        """
        if (self.folder / "sentencepiece.model").exists():
            return SentencePiece(self.folder / "sentencepiece.model")
        return bpe_tokenizer(self.folder / "bpe.model", self.from_code, self.to_code)


def find_packages(folder: Path) -> dict[tuple[LanguageCode, LanguageCode], ArgosPackage]:
    """Return the packages below ``folder`` by (source, target). Of several for a pair, the newest is taken.

    Folders that are no package for two known languages are ignored. A folder that does not exist has no
    packages.
    """
    candidates = [read_package(path / METADATA_FILE) for path in durable.visible_entries(folder)]
    packages = [package for package in candidates if package is not None]
    ranked = sorted(packages, key=lambda package: package.preference)
    return {package.pair: package for package in ranked if package.pair is not None}


def read_package(metadata: Path) -> ArgosPackage | None:
    """Return the package that has this ``metadata.json``; None if it is no translation package."""
    try:
        table = json.loads(durable.read_regular(metadata, limit=limits.SETTINGS))
        folder = metadata.parent
        usable = (
            table.get("type", "translate") == "translate"
            and (folder / "model" / "model.bin").is_file()
            and any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model"))
        )
        if not usable:
            return None
        return ArgosPackage(
            folder=folder,
            from_code=str(table["from_code"]),
            to_code=str(table["to_code"]),
            version=str(table.get("package_version", "")),
            target_prefix=str(table.get("target_prefix", "")),
            licence=_licence(folder, table),
        )
    except (OSError, ValueError, KeyError, AttributeError, RecursionError):  # the last: deeply nested JSON
        return None


def preference(
    from_code: str, to_code: str, version: str, name: str = ""
) -> tuple[bool, tuple[int, ...], str]:
    """Return the sort key among packages for one pair, the best last.

    Plain codes are preferred to regional ones, then newer versions to older ones; ``name`` decides between
    equal ones. The codes are Argos's.
    """
    known = languages.by_tool("argos")
    plain = all(
        languages.get(known[code]).codes.argos[0] == code for code in (from_code, to_code) if code in known
    )
    return plain, tuple(int(number) for number in _NUMBER.findall(version)), name


def _licence(folder: Path, table: dict[str, object]) -> str:
    """Return the licence that the metadata or the README states. Argos's format has no field for it."""
    stated = table.get("license") or table.get("licence")
    return str(stated) if stated else model_files.stated_licence(folder)
