"""Manifests of content credentials (C2PA) that lie in a text as signs that nobody sees.

A byte is a variation selector: U+FE00 to U+FE0F for 0 to 15, U+E0100 to U+E01EF for 16 to 255. A manifest
stands after U+FEFF, behind a head of thirteen bytes: the magic, a version, and the manifest's length.

Source: C2PA Technical Specification 2.1 and later, "Embedding manifests into unstructured text".
"""

from __future__ import annotations

import hashlib
import re

from pipeline.core.records import ContentCredentials

_MAGIC = b"C2PATXT\0"
_HEAD = len(_MAGIC) + 5
_FEW, _MANY = 0xFE00, 0xE0100
_MANY_FROM = 16
_SIGNS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"


def _as_signs(content: bytes) -> str:
    return "".join(chr(_FEW + byte if byte < _MANY_FROM else _MANY + byte - _MANY_FROM) for byte in content)


_WRAPPED = re.compile(f"\ufeff?{_as_signs(_MAGIC)}[{_SIGNS}]*")


def taken_out(text: str) -> tuple[str, tuple[ContentCredentials, ...]]:
    """Return ``text`` without the manifests in it, and what they are. Linear in time."""
    found: list[ContentCredentials] = []

    def taken(match: re.Match[str]) -> str:
        signs = match[0].removeprefix("\ufeff")
        content = bytes(_byte(ord(sign)) for sign in signs)
        size = int.from_bytes(content[_HEAD - 4 : _HEAD], "big") if len(content) >= _HEAD else 0
        is_whole = len(content) >= _HEAD and _HEAD + size <= len(content)
        end = _HEAD + size if is_whole else len(content)
        found.append(
            ContentCredentials(
                sha256=hashlib.sha256(content[:end]).hexdigest(),
                manifest_sha256=hashlib.sha256(content[_HEAD:end]).hexdigest(),
                size=max(end - _HEAD, 0),
                is_whole=is_whole,
            )
        )
        return signs[end:]  # what hides behind it is told as any other sign

    return _WRAPPED.sub(taken, text), tuple(found)


def _byte(code: int) -> int:
    return code - _FEW if code < _MANY else code - _MANY + _MANY_FROM
