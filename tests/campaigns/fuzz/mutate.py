"""Inputs made of others by chance: the way to fuzz where atheris is not installed, and a help where it is."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

TOKENS: tuple[bytes, ...] = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        *"\0 \t\n\r\x0b\x0c\x1b\x1c\x1e\x7f\x85\xa0\xad\u0130\u0301\u0345\u034f\u061c\u0661\u115f\u180e\u200b\u200d",
        *"\u200e\u2028\u202e\u2066\u20e3\u212b\u3000\u3164\ufb01\ufe0f\ufeff\uffff\U0001f3fb\U0001f600\U000e0061\ud800",
        *"!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~«»„“”’。「」々ßİΣς०௧",
        *(
            "\r\n",
            "\n\n",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n# ",
            "\n    ",
            "\n\t",
            "\n---\n",
            "\n+++\n",
            "```",
            "~~~",
        ),
        *(
            "**",
            "__",
            "~~",
            "![",
            "](",
            "]:",
            "[^1]",
            "[^1]: ",
            "<!--",
            "-->",
            "<b>",
            "</b>",
            "&amp;",
            "&#0;",
        ),
        *(
            "&#x110000;",
            "| ",
            "|---|",
            "http://",
            "www.",
            "@",
            "mailto:",
            "1e999",
            "-0",
            "NaN",
            "null",
            "true",
        ),
        *(
            "%s",
            "%1",
            "{0}",
            "{{",
            "XQ1Z",
            "xq",
            "[;0]",
            "[;x7e]",
            "\\[",
            "^a/b$",
            "../",
            "..\\",
            "/",
            "C:\\",
        ),
        *("1" * 30, "9" * 5000, "a" * 300, " " * 300, "[" * 300, "(" * 300, '"' * 300, "." * 300, "> " * 100),
        *("\u0301" * 60, "\ufe0f\u200d" * 40, "a." * 100, "1,0" * 60, "é", "ﷺ", "ŉ", "\u1e9b\u0323"),
    )
) + (
    b"\xff",
    b"\xfe\xff",
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x80",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
)
"""What means something to one reader or another."""


_Change: TypeAlias = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


class Mutator:
    """Makes inputs; the same seed makes the same ones."""

    def __init__(self, seeds: Sequence[bytes], *, seed: int, longest: int) -> None:
        """Begin from ``seeds``; no input is longer than ``longest`` bytes."""
        self._choice = random.Random(seed)
        self._pool = list(seeds) or [b""]
        self._longest = longest

    def next(self) -> bytes:
        """Return another input."""
        return self.change(self._choice.choice(self._pool))

    def change(self, data: bytes) -> bytes:
        """Return ``data`` with one to eight changes."""
        for _ in range(self._choice.choice((1, 1, 2, 2, 3, 4, 8))):
            change: _Change = self._choice.choice(_CHANGES)
            data = change(data, self._choice, self._pool)
        return data[: self._longest]


def _flip(data: bytes, choice: random.Random, _: Sequence[bytes]) -> bytes:
    at = choice.randrange(len(data) + 1)
    return data[:at] + bytes([choice.randrange(256)]) + data[at + 1 :]


def _insert(data: bytes, choice: random.Random, _: Sequence[bytes]) -> bytes:
    at = choice.randrange(len(data) + 1)
    return data[:at] + choice.choice(TOKENS) + data[at:]


def _delete(data: bytes, choice: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, choice)
    return data[:start] + data[end:]


def _repeat(data: bytes, choice: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, choice)
    return data[:start] + data[start:end] * choice.choice((2, 2, 3, 10, 100)) + data[end:]


def _splice(data: bytes, choice: random.Random, pool: Sequence[bytes]) -> bytes:
    other = choice.choice(pool)
    start, end = _stretch(other, choice)
    at = choice.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _move(data: bytes, choice: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, choice)
    rest = data[:start] + data[end:]
    at = choice.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _cut(data: bytes, choice: random.Random, _: Sequence[bytes]) -> bytes:
    return data[: choice.randrange(len(data) + 1)]


def _stretch(data: bytes, choice: random.Random) -> tuple[int, int]:
    start = choice.randrange(len(data) + 1)
    return start, min(len(data), start + choice.choice((1, 1, 2, 4, 8, 32, 128)))


_CHANGES: tuple[_Change, ...] = (
    _flip,
    _insert,
    _insert,
    _insert,
    _delete,
    _repeat,
    _splice,
    _move,
    _cut,
)
