"""The one form in which depeche writes JSON, and a check that a record is in it.

A file in another form was written by something else, or changed by hand.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import pydantic_core

from pipeline.core import limits, survey
from pipeline.core.errors import RecordError
from pipeline.core.text.invisible import IN_JSON_UTF8

_HUGE = re.compile(rb"[:,\[]\s*-?(?:[\d.]+[eE]\+?\d{3}|\d{300}|NaN|Infinity)")
"""A number that may be too large for any float."""
_ONE_DIGIT = bytes.maketrans(b"123456789E", b"000000000e")
_HUGE_SIGNS = (b"e000", b"e+000", b"0" * 300, b"NaN", b"Infinity")
"""What such a number has in it, with ``_ONE_DIGIT`` for all digits. It is found ten times as fast."""


def to_json(tree: object) -> str:
    """Return plain values as ``codec.encode_record`` writes records, but for the final newline."""
    return _to_json(tree).decode()


def _to_json(tree: object) -> bytes:
    return shown(pydantic_core.to_json(tree, indent=2))


def shown(content: bytes) -> bytes:
    """Return JSON in UTF-8 with the signs that nobody sees as escapes."""
    return IN_JSON_UTF8.sub(lambda sign: b"\\u%04x" % ord(sign[0].decode()), content)


def is_canonical(content: bytes, kind: type[object] | None = None) -> bool:
    """Say whether JSON looks as ``codec`` writes it: its white space, its escapes, each key once.

    Only one part of a large record is in memory at a time, where its ``kind`` is published.
    """
    if kind is not None and len(content) > limits.FORM_AT_ONCE:
        return _is_canonical_by_parts(content, kind)
    try:
        return _to_json(pydantic_core.from_json(content)) + b"\n" == content
    except ValueError:
        return False


def _is_canonical_by_parts(content: bytes, kind: type[object]) -> bool:
    form = CanonicalForm()
    try:
        for part in survey.parts(kind, BytesIO(content), where="", most=len(content)):
            form.add(part)
    except RecordError:
        return False
    return form.is_that_of(hashlib.sha256(content).hexdigest())


def may_be_huge(content: bytes) -> bool:
    """Say whether JSON may hold a number that is too large for any float, and so cannot be written again."""
    same = content.translate(_ONE_DIGIT)
    return any(sign in same for sign in _HUGE_SIGNS) and _HUGE.search(content) is not None


class CanonicalForm:
    """The form in which ``codec`` would write a record that is read part by part, as a digest."""

    def __init__(self) -> None:
        """Begin with a record of no parts."""
        self._digest = hashlib.sha256()
        self._names: set[str] = set()
        self._list = ""
        """The text that comes next in a list that has not ended."""
        self._is_json = True

    def add(self, part: survey.RecordPart) -> None:
        """Take the next part."""
        try:
            value = _to_json(pydantic_core.from_json(part.content))
        except ValueError:
            self._is_json = False
            return
        if "." in part.name:
            self._write(self._list, value.replace(b"\n", b"\n    "))
            self._list = ",\n    "
            return
        self._is_json &= part.name not in self._names
        head = f'{self._end_of_list()}{"," if self._names else "{"}\n  "{part.name}": '
        self._names.add(part.name)
        if part.kind is tuple:
            self._list = "[\n    "
            self._write(head)
        else:
            self._write(head, value.replace(b"\n", b"\n  "))

    def is_that_of(self, sha256: str) -> bool:
        """Say whether the file with this digest, all of whose parts were added, has that form."""
        whole = self._digest.copy()
        whole.update(f"{self._end_of_list()}\n}}\n".encode())
        return self._is_json and whole.hexdigest() == sha256

    def _end_of_list(self) -> str:
        ended, self._list = {"": "", "[\n    ": "[]"}.get(self._list, "\n  ]"), ""
        return ended

    def _write(self, head: str, value: bytes = b"") -> None:
        self._digest.update(head.encode())
        self._digest.update(value)
