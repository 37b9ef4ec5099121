"""Valid text that was read in a wrong encoding before it was saved: ``Ìýð`` for ``Мэр``.

The signs are put back to the bytes that they were read from, and those are weighed as any source's. What
comes out must be far likelier to be a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.read.encodings.guess import candidates, likelihood, likelihood_of_strangers, signs_beyond_ascii
from pipeline.read.encodings.turned import TurnedBack, western_bytes

_LEAST_SIGNS = 8
"""Signs beyond ASCII that such a text has at least."""
_LEAST_SHARE = 0.5
"""Their share among all but spaces; no Latin alphabet has so many in a text."""
_GAIN, _GAIN_EACH = 8.0, 0.4
"""By how much likelier, in natural logarithms, the text must become, at least and for each sign."""
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
"""Encodings that are taken for one another."""
_ODD = 0.01
"""Least share of capitals after small letters among Cyrillic letters, from which an encoding is doubted."""


def read_again(text: str) -> TurnedBack | None:
    """Return a text as it was meant; None where nothing shows that it was read in a wrong encoding."""
    if text.isascii():
        return None
    signs = signs_beyond_ascii(text)
    if signs < _LEAST_SIGNS or signs < _LEAST_SHARE * len("".join(text.split())):
        return None
    made = max(_readings(text), default=None)
    if made is None:
        return None
    before = max(likelihood(text)[0], likelihood_of_strangers(text))
    if made[0] - before < _GAIN + _GAIN_EACH * signs:
        return None
    first = next(at for at, sign in enumerate(text) if not sign.isascii())
    return TurnedBack(text=made[1], count=signs_beyond_ascii(made[1]), first=first)


def _readings(text: str) -> Iterator[tuple[float, str]]:
    content = western_bytes(text)
    if content is not None:
        for found in candidates(content)[:1]:
            yield from _read(content, found.encoding)
        return
    letters = len(_patterns()[0].findall(text))
    if len(_patterns()[1].findall(text)) < max(_ODD * letters, 1):
        return
    for name in _CYRILLIC:
        try:
            content = text.encode(name)
        except UnicodeEncodeError:
            continue
        for other in _CYRILLIC:
            if other != name:
                yield from _read(content, other)


def _read(content: bytes, name: str) -> Iterator[tuple[float, str]]:
    try:
        made = content.decode(name)
    except UnicodeDecodeError:
        return
    yield likelihood(made)[0], made


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of Cyrillic letters, and of capitals after small ones."""
    return re.compile("[\u0400-\u045f]"), re.compile("[\u0430-\u045f][\u0400-\u042f]")
