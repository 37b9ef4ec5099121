"""Signs a run, and checks a signature: Ed25519, by ``cryptography`` (the extra ``sign``).

Keys are PEM files, as ``openssl genpkey -algorithm ed25519`` makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.core import limits
from pipeline.core.contract import RunRecord
from pipeline.core.errors import RecordError, UsageError
from pipeline.core.extras import install_command
from pipeline.core.files import beneath, streams
from pipeline.write.paths import RUN_FILE, SIGNATURE_FILE
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
        raise UsageError(f"--key {path}: {_missing()}") from error
    try:
        key = serialization.load_pem_public_key(content)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(f"--key {path}: is no public key in PEM; {_MAKE_PUBLIC}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"--key {path}: is not an Ed25519 key; {_MAKE_PUBLIC}")
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def problems(
    run: Path,
    record: RunRecord,
    sums: str,
    *,
    key: bytes | None,
    note: Callable[[str], None],
) -> Iterator[str]:
    """Yield the problems of a finished run's signature. ``sums`` is the sha256 of its list of digests.

    With ``key``, a raw public key, the run must be signed with it. Without ``key``, a run need not be signed,
    and a signature must fit the key that the run names itself. This shows damage, and no more; ``note`` is
    told so.
    """
    path = run / SIGNATURE_FILE
    try:
        content = beneath.read_below(run, SIGNATURE_FILE, limit=limits.KEY)
    except FileNotFoundError:
        if record.signed_by is not None:
            yield f"{path}: is missing"
        elif key is not None:
            yield f"{path}: is missing; the run is not signed"
        return
    except OSError as error:
        yield f"{path}: cannot be read: {error.strerror}"
        return
    try:
        signed = envelope.decode_envelope(content, where=str(path))
    except RecordError as error:
        yield error.message
        return
    by = key or envelope.stated_key(signed.payload)
    if by is None:
        yield f"{path}: does not say by whose key it is"
    elif record.signed_by is None:
        yield f"{path}: is not in {RUN_FILE}"
    elif {signed.key, record.signed_by} != {envelope.key_name(by)}:
        wanted = record.signed_by if key is None else envelope.key_name(key)
        yield f"{path}: is by the key {signed.key[:16]}, not by {wanted[:16]}"
    else:
        yield from _checked(path, content, signed, by, envelope.statement(record, sums, by), key, note)


def _checked(
    path: Path,
    content: bytes,
    signed: envelope.Signed,
    by: bytes,
    expected: bytes,
    key: bytes | None,
    note: Callable[[str], None],
) -> Iterator[str]:
    if signed.payload != expected:
        yield f"{path}: is not about this run as it is"
        return
    if content != envelope.encode_envelope(expected, by, signed.signature):
        yield f"{path}: is not in the form in which it was written"
        return
    try:
        check = checker()
    except ImportError:
        note(f"{path}: was not checked: {_missing()}")
        return
    if not check(by, signed.signature, envelope.pae(expected)):
        yield f"{path}: its signature is wrong"
    elif key is None:
        note(f"{path}: is by the key {signed.key[:16]}; --key PUB says whether that is who you think")


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
        raise UsageError(f"--sign {path}: {_missing()}") from error
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


def _missing() -> str:
    return f"signatures need the library cryptography; run: {install_command('sign')}"
