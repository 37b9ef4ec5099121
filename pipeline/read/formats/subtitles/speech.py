"""What is said in subtitles: the words of cues put together to sentences, without the tags around them.

A sentence often runs through several cues. Each alone would be translated as if it were a whole one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from pipeline.read.formats.compose import PartMark, SourcePart, settled_marks
from pipeline.read.formats.subtitles.cues import Cue, cues

TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]{4,12}>|\{\\[^{}\n]{1,80}\}")
"""Tags: ``<i>``, ``<v Anna>``, ``<00:01.500>``, ``{\\an8}``."""
_NAME = re.compile(r"</?([A-Za-z]+)")
_DASH = re.compile(r"[-\u2010-\u2015]\s*")
_SENTENCE_END = re.compile(r"[.!?…:;。！？؟।]['\"»”’)\]]*$")
_LONGEST_PAUSE = 3.0
"""Whoever is silent for so many seconds says something new."""
_MOST_SLOTS = 8
_MUSIC = re.compile(r"[♪♫#\s]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSlot:
    """A place for words: a cue, or the line of one of two speakers in it."""

    cue: int
    """Number of the cue, from 0."""
    lines: tuple[tuple[int, int], ...]
    """Where it stands in the file."""
    before: str
    """What stands before the words: tags, the dash of a speaker."""
    words: str
    after: str
    marks: tuple[tuple[int, str], ...]
    """The tags between the words, with their places in these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A sentence or more, said through one or several places."""

    slots: tuple[SpeechSlot, ...]
    tags: tuple[str, ...]
    """What each mark of its part stands for."""


def speech_parts(text: str, *, is_vtt: bool) -> tuple[list[SourcePart], list[Cue]]:
    """Return what is said in a file, the places as anchors, and its cues."""
    found = cues(text)
    slots = [slot for number, cue in enumerate(found) for slot in _slots(text, number, cue, is_vtt=is_vtt)]
    return [_part(group) for group in _grouped(slots, found)], found


def _slots(text: str, number: int, cue: Cue, *, is_vtt: bool) -> Iterator[SpeechSlot]:
    lines = [text[slice(*line)] for line in cue.lines]
    bare = [TAG.sub("", line).strip() for line in lines]
    if len(lines) > 1 and all(_DASH.match(line) for line in bare):
        for line, place in zip(lines, cue.lines, strict=True):
            yield from _slot(line, number, (place,), is_vtt=is_vtt)
    else:
        yield from _slot("\n".join(lines), number, cue.lines, is_vtt=is_vtt)


def _slot(raw: str, number: int, lines: tuple[tuple[int, int], ...], *, is_vtt: bool) -> Iterator[SpeechSlot]:
    before = re.match(rf"(?:\s|{TAG.pattern}|{_DASH.pattern}(?=\S))*", raw)
    start = before.end() if before else 0
    after = re.search(rf"(?:\s|{TAG.pattern})*$", raw[start:])
    end = start + (after.start() if after else len(raw))
    marks: list[tuple[int, str]] = []
    words, at = "", start
    for tag in TAG.finditer(raw, start, end):
        words += _read(raw[at : tag.start()], is_vtt=is_vtt)
        marks.append((len(words), tag[0]))
        at = tag.end()
    words += _read(raw[at:end], is_vtt=is_vtt)
    if words.strip() and not _MUSIC.fullmatch(words):
        yield SpeechSlot(
            cue=number,
            lines=lines,
            before=raw[:start].replace("\n", ""),
            words=words,
            after=raw[end:].strip(),
            marks=tuple(marks),
        )


def _read(raw: str, *, is_vtt: bool) -> str:
    """Return words as they are read; a line end is a space, so places stay."""
    return (unescape(raw) if is_vtt else raw).replace("\n", " ")


def _grouped(slots: Sequence[SpeechSlot], found: Sequence[Cue]) -> Iterator[list[SpeechSlot]]:
    group: list[SpeechSlot] = []
    for slot in slots:
        if group and not _goes_on(group, slot, found):
            yield group
            group = []
        group.append(slot)
    if group:
        yield group


def _goes_on(group: Sequence[SpeechSlot], slot: SpeechSlot, found: Sequence[Cue]) -> bool:
    last = group[-1]
    pause = found[slot.cue].start - found[last.cue].end
    return (
        len(group) < _MOST_SLOTS
        and slot.cue != last.cue
        and pause <= _LONGEST_PAUSE
        and not _DASH.search(slot.before)
        and not _SENTENCE_END.search(last.words.strip())
    )


def _part(group: Sequence[SpeechSlot]) -> SourcePart:
    marks: list[PartMark] = []
    tags: list[str] = []
    text = ""
    for slot in group:
        text += " " if text else ""
        sides = _sides([tag for _, tag in slot.marks], len(marks))
        for (at, tag), (side, pair) in zip(slot.marks, sides, strict=True):
            role = "html" if pair is None else "emphasis"
            marks.append(PartMark(at=len(text) + at, role=role, side=side, pair=pair))  # type: ignore[arg-type]
            tags.append(tag)
        text += slot.words
    own_marks, own_tags = settled_marks(text, marks, tags)
    return SourcePart(
        kind="paragraph",
        text=text,
        marks=own_marks,
        anchor=Speech(slots=tuple(group), tags=own_tags),
    )


def _sides(tags: Sequence[str], first: int) -> list[tuple[str, int | None]]:
    """Return for each tag whether it opens or closes a pair, and which; pairs are numbered from ``first``."""
    sides: list[tuple[str, int | None]] = [("whole", None)] * len(tags)
    waiting: list[int] = []
    for number, tag in enumerate(tags):
        name = _NAME.match(tag)
        if name is None:
            continue
        if not tag.startswith("</"):
            waiting.append(number)
        elif waiting and (opening := _NAME.match(tags[waiting[-1]])) and opening[1] == name[1]:
            partner = waiting.pop()
            sides[partner], sides[number] = ("open", first + partner), ("close", first + partner)
    return sides
