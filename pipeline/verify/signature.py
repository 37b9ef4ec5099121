"""Whether the signature on a run is over the run as it is, and by the key that it should be by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.core import limits
from pipeline.core.contract import RunRecord
from pipeline.core.errors import RecordError
from pipeline.core.files import beneath
from pipeline.write.paths import RUN_FILE, SIGNATURE_FILE
from pipeline.write.signing import envelope, keys


def signature_problems(
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
        check = keys.checker()
    except ImportError:
        note(f"{path}: was not checked: {keys.no_library()}")
        return
    if not check(by, signed.signature, envelope.pae(expected)):
        yield f"{path}: its signature is wrong"
    elif key is None:
        note(f"{path}: is by the key {signed.key[:16]}; --key PUB says whether that is who you think")
