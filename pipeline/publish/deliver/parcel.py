"""What all deliveries take of a parcel: its key, its names, its digest."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import replace

from pipeline.core import codec
from pipeline.core.contract.digest import DigestRecord
from pipeline.core.errors import DeliveryError, DepecheError, RecordError
from pipeline.core.records import LanguageCode, Parcel
from pipeline.digest.pages.view import View, view
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER

_NAME = re.compile(r"[\w][\w.+-]{0,199}")
"""A name that can stand in a path: one part, not hidden, no white space."""


def delivery_key(parcel: Parcel, name: str, item: str) -> str:
    """Return the key of one thing to send: 64 hex digits, the same however often it is sent.

    ``name`` is the delivery's, as in ``[deliver.NAME]``. A receiver tells a repeat by this key.
    """
    parts = ("depeche/delivery/1", parcel.job, parcel.occasion, name, item)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def languages_to_send(parcel: Parcel, wanted: Sequence[str]) -> tuple[LanguageCode, ...]:
    """Return the languages to deliver: those of the settings, or all that the digest has."""
    return tuple(dict.fromkeys(wanted or parcel.languages))


def file_word(word: str, what: str) -> str:
    """Return a word that is to stand in the name of a file. Raises ``DeliveryError`` where it cannot."""
    if _NAME.fullmatch(word) is None:
        raise DeliveryError(
            f"{what} {word!r} cannot stand in the name of a file; use letters, digits, '.', '_' and '-'",
            is_final=True,
        )
    return word


def shown_digest(parcel: Parcel, language: LanguageCode) -> View:
    """Return what a parcel's digest shows in a language. Raises ``DeliveryError``."""
    record = told_digest(parcel)
    if language not in record.languages:
        told = ", ".join(record.languages)
        raise DeliveryError(
            f"{parcel.run}: the digest is not told in {language}, but in {told}; add the language to the job,"
            " or take it out of the delivery",
            is_final=True,
        )
    try:
        with codec.consistent(parcel.run / DIGEST_FOLDER / DIGEST_FILE):
            return view(record, language)
    except DepecheError as error:
        raise _no_digest(parcel, error) from error


def told_digest(parcel: Parcel) -> DigestRecord:
    """Return the record of a parcel's digest, for a watch with its hits and no stories.

    Raises ``DeliveryError``.
    """
    try:
        record = codec.read_record_below(DigestRecord, parcel.run, f"{DIGEST_FOLDER}/{DIGEST_FILE}")
    except RecordError as error:
        raise _no_digest(parcel, error) from error
    if not parcel.watch:
        return record
    own = tuple(findings for findings in record.watches if findings.name == parcel.watch)
    if not own:
        raise DeliveryError(
            f"{parcel.run}: the digest has no hits of the watch {parcel.watch} any more", is_final=True
        )
    return replace(record, watches=own, stories=())


def _no_digest(parcel: Parcel, error: DepecheError) -> DeliveryError:
    again = shlex.join(["depeche", "digest", str(parcel.run)])
    return DeliveryError(f"{error.message}; make the digest: {again}", is_final=True)
