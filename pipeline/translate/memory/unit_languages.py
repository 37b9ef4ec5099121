"""The languages of a TMX file's units, by whatever codes the file names them."""

from __future__ import annotations

from collections.abc import Iterable

import languages
from languages import naming
from pipeline.core import limits
from pipeline.core.records import LanguageCode
from pipeline.translate.memory.tmx import Unit

_NO_LANGUAGE = frozenset({"", "mul", "und", "mis", "zxx"})
"""Codes that name no one language; ``*all*`` of TMX comes to the empty one."""


def code_of_tag(tag: str) -> LanguageCode | None:
    """Return our code for a tag such as ``fr-FR``, ``fre``, ``iw`` or ``zh_TW``; None if we have none."""
    code = naming.tag_code(tag)
    if code in languages.codes():
        return code
    for tool in ("langdetect", "argos", "apertium"):
        if code in languages.by_tool(tool):
            return languages.by_tool(tool)[code]
    return None


def is_any(tag: str) -> bool:
    """Say whether a unit's source language may be any: ``*all*``, ``mul``, ``und``, or nothing is named."""
    return naming.tag_code(tag) in _NO_LANGUAGE


def strange_source(units: Iterable[Unit]) -> tuple[str, tuple[str, ...]]:
    """Go through all units; return the header's source language where none has it, and those they have.

    Both are empty where some unit has it, or the header names no one language.
    """
    there: set[str] = set()
    header, is_there = "", False
    for unit in units:
        codes = {naming.tag_code(tag) for tag, _ in unit.variants} - {""}
        header = unit.header_source
        is_there = is_there or naming.tag_code(header) in codes
        if len(there) < limits.LANGUAGE_TAGS:
            there |= codes
    if is_there or not there or is_any(header):
        return "", ()
    return header[: limits.LANGUAGE_TAG], tuple(code[: limits.LANGUAGE_TAG] for code in sorted(there))
