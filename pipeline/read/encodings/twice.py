"""Valid text whose characters are the bytes of others: UTF-8 that was taken for an older encoding.

A program that reads UTF-8 as Windows-1252 and writes UTF-8 makes ``Ã©`` of ``é``. Where the whole text can be
turned back, and each of its signs beyond ASCII has a part in that, it was made so.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[^\x00-\x7f]+")
_LEADS = re.compile(r"[\u00c2-\u00f4][^\x00-\x7f]")
_MOST_LOOKED_AT = 200
_MOST_TURNED_BACK = 3
"""How often a text was turned back at most, one reading after another."""


def decoded_once(text: str) -> str | None:
    """Return the text that ``text`` was made of by one reading too many; None where it was not."""
    found = _turned_back(text)
    for _ in range(_MOST_TURNED_BACK - 1):
        further = None if found is None else _turned_back(found)
        if further is None:
            return found
        found = further
    return found


def _turned_back(text: str) -> str | None:
    if not _LEADS.search(text):
        return None
    runs = _SIGNS.findall(text)
    if len(runs) > _MOST_LOOKED_AT and any(_bytes_of(run) is None for run in runs[:_MOST_LOOKED_AT]):
        return None
    content = _bytes_of(text)
    if content is None:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _bytes_of(text: str) -> bytes | None:
    """Return the bytes of text in Windows-1252, in which browsers take five codes for controls."""
    made = bytearray()
    for run in re.split(r"([\x81\x8d\x8f\x90\x9d])", text):
        try:
            made += run.encode("latin-1" if run in _UNDEFINED else "cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(made)


_UNDEFINED = frozenset("\x81\x8d\x8f\x90\x9d")
