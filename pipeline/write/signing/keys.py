"""Keys, what signs with them, and what checks a signature: Ed25519, by ``cryptography`` (the extra ``sign``).

Keys are PEM files, as ``openssl genpkey -algorithm ed25519`` makes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.core import limits
from pipeline.core.contract import RunRecord
from pipeline.core.errors import UsageError
from pipeline.core.extras import install_command
from pipeline.core.files import streams
from pipeline.write.signing import envelope

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MAKE_PRIVATE = "make one: openssl genpkey -algorithm ed25519 -out key.pem"
_MAKE_PUBLIC = "make it from the private one: openssl pkey -in key.pem -pubout -out key.pub"


class SignatureCheck(Protocol):
    """Says whether a signature (64 bytes) is that of a raw public key (32 bytes) over a message."""

    def __call__(self, key: bytes, signature: bytes, message: bytes) -> bool:
        """Answer for raw bytes, whatever they are."""


class Signer:
    """Signs runs with one key."""

    def __init__(self, path: Path) -> None:
        """Read the private key at ``path``. Raises ``UsageError`` if it cannot be used."""
        self._key = _private(path)
        from cryptography.hazmat.primitives import serialization

        self.public = self._key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        self.name = envelope.key_name(self.public)

    def sign(self, record: RunRecord, sums: str) -> bytes:
        """Return the envelope for a finished run. ``sums`` is the sha256 of its list of digests."""
        payload = envelope.statement(record, sums, self.public)
        return envelope.encode_envelope(payload, self.public, self._key.sign(envelope.pae(payload)))


def public_key(path: Path) -> bytes:
    """Read a public key, and return its 32 bytes. Raises ``UsageError`` if it cannot be used."""
    content = _content(path, option="--key")
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise UsageError(f"--key {path}: {no_library()}") from error
    try:
        key = serialization.load_pem_public_key(content)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(f"--key {path}: is no public key in PEM; {_MAKE_PUBLIC}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"--key {path}: is not an Ed25519 key; {_MAKE_PUBLIC}")
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def checker() -> SignatureCheck:
    """Return a function that checks signatures. Raises ``ImportError`` if the library is missing."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def check(key: bytes, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    return check


def _private(path: Path) -> Ed25519PrivateKey:
    content = _content(path, option="--sign")
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError as error:
        raise UsageError(f"--sign {path}: {no_library()}") from error
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except TypeError as error:  # the key needs a passphrase
        raise UsageError(
            f"--sign {path}: is protected by a passphrase; runs need a key without, that only you can read"
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(f"--sign {path}: is no private key in PEM; {_MAKE_PRIVATE}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"--sign {path}: is not an Ed25519 key; {_MAKE_PRIVATE}")
    return key


def _content(path: Path, *, option: str) -> bytes:
    try:
        return streams.read_once(path, limit=limits.KEY)
    except OSError as error:
        raise UsageError(f"{option} {path}: cannot be read: {error.strerror}") from error


def no_library() -> str:
    """Return what is said where the library is missing, with the command that adds it."""
    return f"signatures need the library cryptography; run: {install_command('sign')}"
