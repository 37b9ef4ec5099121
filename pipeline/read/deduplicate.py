"""The inputs of a run before they are shared out, each document once.

Each worker sees its input alone, so questions that concern several inputs are settled here. What can be read
only once, such as standard input, is read and handed on. The same bytes under two names are recognised, and
only the first is worked on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from typing import TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.ports import Detector
from pipeline.core.records import Document, Failed, Skipped
from pipeline.read import document as sources
from pipeline.read import expand, receive
from pipeline.read.formats import sniff
from pipeline.read.formats.table import Format
from pipeline.read.reference import Reference

Input: TypeAlias = Reference | SourceError | Skipped | Failed
"""An input to be worked on, an input that cannot be, or one that needs no more work."""

_DIGITS = 8
"""Number of digits of the sha256 in a document's id. Only where these agree can two inputs want the same
folder."""


@dataclass(slots=True)
class _Alike:
    """Inputs whose digests begin alike."""

    unread: Reference | None
    """The first input, as long as it is alone."""
    documents: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Origin and sha256 of the first document of each id."""


def unique_inputs(
    found: Iterable[Reference | SourceError],
    detector: Detector,
    note: Callable[[str], None] = lambda _: None,
) -> Iterator[Input]:
    """Yield all inputs in order; one that gives the same document as an earlier one is yielded as skipped.

    All are read for their digests, and those that share one are also read as documents, with the help of
    ``detector``. An input that cannot be read is yielded as it is, for whoever works on it to report.
    ``note`` is called with a line about what was guessed of what came by a pipe, or passed over in it.
    """
    alike: dict[str, _Alike] = {}
    for item in opened_inputs(found, expand.Opening(detector=detector, note=note, passed=note)):
        if isinstance(item, SourceError):
            yield item
            continue
        try:
            content = receive.received(item)
        except SourceError:
            yield item
            continue
        digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
        if digest not in alike:
            alike[digest] = _Alike(unread=item)
            yield item
        else:
            yield _told_apart(item, alike[digest], detector)


def opened_inputs(
    found: Iterable[Reference | SourceError], opening: expand.Opening
) -> Iterator[Reference | SourceError]:
    """Yield the inputs, those that can be read only once with their bytes, and each document of several."""
    for item in found:
        if isinstance(item, SourceError) or not receive.is_read_once(item):
            yield item
            continue
        try:
            once = replace(item, content=receive.received(item))
            form = sniff.decide(
                (once.content or b"")[: sniff.HEAD_BYTES], item.ending, has_fields=bool(item.fields.paths)
            )
            if once.format is None and isinstance(form, Format) and form.holds_many:
                yield from expand.members(once, form, opening)
            else:
                yield once
        except SourceError as error:
            error.origin = item.origin
            yield error


def _told_apart(item: Reference, alike: _Alike, detector: Detector) -> Input:
    if alike.unread is not None:
        first = _read(alike.unread, detector)
        if first is not None:
            alike.documents[first.id] = (first.origin, first.sha256)
        alike.unread = None
    document = _read(item, detector)
    if document is None:
        return item
    if document.id not in alike.documents:
        alike.documents[document.id] = (document.origin, document.sha256)
        return item
    origin, sha256 = alike.documents[document.id]  # which may be the same: an address that is named twice
    if sha256 != document.sha256:
        message = f"{item.origin}: would be written to the same folder as {origin}; change its title"
        return Failed(origin=item.origin, error="SourceError", message=message)
    return Skipped(
        origin=item.origin,
        id=document.id,
        languages=(),
        segments=0,
        reason=f"the same bytes as {origin}",
        files=(),
    )


def _read(item: Reference, detector: Detector) -> Document | None:
    """Return an input as a document; None where it cannot be read."""
    try:
        return sources.read_document(item, detector)
    except Exception:  # noqa: BLE001 - the worker meets the same error and reports it
        return None


def input_bytes(item: Input) -> int:
    """Return the size of an input in bytes; 0 where it cannot be told, or the input is not to be read."""
    if not isinstance(item, Reference):
        return 0
    if item.content is not None:
        return len(item.content)
    try:
        return item.path.stat().st_size if item.path else 0
    except OSError:
        return 0  # reading it will say what is wrong
