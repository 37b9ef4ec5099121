"""The seal on exported machine translations: it shows that this installation wrote them, and nobody since.

The seal is an HMAC-SHA256 (RFC 2104) with a key that is made on first use and never leaves the installation,
so nobody who lacks the key can write a translation that poses as an engine's.
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
"""As long as the digest, which RFC 2104 (section 3) calls enough."""


def key_path() -> Path:
    """Return where the key of this installation is kept. Raises ``MemoryFileError`` where that is nowhere."""
    named = os.environ.get("XDG_DATA_HOME")
    try:
        home = Path(named) if named else Path.home() / ".local" / "share"
    except RuntimeError as error:  # no HOME, and a user whom the system does not know
        raise MemoryFileError(
            "there is no home folder to keep the memory's key in; set HOME or XDG_DATA_HOME"
        ) from error
    return home / "depeche" / KEY_FILE


def find_key() -> bytes | None:
    """Return the key, None where none was made yet. Raises ``MemoryFileError`` where it cannot be used."""
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
    """Return the key, made where there is none. Raises ``MemoryFileError`` where it cannot be kept."""
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
    """Return the seal on ``parts`` in hexadecimal; one for another ``purpose`` is another."""
    content = json.dumps(["depeche/memory/1", purpose, *parts]).encode(errors="surrogatepass")
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def fits(key: bytes, purpose: str, parts: Sequence[str | float | None], stated: str) -> bool:
    """Say whether ``stated`` is the seal on ``parts``."""
    return hmac.compare_digest(seal_of(key, purpose, parts).encode(), stated.encode(errors="replace"))
