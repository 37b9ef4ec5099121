"""Text in one normal form (NFC), without invisible signs that change how it reads.

Controls, overrides and embeddings of writing direction, soft hyphens, zero-width spaces and the like are
removed. What a script or an emoji needs stays: joiners between letters of scripts that have them and within
emoji, variation selectors after a sign that has variants, direction marks beside right-to-left letters.

Sources: Unicode 16, chapters 9 and 23; UTS 51 (emoji); UAX 15 (normal forms; section 13, runs of marks).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pipeline.core.dataclass import dataclass
from pipeline.core.records import ContentCredentials, RemovedSign
from pipeline.core.text.invisible import IN_A_SOURCE
from pipeline.core.text.manifests import taken_out

_MARKS_AT_LENGTH = re.compile(r"[^\w\s]{31,}")
"""Runs of more marks than UAX 15 expects of any language, which is 30."""

_JOINED = re.compile(
    r"[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]"
)
"""Letters and signs of scripts that joiners shape: Arabic, the scripts of India, Khmer, Mongolian ..."""

_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_LINE_ENDS = re.compile(r"[\r\n]+")
"""Line ends. The other controls are made spaces by ``normalise``."""

_PICTURE = re.compile(r"[\u00a9\u00ae\u203c-\u205f\u2070-\u3299\U0001f000-\U0001faff]")
_TAGGED_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,10}\U000e007f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text, and what was done to it."""

    text: str
    normalised: bool
    """Whether the text was in another form than NFC."""
    removed: tuple[RemovedSign, ...]
    """The removed signs, sorted."""
    credentials: tuple[ContentCredentials, ...] = ()
    """The manifests of content credentials that were taken out; their signs are not among ``removed``."""


def normalise(text: str) -> Cleaned:
    """Return ``text`` in NFC without invisible signs, in linear time; clean text is not changed."""
    removed: Counter[str] = Counter()
    normal = _normalised(text)
    normalised = normal != text
    credentials: tuple[ContentCredentials, ...] = ()
    if IN_A_SOURCE.search(normal):
        normal, credentials = taken_out(normal)
        # NFC comes first, as the Angstrom sign has variants and the letter has none; and again, as what stood
        # between a letter and its mark may be gone.
        kept = "".join(_kept(normal, removed))
        normal = _normalised(kept)
        normalised |= normal != kept
    return Cleaned(
        text=normal,
        normalised=normalised,
        removed=tuple(
            RemovedSign(
                sign=f"U+{ord(sign):04X}", name=unicodedata.name(sign, "unnamed control"), count=count
            )
            for sign, count in sorted(removed.items())
        ),
        credentials=credentials,
    )


def clean_line(text: str) -> str:
    """Return ``text`` clean and on one line, as sentences are: an engine may answer with anything."""
    return _LINE_ENDS.sub(" ", normalise(text).text)


def _normalised(text: str) -> str:
    return unicodedata.normalize("NFC", _MARKS_AT_LENGTH.sub(_in_order, text))


def _kept(text: str, removed: Counter[str]) -> Iterator[str]:
    flags = {at for flag in _TAGGED_FLAG.finditer(text) for at in range(flag.start() + 1, flag.end())}
    right_to_left = bool(_RIGHT_TO_LEFT.search(text))
    at = 0
    before = ""  # the last sign that was kept
    shaped = False  # whether joiners shape its letter
    for match in IN_A_SOURCE.finditer(text):
        here = match.start()
        yield text[at:here]
        before = text[here - 1] if here > at else before
        shaped = _is_shaped(text[at:here], shaped)
        at = here + 1
        sign = text[here]
        after = text[here + 1 : here + 2]
        if here in flags or _stays(sign, before, after, shaped=shaped, right_to_left=right_to_left):
            yield sign
            before, shaped = sign, False
        else:
            removed[sign] += 1
            if sign.isspace():
                yield " "
                before, shaped = " ", False
    yield text[at:]


def _is_shaped(words: str, shaped: bool) -> bool:
    """Say whether the last letter of ``words``, or a mark on it, is of a script that joiners shape.

    ``shaped`` is the answer for the words before. The order of marks does not matter: it changes in NFC.
    """
    start = len(words)
    while start and unicodedata.combining(words[start - 1]):
        start -= 1
    found = _JOINED.search(words, max(start - 1, 0)) is not None
    return found or (shaped and not start)


def _stays(sign: str, before: str, after: str, *, shaped: bool, right_to_left: bool) -> bool:
    """Say whether a suspect sign has a use between its neighbours."""
    if sign in "\u200c\u200d":
        # A picture may carry a variation selector or, being one itself, a skin tone.
        in_picture = (before == "\ufe0f" or _is_picture(before)) and _is_picture(after)
        return shaped or (sign == "\u200d" and in_picture)
    if sign in "\u200e\u200f\u061c":
        return right_to_left
    if not before or unicodedata.combining(before):
        return False
    if "\ufe00" <= sign <= "\ufe0f":
        return _is_picture(before) or before in "0123456789#*" or _is_han(before)
    if "\U000e0100" <= sign <= "\U000e01ef":
        return _is_han(before)
    if "\u180b" <= sign <= "\u180f":
        return "\u1820" <= before <= "\u18aa"
    return False


def _is_picture(sign: str) -> bool:
    # Among the blocks of pictures is U+3164, a filler that goes, and then there is nothing to join.
    return bool(_PICTURE.match(sign)) and not unicodedata.combining(sign) and not IN_A_SOURCE.match(sign)


def _is_han(sign: str) -> bool:
    return (
        "\u2e80" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or "\U00020000" <= sign <= "\U0003ffff"
    )


def _in_order(run: re.Match[str]) -> str:
    """Return marks in canonical order; ``normalize`` takes quadratic time to sort long runs of them."""
    signs = "".join(unicodedata.normalize("NFD", sign) for sign in run[0])
    runs = groupby(signs, key=lambda sign: unicodedata.combining(sign) > 0)
    return "".join("".join(sorted(run, key=unicodedata.combining) if marks else run) for marks, run in runs)
