r"""Names of files as records and messages hold them: in one line, and so that each stands for one file only.

A file's name may hold anything but NUL and ``/``: line ends, escapes, overrides of direction, bytes that are
no UTF-8. Such signs are escaped as Python does, and a backslash is doubled, so that a name can be read back.
"""

from __future__ import annotations

import re

from pipeline.core.text.invisible import IN_A_LINE

_BYTES = "\udc80", "\udcff"
"""Bytes that are no UTF-8, as Python has them in names (PEP 383)."""
_ESCAPE = re.compile(r"\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4})|([tnr]))")
_WHITE_SPACE = {"t": "\t", "n": "\n", "r": "\r"}


def escaped_name(name: str) -> str:
    r"""Return a file's name as it can stand in a line.

    >>> escaped_name("a\nb"), escaped_name("a\\nb")
    ('a\\nb', 'a\\\\nb')
    """
    return IN_A_LINE.sub(_escaped, name.replace("\\", "\\\\"))


def real_name(escaped: str) -> str:
    """Return the file's name of which ``escaped_name`` made this; what it cannot have made stays as it is."""
    return _ESCAPE.sub(_real, escaped)


def _escaped(match: re.Match[str]) -> str:
    sign = match[0]
    if _BYTES[0] <= sign <= _BYTES[1]:
        return f"\\x{ord(sign) - 0xDC00:02x}"
    if sign >= "\x80":  # never as a byte would be
        return f"\\u{ord(sign):04x}"
    return sign.encode("unicode_escape").decode()


def _real(match: re.Match[str]) -> str:
    byte, code, white_space = match.groups()
    if byte is not None:
        number = int(byte, 16)
        return chr(number if number < 0x80 else 0xDC00 + number)
    if code is not None:
        return chr(int(code, 16))
    return _WHITE_SPACE[white_space] if white_space else "\\"
