"""Who published a document. ``verify`` asks it too, without the rest of a report and what that loads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import languages
from pipeline.core.contract import DocumentRecord
from pipeline.core.text.case import folded
from pipeline.core.text.normalise import normalise

_COPYRIGHT = re.compile(r"^\s*(?:©|\(c\))[\s\d,–-]*", re.IGNORECASE)


def outlet(record: DocumentRecord) -> str:
    """Return the publisher of a document.

    It is the credit without its label, else the feed, the page's site or the sender, else the file's name.
    """
    credit = (record.credit or "").partition(";")[0].strip("*_ ")
    label, colon, rest = credit.replace("：", ":").partition(":")
    if colon and rest.strip() and folded(label.strip().strip("( ")) in _labels():
        credit = rest
    name = " ".join(_COPYRIGHT.sub("", credit.strip(" ()[]–—-*_.")).split())
    if not name:
        name = record.outlet or ("stdin" if record.origin == "-" else Path(record.origin).stem)
    return " ".join(normalise(name).text.split()) or record.id  # a file's name may hold any sign


def copied_by(record: DocumentRecord, origins: Iterable[str]) -> tuple[str, ...]:
    """Return the publishers, by ``origins``, of other inputs with a document's bytes, but for its own."""
    names = (outlet(replace(record, origin=origin)) for origin in origins)
    own = outlet(record).casefold()
    return tuple({name.casefold(): name for name in sorted(names) if name.casefold() != own}.values())


@cache
def _labels() -> frozenset[str]:
    known = languages.everyone()
    return frozenset(folded(label) for language in known for label in language.credits.labels)
