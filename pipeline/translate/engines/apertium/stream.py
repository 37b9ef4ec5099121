"""Apertium's stream format, written and read so that each answer is matched with its text.

In the stream, ``[...]`` is a blank that passes through untranslated, a backslash takes the meaning from the
character after it, and NUL asks every program to flush. Each text ends with a blank that holds its number
and with NUL. Without a blank there, some programs wait for more. A text that ends in a letter or digit gets
a full stop before the blank, and its answer loses it: lt-proc drops a last word that may begin a longer
entry (``the end`` of ``the end of``), unless a sign ends it. Apertium's own filters put one there too. The
number shows whether an answer was swallowed, split or joined.
The format: https://wiki.apertium.org/wiki/Apertium_stream_format
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.errors import EngineError

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_IMPOSSIBLE = re.compile("[\ud800-\udfff\uffff]")
"""Characters that cannot be sent: lone surrogates have no UTF-8, and U+FFFF ends lttoolbox's input."""

_IGNORED = re.compile("\u00ad")
"""The soft hyphen, which lt-proc drops: a text of nothing else would get an empty answer."""

_SPECIAL = re.compile(r"[\[\]{}$/\\<>~^@]")
_HIDDEN = frozenset("~^@")
"""Characters sent as a blank, because escaping does not save them (apertium 3.8.3, lttoolbox 3.7.1, cg3
1.3.9). A tilde is dropped, a circumflex before a blank swallows the end of the text, and an at sign in an
address comes out as ``<guio>`` (dan-nob). The blank names the character by its code point."""

_RESTORE = re.compile(r"\[;x([0-9a-f]{2})\]|\\(.)", re.DOTALL)
_ADDED_STOP = re.compile(r"\s*\.\s*$")
_MARKS = "*#@"
"""Apertium's marks for words that it cannot analyse, generate or look up; a few come unasked."""


def clean_text(text: str) -> str:
    """Return ``text`` as it can be sent: stripped, without what no Apertium program survives.

    Control characters become spaces and impossible ones U+FFFD. The result is empty if nothing is left to
    translate.
    """
    return _CONTROLS.sub(" ", _IGNORED.sub("", _IMPOSSIBLE.sub("\ufffd", text))).strip()


def encode_stream(texts: Sequence[str], *, document: int | None = None) -> bytes:
    """Return the stream for texts that were made by ``clean_text``, none empty.

    ``document`` is the number of the document, if programs answer several: it shows whose an answer is.
    """
    return "".join(
        f"{_SPECIAL.sub(_hide, text)}{'.' if _is_open(text) else ''}{_end(at, document)}\0"
        for at, text in enumerate(texts)
    ).encode()


def first_answers(output: bytes, answers: int) -> bytes:
    """Return the first ``answers`` answers, each with the NUL at its end.

    At the end of its input a program flushes once more, so empty ones follow. Raises ``EngineError`` if there
    are fewer, or if one that follows is not empty.
    """
    found = output.split(b"\0")
    if len(found) <= answers or b"".join(found[answers:]):
        raise EngineError(f"{len(found) - 1} answers where {answers} were due; translate by another engine")
    return b"".join(answer + b"\0" for answer in found[:answers])


def decode_stream(output: bytes, texts: Sequence[str], *, document: int | None = None) -> list[str]:
    """Return one answer for each of ``texts``, stripped, none empty. ``document`` is as it was sent.

    If the target language needs no word for a text of one word, the word is kept as it is (Apertium drops
    some articles and pronouns). Raises ``EngineError`` if an answer is missing, empty, doubled or not UTF-8.
    """
    answers = first_answers(output, len(texts)).split(b"\0")
    return [
        _decode_one(answer, at, text, _end(at, document))
        for at, (answer, text) in enumerate(zip(answers, texts, strict=False))
    ]


def _decode_one(answer: bytes, at: int, text: str, ending: str) -> str:
    end = ending.encode()
    if answer.count(end) != 1:
        raise EngineError(
            f"the answer to text {at + 1} ({text[:40]!r}) is not its own; translate by another engine"
        )
    try:
        translation = answer.replace(end, b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise EngineError(f"the answer to text {at + 1} is not UTF-8; translate by another engine") from error
    if _is_open(text):
        translation = _ADDED_STOP.sub("", translation, count=1)
    translation = _RESTORE.sub(lambda match: match[2] or chr(int(match[1], 16)), translation)
    for mark in _MARKS:
        if mark not in text:
            translation = translation.replace(mark, "")
    translation = _close_gaps(translation, text).strip()
    if translation:
        return translation
    if len(text.split()) == 1:
        return text
    raise EngineError(f"the answer to text {at + 1} ({text[:40]!r}) is empty; translate by another engine")


def _close_gaps(translation: str, text: str) -> str:
    """Remove the spaces left by words that the target language drops."""
    if "  " not in text:
        translation = re.sub(r" {2,}", " ", translation)
    for sign in ",.":
        if f" {sign}" not in text:
            translation = re.sub(rf" \{sign}(?= |$)", sign, translation)
    return translation


def _is_open(text: str) -> bool:
    """Say whether the last word of a text is ended by no sign."""
    return text[-1:].isalnum()


def _end(at: int, document: int | None) -> str:
    return f"[;{at}]" if document is None else f"[;{document};{at}]"


def _hide(match: re.Match[str]) -> str:
    character = match[0]
    return f"[;x{ord(character):02x}]" if character in _HIDDEN else f"\\{character}"
