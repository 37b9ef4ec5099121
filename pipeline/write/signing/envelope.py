"""A run's signature as a file: an in-toto statement about ``SHA256SUMS`` in a DSSE envelope, on one line.

The signed statement follows from the run and the key alone, so a check makes it again and compares. Sources:
DSSE 1.0 (protocol and envelope), in-toto attestation 1.0 (statement, bundle), RFC 8410 (the form of the key).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from pipeline.core import codec
from pipeline.core.contract import RunRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.write.paths import SUMS_FILE

_PAYLOAD_TYPE = "application/vnd.in-toto+json"
_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "urn:depeche:run:1"
_KEY_HEAD = bytes.fromhex("302a300506032b6570032100")
"""The bytes before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, section 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signature:
    keyid: str
    sig: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Envelope:
    payloadType: str  # noqa: N815 - DSSE's own name
    payload: str
    signatures: tuple[_Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The content of an envelope."""

    payload: bytes
    key: str
    """Name of the key, as ``key_name`` gives it. The envelope states it, and nothing proves it."""
    signature: bytes


def pae(payload: bytes, kind: str = _PAYLOAD_TYPE) -> bytes:
    """Return the bytes that are signed: DSSE's encoding of a payload and its type."""
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(payload), payload)


def key_name(key: bytes) -> str:
    """Return the sha256 of a raw public key in DER, as ``openssl pkey -pubin -outform DER`` writes it."""
    return hashlib.sha256(_KEY_HEAD + key).hexdigest()


def statement(record: RunRecord, sums: str, key: bytes) -> bytes:
    """Return the statement about a run by the owner of the raw public ``key``.

    ``sums`` is the sha256 of the run's list of digests.
    """
    return json.dumps(
        {
            "_type": _STATEMENT,
            "subject": [{"name": SUMS_FILE, "digest": {"sha256": sums}}],
            "predicateType": _PREDICATE,
            "predicate": {
                "runId": record.run_id,
                "started": record.started,
                "finished": record.finished,
                "publicKey": base64.b64encode(_KEY_HEAD + key).decode(),
            },
        },
        separators=(",", ":"),
    ).encode()


def encode_envelope(payload: bytes, key: bytes, signature: bytes) -> bytes:
    """Return the envelope as one line."""
    tree = {
        "payloadType": _PAYLOAD_TYPE,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": key_name(key), "sig": base64.b64encode(signature).decode()}],
    }
    return (json.dumps(tree, separators=(",", ":")) + "\n").encode()


def decode_envelope(content: bytes, *, where: str) -> Signed:
    """Read an envelope with one signature. Raises ``RecordError``, which names ``where``."""
    read = codec.decode_record(_Envelope, content, where=where)
    if read.payloadType != _PAYLOAD_TYPE or len(read.signatures) != 1:
        raise RecordError(f"{where}: is not one signature over an in-toto statement")
    try:
        payload = base64.b64decode(read.payload, validate=True)
        signature = base64.b64decode(read.signatures[0].sig, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RecordError(f"{where}: is not base64 where it should be") from error
    return Signed(payload=payload, key=read.signatures[0].keyid, signature=signature)


def stated_key(payload: bytes) -> bytes | None:
    """Return the raw public key that a statement names as its signer's; None if it names none."""
    try:
        stated = base64.b64decode(json.loads(payload)["predicate"]["publicKey"], validate=True)
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return stated.removeprefix(_KEY_HEAD) if len(stated) == len(_KEY_HEAD) + 32 else None
