"""The seal on exported machine translations. It proves that this installation wrote them, unchanged since.

The seal is an HMAC-SHA256 (RFC 2104). Its key is made on first use and never leaves the installation. So
nobody without the key can write a translation that poses as an engine's.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.errors import MemoryFileError
from pipeline.core.files import durable
from pipeline.core.files.replace import create_file

KEY_FILE = "memory.key"
_KEY_BYTES = 32
"""Length of the key. It is that of the digest, which RFC 2104 (section 3) calls enough."""


def key_path() -> Path:
    """Return the file of this installation's key. Raises ``MemoryFileError`` if there is no place for it."""
    named = os.environ.get("XDG_DATA_HOME")
    try:
        home = Path(named) if named else Path.home() / ".local" / "share"
    except RuntimeError as error:  # no HOME, and a user whom the system does not know
        raise MemoryFileError(
            "there is no home folder to keep the memory's key in; set HOME or XDG_DATA_HOME"
        ) from error
    return home / "depeche" / KEY_FILE


def find_key() -> bytes | None:
    """Return the key; None if none was made yet. Raises ``MemoryFileError`` if it cannot be used."""
    path = key_path()
    try:
        with durable.open_regular(path) as file:
            mode = os.fstat(file.fileno()).st_mode
            key = file.read(_KEY_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MemoryFileError(f"{path}: the memory's key cannot be read: {error.strerror}") from error
    if len(key) != _KEY_BYTES:
        raise MemoryFileError(f"{path}: is no key of {_KEY_BYTES} bytes; remove it, and another is made")
    if stat.S_IMODE(mode) & 0o077:
        raise MemoryFileError(
            f"{path}: others may read or write the memory's key; remove it, and another is made"
        )
    return key


def make_key() -> bytes:
    """Return the key, which is made if there is none. Raises ``MemoryFileError`` if it cannot be kept."""
    key = find_key()
    if key is not None:
        return key
    path = key_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, secrets.token_bytes(_KEY_BYTES), mode=0o600)
    except OSError as error:
        raise MemoryFileError(f"{path}: the memory's key cannot be kept: {error.strerror}") from error
    key = find_key()
    if key is None:
        raise MemoryFileError(f"{path}: the memory's key was removed as it was made; try again")
    return key


def seal_of(key: bytes, purpose: str, parts: Sequence[str | float | None]) -> str:
    """Return the seal on ``parts`` in hexadecimal. It depends on ``purpose`` too."""
    content = json.dumps(["depeche/memory/1", purpose, *parts]).encode(errors="surrogatepass")
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def fits(key: bytes, purpose: str, parts: Sequence[str | float | None], stated: str) -> bool:
    """Say whether ``stated`` is the seal on ``parts``."""
    return hmac.compare_digest(seal_of(key, purpose, parts).encode(), stated.encode(errors="replace"))
