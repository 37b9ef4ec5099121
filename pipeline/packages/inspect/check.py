"""Turns an archive into a package that is known to work. The checks run in order of their cost."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from pipeline.core.dataclass import dataclass
from pipeline.packages.inspect import archive
from pipeline.packages.inspect.archive import Contents, refusal
from pipeline.packages.inspect.metadata import Metadata, parse_metadata
from pipeline.packages.inspect.trial import check_loads

_TOKENIZERS = ("sentencepiece.model", "bpe.model")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An unpacked package whose model loads."""

    folder: Path
    metadata: Metadata
    left_out: tuple[str, ...]
    """Folders of the archive that were not unpacked."""


def peek(file: IO[bytes], name: str) -> Metadata:
    """Return the metadata of the archive in ``file``, without unpacking it. Raises ``PackageError``."""
    with archive.open_archive(file, name) as opened:
        return parse_metadata(archive.metadata(opened, archive.inspect(opened, name), name), name)


def check_and_unpack(file: IO[bytes], into: Path, name: str) -> Checked:
    """Check the archive in ``file``, unpack it below ``into``, and load its model.

    ``name`` is its name in errors. Raises ``PackageError``, and ``OSError`` if the disk is full.
    """
    with archive.open_archive(file, name) as opened:
        contents = archive.inspect(opened, name)
        metadata = parse_metadata(archive.metadata(opened, contents, name), name)
        _check_parts(contents, name)
        archive.unpack(opened, contents, into, name)
    folder = into / contents.top
    check_loads(folder, name)
    return Checked(folder=folder, metadata=metadata, left_out=contents.left_out)


def _check_parts(contents: Contents, name: str) -> None:
    paths = {member.filename.removeprefix(f"{contents.top}/") for member in contents.files}
    if "model/model.bin" not in paths:
        raise refusal(name, "it has no model")
    if not paths & set(_TOKENIZERS):
        raise refusal(name, f"it has no tokenizer ({' or '.join(_TOKENIZERS)})")
