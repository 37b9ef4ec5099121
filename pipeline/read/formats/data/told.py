"""Telling from the beginning of a file in a folder whether it is news, or data for something else."""

from __future__ import annotations

import re

from pipeline.read.formats.data.delimited import header_of
from pipeline.read.formats.data.fields import USUAL_NAMES, WEAK_TEXT, plain_name
from pipeline.read.formats.sniff import in_ascii_bytes
from pipeline.read.formats.table import DELIMITED, JSON_DATA

_KEY = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*+:|"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_OF_TEXT = frozenset(USUAL_NAMES["text"]) - WEAK_TEXT
_BODY = "body_"
"""Fields of ninjs begin so; senders add a word."""
_NINJS_ONLY = frozenset(("versioncreated", "versionCreated", "pubstatus"))
"""Fields of ninjs that other JSON has not: an item may hold no body, and its description is the text."""


def json_names_text(head: bytes) -> bool:
    """Say whether an object in JSON has a field with a usual name of a text, or one of ninjs."""
    text = in_ascii_bytes(head).decode("utf-8", "replace")
    names = (found[1] for found in _KEY.finditer(text) if found[1])
    return any(
        plain_name(name) in _OF_TEXT or name.startswith(_BODY) or name in _NINJS_ONLY for name in names
    )


def table_names_text(head: bytes) -> bool:
    """Say whether the header of a table has such a name."""
    return any(
        plain_name(name) in _OF_TEXT for name in header_of(in_ascii_bytes(head).decode("utf-8", "replace"))
    )


def head_names_text(head: bytes, form: object) -> bool:
    """Say the same of either, by its format; True for all other formats."""
    if form is DELIMITED:
        return table_names_text(head)
    return form is not JSON_DATA or json_names_text(head)
