"""Zip files of which some members are replaced."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from pipeline.core.errors import SourceError

_LEADING_OUT = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)
"""The beginning of a name that a careless program would unpack elsewhere."""


def replaced_members(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """Return a zip file with other bytes in some members; names, order, times and packing stay.

    Members whose names lead out of the file are left out.

    The file has been opened by ``OfficePackage``, which refuses bombs. Raises ``SourceError``.
    """
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
            for info in before.infolist():
                if _LEADING_OUT.match(info.filename):
                    continue
                new = zipfile.ZipInfo(info.filename, info.date_time)
                new.compress_type = zipfile.ZIP_STORED if info.compress_type == 0 else zipfile.ZIP_DEFLATED
                new.external_attr = info.external_attr
                new.create_system = info.create_system
                own = members.get(info.filename)
                after.writestr(new, before.read(info) if own is None else own)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise SourceError(f"cannot be written again: {error}") from error
    return made.getvalue()
