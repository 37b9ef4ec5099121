"""Packages for tests: the real one from French to English, written again with something else in it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.conftest import MODELS

FILE = MODELS / "translate-fr_en.argosmodel"
TOP = "translate-fr_en-1_0"

Edit = Callable[[zipfile.ZipInfo], None]


def repack(
    path: Path,
    *,
    drop: str = "",
    extra: Mapping[str, bytes] | None = None,
    replace: Mapping[str, bytes] | None = None,
    metadata: Mapping[str, object] | None = None,
    top: str = TOP,
    edit: Edit | None = None,
) -> Path:
    """Write the test package to ``path``.

    Without the members whose name holds ``drop``, with ``extra`` ones, with other content for those named in
    ``replace`` and for fields of the metadata; in another folder than ``top``; and with what ``edit`` does to
    the entry of each extra member.
    """
    fields = json.dumps({**_metadata(), **(metadata or {})}).encode()
    changed = {"metadata.json": fields, **(replace or {})}
    with zipfile.ZipFile(FILE) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.infolist():
            inner = member.filename.removeprefix(f"{TOP}/")
            if drop and drop in inner:
                continue
            content = changed.get(inner, old.read(member))
            new.writestr(f"{top}/{inner}" if top else inner, content, zipfile.ZIP_DEFLATED)
        for name, content in (extra or {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
            if edit is not None:
                edit(info)  # what the directory at the archive's end says is written when it is closed
    return path


def named(path: Path, **metadata: object) -> Path:
    """Write the test package with other metadata, in the folder that belongs to its version."""
    fields = {**_metadata(), **metadata}
    version = str(fields["package_version"]).replace(".", "_")
    return repack(
        path, metadata=metadata, top=f"translate-{fields['from_code']}_{fields['to_code']}-{version}"
    )


def visible(folder: Path) -> list[str]:
    """Return the names of all that lies in a folder, save the lock."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".depeche.lock")


def _metadata() -> dict[str, object]:
    with zipfile.ZipFile(FILE) as archive:
        table: dict[str, object] = json.loads(archive.read(f"{TOP}/metadata.json"))
    return table
