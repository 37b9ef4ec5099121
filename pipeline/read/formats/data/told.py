"""Telling from the beginning of a file in a folder whether it is news, or data for something else."""

from __future__ import annotations

import re

from pipeline.read.formats.data.delimited import header_of
from pipeline.read.formats.data.fields import USUAL_NAMES, WEAK_TEXT, plain_name
from pipeline.read.formats.sniff import in_ascii_bytes
from pipeline.read.formats.table import DELIMITED, JSON_DATA

_KEY = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*+:|"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_OF_TEXT = frozenset(USUAL_NAMES["text"]) - WEAK_TEXT


def json_names_text(head: bytes) -> bool:
    """Say whether an object in JSON has a field with a usual name of a text."""
    text = in_ascii_bytes(head).decode("utf-8", "replace")
    return any(plain_name(found[1]) in _OF_TEXT for found in _KEY.finditer(text) if found[1])


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
