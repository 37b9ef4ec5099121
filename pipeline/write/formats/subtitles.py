"""Subtitles with other words: numbers, times, settings, notes and styles stay, sign for sign.

A sentence is shared out among the subtitles that it stood in, by their shares of its letters, and wrapped as
subtitles are read: 42 signs a line, two lines (the Timed Text Style Guides of Netflix and the BBC).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.ports import Rewritten, TranslatedBlock
from pipeline.read.formats.compose import block_text
from pipeline.read.formats.subtitles.cues import Cue
from pipeline.read.formats.subtitles.reader import LANGUAGE
from pipeline.read.formats.subtitles.speech import Speech, SpeechSlot, speech_parts

_LINE_END = re.compile(r"\r\n|\n|\r")
LINE = 42
"""Signs of a line."""
LINES = 2
FASTEST = 21.0
"""Signs a second that can be read at most."""
_PAUSES = ",.;:!?…)»”，。、；：！？"
"""Signs after which a sentence is best parted."""
_GAIN = 0.12
"""So much of the length of a subtitle may a part be off to end at such a sign."""
_NAMED = 5
"""So many subtitles are named in a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Words with tags between them."""

    text: str
    tags: tuple[tuple[int, str], ...]
    """Tags with their places in the text."""


class SubRipRewriter:
    """Writes SubRip again."""

    is_vtt = False

    def rewrite(
        self,
        content: bytes,
        blocks: Sequence[TranslatedBlock],
        *,
        language: str,
        encoding: str,
        where: str,
    ) -> Rewritten:
        """Return subtitles with other words, in UTF-8. Raises ``SourceError``."""
        text = content.decode(encoding, "replace").removeprefix("\ufeff")
        parts, found = speech_parts(text, is_vtt=self.is_vtt)
        parts = [part for part in parts if block_text(part)]
        if [block_text(part) for part in parts] != [block.text for block in blocks]:
            raise SourceError(f"{where}: cannot be written again: it is not read the same way twice")
        spaced = bool(languages.get(language.partition("-")[0]).separator)
        written: list[tuple[SpeechSlot, _Words]] = []
        for part, block in zip(parts, blocks, strict=True):
            if block.pieces is not None:
                written += _shared_out(part.anchor, block.pieces, spaced=spaced)
        made = _replaced(text, written, spaced=spaced, is_vtt=self.is_vtt)
        if self.is_vtt:
            made = LANGUAGE.sub(lambda said: said[1] + language, made, count=1)
        mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
        return Rewritten(content=(mark + made).encode(), notes=tuple(_notes(written, found, spaced=spaced)))


class WebVttRewriter(SubRipRewriter):
    """Writes WebVTT again."""

    is_vtt = True


def _shared_out(
    speech: Speech, pieces: Sequence[str | int], *, spaced: bool
) -> Iterator[tuple[SpeechSlot, _Words]]:
    """Yield the places of a sentence, each with its share of the words."""
    text = ""
    tags: list[tuple[int, str]] = []
    edges: dict[int, int] = {}
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        elif isinstance(tag := speech.tags[piece], str):
            tags.append((len(text), tag))
        else:
            edges.setdefault(tag, len(text))
    lengths = [len(slot.words) for slot in speech.slots]
    cuts = [0, *_cuts_at_edges(text, lengths, edges, spaced=spaced), len(text)]
    for number, slot in enumerate(speech.slots):
        start, end = cuts[number], cuts[number + 1]
        is_last = number == len(speech.slots) - 1
        own = [(at, tag) for at, tag in tags if start <= at < end or (is_last and at >= end)]
        bare = text[start:end]
        skipped = len(bare) - len(bare.lstrip())
        bare = bare.strip()
        places = tuple((min(max(0, at - start - skipped), len(bare)), tag) for at, tag in own)
        yield slot, _Words(text=bare, tags=places)


def _cuts_at_edges(
    text: str, lengths: Sequence[int], edges: Mapping[int, int], *, spaced: bool
) -> Iterator[int]:
    """Yield where a text is cut into as many parts as there are lengths: at ``edges``, the rest by shares.

    ``edges`` has places in the text by the numbers of the parts that begin there. One that would leave a part
    without words is not obeyed.
    """
    first = start = 0
    for number in [*sorted(edges), len(lengths)]:
        end = edges.get(number, len(text)) if number < len(lengths) else len(text)
        is_last = number == len(lengths)
        if not first < number or not (is_last or (text[start:end].strip() and text[end:].strip())):
            continue
        yield from (start + at for at in _cuts(text[start:end], lengths[first:number], spaced=spaced))
        if not is_last:
            yield end
        first, start = number, end


def _cuts(text: str, lengths: Sequence[int], *, spaced: bool) -> list[int]:
    """Return where a text is cut into as many parts as there are lengths, by their shares."""
    total = sum(lengths) or 1
    places = [at for at in range(1, len(text)) if text[at - 1].isspace() or not spaced]
    cuts: list[int] = []
    sum_before = 0
    for number, length in enumerate(lengths[:-1]):
        sum_before += length
        wanted = sum_before * len(text) / total
        reach = max(1.0, length * len(text) / total)
        left = len(lengths) - 2 - number
        free = [at for at in places if not cuts or at > cuts[-1]]
        free = free[: len(free) - left] if left else free
        if not free:  # fewer words than subtitles: the rest stays empty
            cuts.append(len(text))
            continue

        def cost(at: int, wanted: float = wanted, reach: float = reach) -> float:
            is_pause = text[:at].rstrip()[-1:] in _PAUSES
            return abs(at - wanted) / reach - (_GAIN if is_pause else 0)

        cuts.append(min(free, key=cost))
    return cuts


def _replaced(text: str, written: Sequence[tuple[SpeechSlot, _Words]], *, spaced: bool, is_vtt: bool) -> str:
    """Return a file with other words in its places."""
    made: list[str] = []
    at = 0
    line_end = next(iter(_LINE_END.findall(text)), "\n")
    for slot, words in sorted(written, key=lambda row: row[0].lines[0]):
        made.append(text[at : slot.lines[0][0]])
        lines = _tagged(words, _wrapped(words.text, spaced=spaced), is_vtt=is_vtt)
        made.append(f"{slot.before}{lines}{slot.after}".replace("\n", line_end))
        at = slot.lines[-1][1]
    return "".join([*made, text[at:]])


def _wrapped(text: str, *, spaced: bool) -> str:
    """Return a text in lines that can be read: a space becomes a line end, so places stay.

    Two lines are parted near the middle, where there is a pause if possible, the upper one shorter.
    """
    if len(text) <= LINE or not spaced:
        return text
    count = max(LINES, -(-len(text) // LINE))
    for number in range(count, count + 3):
        lines = _parted(text, number)
        if max(map(len, lines.split("\n"))) <= LINE:
            return lines
    return lines


def _parted(text: str, count: int) -> str:
    spaces = [at for at, sign in enumerate(text) if sign == " "]
    made, last = list(text), -1
    for number in range(1, count):
        wanted = last + (len(text) - last) / (count - number + 1)
        free = [at for at in spaces if at > last]
        if not free:
            break
        last = min(free, key=lambda at: abs(at - wanted) - (6 if text[at - 1] in _PAUSES else 0))
        made[last] = "\n"
    return "".join(made)


def _tagged(words: _Words, lines: str, *, is_vtt: bool) -> str:
    made: list[str] = []
    at = 0
    for place, tag in words.tags:
        made += [_escaped(lines[at:place], is_vtt=is_vtt), tag]
        at = place
    return "".join([*made, _escaped(lines[at:], is_vtt=is_vtt)])


def _escaped(text: str, *, is_vtt: bool) -> str:
    return html.escape(text, quote=False) if is_vtt else text.replace("-->", "->")


def _notes(
    written: Sequence[tuple[SpeechSlot, _Words]], found: Sequence[Cue], *, spaced: bool
) -> Iterator[str]:
    """Yield what a reader of subtitles would stumble over."""
    said: dict[int, str] = {}
    long: set[int] = set()
    for slot, words in written:
        said[slot.cue] = said.get(slot.cue, "") + words.text
        lines = _wrapped(words.text, spaced=spaced).split("\n")
        if len(lines) > LINES or max(map(len, lines)) > LINE:
            long.add(slot.cue)
    fast = [cue for cue, text in said.items() if len(text) > FASTEST * max(0.001, found[cue].seconds)]
    if fast:
        yield f"{_count(fast)} must be read faster than {FASTEST:g} signs a second: {_named(fast)}"
    if long:
        yield f"{_count(long)} cannot be wrapped into {LINES} lines of {LINE} signs: {_named(sorted(long))}"
    empty = [cue for cue, text in said.items() if not text]
    if empty:
        yield f"{_count(empty)} has no words left, for the sentence is shorter: {_named(empty)}"


def _count(found: Sequence[int] | set[int]) -> str:
    return f"{len(found)} subtitle{'s' if len(found) > 1 else ''}"


def _named(found: Sequence[int]) -> str:
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"number {', '.join(str(cue + 1) for cue in found[:_NAMED])}{more}"
