"""What is said in subtitles: the words of cues put together to sentences, without the tags around them.

A sentence often runs through several cues. Each alone would be translated as if it were a whole one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise

from pipeline.core.dataclass import dataclass
from pipeline.read.formats.compose import UNSPACED, PartMark, SourcePart, settled_marks
from pipeline.read.formats.subtitles.cues import Cue, cues

TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]{4,12}>|\{\\[^{}\n]{1,80}\}")
"""Tags: ``<i>``, ``<v Anna>``, ``<00:01.500>``, ``{\\an8}``."""
_NAME = re.compile(r"</?([A-Za-z]+)")
_DASH = re.compile(r"[-\u2010-\u2015]\s*")
_SPEAKER = re.compile(r">{2,3}\s*(?=\S)")
"""How captions of live television mark another speaker."""
_NAMED = re.compile(r"(?:>{2,3}\s*)?[^\W\d_a-z](?:[^\W\d_a-z]|[ .'’#\d-]){1,30}[:：]\s+(?=\S)")
"""The name of a speaker in capitals, with a colon."""
_SENTENCE_END = re.compile(r"[.!?…:;。！？؟।]['\"»”’)\]]*$")
_LONGEST_PAUSE = 0.8
"""Whoever is silent for so many seconds says something new."""
_MOST_SLOTS = 8
_SOUND = re.compile(r"[-\s]*[(\[{（［【〔〈][^()\[\]{}（）［］【】〔〕〈〉]{1,200}[)\]}）］】〕〉][\s.:]*")
"""What is heard or seen, in brackets: ``(DOOR CLOSES)``, ``[coughs]``."""
_FEWEST_CAPITALS = 5
"""Letters of a title on the screen; fewer may be an abbreviation in a sentence."""
_HAS_MUSIC = re.compile("[♪♫#]")
_IN_UNSPACED = re.compile(f"[{UNSPACED}]{{2}}")
_MUSIC = re.compile(r"[♪♫#\s]*")
_MUSIC_BEFORE, _MUSIC_AFTER = r"[♪♫]|#(?=\s)", r"[♪♫]|(?<=\s)#"
_EMPTY = re.compile(r"<([A-Za-z]{1,9})[^<>\n]{0,200}></\1>")
_READINGS = re.compile(r"<rt\b[^<>\n]{0,200}>[^<>]{0,200}(?:</rt>|(?=</ruby>))|</?ruby\b[^<>\n]{0,200}>")
"""How signs are read, beside these; and the tags around both."""
_END_IN_UNSPACED = re.compile(f"(?<=[{UNSPACED}])\n(?=[{UNSPACED}])")


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
    tags: tuple[str | int, ...]
    """What each mark of its part stands for: a tag; or the place, counted from 0, that begins there, where a
    neighbour has not the look that all of it has."""


def speech_parts(text: str, *, is_vtt: bool) -> tuple[list[SourcePart], list[Cue]]:
    """Return what is said in a file, the places as anchors, and its cues."""
    found = cues(text)
    slots = [slot for number, cue in enumerate(found) for slot in _slots(text, number, cue, is_vtt=is_vtt)]
    return [_part(group) for group in _grouped(slots, found)], found


def _slots(text: str, number: int, cue: Cue, *, is_vtt: bool) -> Iterator[SpeechSlot]:
    lines = [text[slice(*line)] for line in cue.lines]
    bare = [TAG.sub("", line).strip() for line in lines]
    starts = [0, *(at for at in range(1, len(lines)) if _begins_anew(bare, at)), len(lines)]
    for start, end in pairwise(starts):
        yield from _slot("\n".join(lines[start:end]), number, cue.lines[start:end], is_vtt=is_vtt)


def _begins_anew(bare: Sequence[str], at: int) -> bool:
    """Say whether a line of a cue is another speaker's, or in another script.

    A dash that is no hyphen may stand in the middle of a sentence, if no line before has one.
    """
    before, line = bare[at - 1], bare[at]
    if _differ(before, line) or _are_apart(before, line) or _SPEAKER.match(line) or _is_named(line):
        return True
    if not _DASH.match(line):
        return False
    is_plain = line[0] in "-\u2010" and not line[1:2].isdecimal()
    return is_plain or any(map(_DASH.match, bare[:at])) or _SENTENCE_END.search(before) is not None


def _is_named(line: str) -> bool:
    """Say whether a line begins with the name of who speaks, in capitals: ``JEAN: Where are you?``."""
    found = _NAMED.match(line)
    return found is not None and found[0].upper() == found[0] and any(map(str.isalpha, found[0]))


def _differ(words: str, others: str) -> bool:
    """Say whether words are in different scripts; those without letters are in any."""
    scripts = _script(words), _script(others)
    return all(scripts) and scripts[0] != scripts[1]


def _are_apart(words: str, others: str) -> bool:
    """Say whether one of two is what is heard or seen, and the other is not said in the same breath."""
    return any(map(_SOUND.fullmatch, (words, others))) or _is_title(words) != _is_title(others)


def _is_title(words: str) -> bool:
    """Say whether words are all in capitals, as titles on the screen are among subtitles that are not."""
    return words.isupper() and sum(map(str.isupper, words)) >= _FEWEST_CAPITALS


def _script(words: str) -> str:
    """Return the script of most letters: the first word of their names; kana and Chinese signs are one."""
    names = Counter(unicodedata.name(sign, "").partition(" ")[0] for sign in words if sign.isalpha())
    for name in ("HIRAGANA", "KATAKANA", "CJK"):
        names["EAST"] += names.pop(name, 0)
    return max(names, key=lambda name: names[name]) if names.total() else ""


def _slot(raw: str, number: int, lines: tuple[tuple[int, int], ...], *, is_vtt: bool) -> Iterator[SpeechSlot]:
    raw = _EMPTY.sub("", _READINGS.sub("", raw))
    before = re.match(rf"(?:\s|{TAG.pattern}|{_DASH.pattern}(?=\S)|{_MUSIC_BEFORE})*", raw)
    start = before.end() if before else 0
    speaker = (_NAMED if _is_named(raw[start:]) else _SPEAKER).match(raw, start)
    start = speaker.end() if speaker else start
    after = re.search(rf"(?:\s|{TAG.pattern}|{_MUSIC_AFTER})*$", raw[start:])
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
            after=(" " if _HAS_MUSIC.match(raw[end:].lstrip()) else "") + raw[end:].strip(),
            marks=tuple(marks),
        )


def _read(raw: str, *, is_vtt: bool) -> str:
    """Return words as they are read; a line end is a space where the script has these."""
    return _END_IN_UNSPACED.sub("", unescape(raw) if is_vtt else raw).replace("\n", " ")


def _grouped(slots: Sequence[SpeechSlot], found: Sequence[Cue]) -> Iterator[list[SpeechSlot]]:
    """Yield the places of each sentence; what is heard in the middle of one comes behind it."""
    group: list[SpeechSlot] = []
    heard: list[SpeechSlot] = []
    for slot in slots:
        if group and _SOUND.fullmatch(slot.words) and not _is_ended(group[-1]):
            heard.append(slot)
            continue
        before = heard[-1] if heard else group[-1] if group else slot
        if group and not _goes_on(group, slot, found[slot.cue].start - found[before.cue].end):
            yield from (group, *([each] for each in heard))
            group, heard = [], []
        group.append(slot)
    if group:
        yield from (group, *([each] for each in heard))


def _goes_on(group: Sequence[SpeechSlot], slot: SpeechSlot, pause: float) -> bool:
    last = group[-1]
    return (
        len(group) < _MOST_SLOTS
        and slot.cue != last.cue
        and pause <= _LONGEST_PAUSE
        and not _DASH.search(slot.before)
        and not slot.before.rstrip().endswith((">>", ":", "："))
        and not _HAS_MUSIC.search(last.after)
        and (_has_music(group[0]) or not _has_music(slot))
        and not _are_apart(last.words, slot.words)
        and not _differ(last.words, slot.words)
        and not _is_ended(last)
    )


def _is_ended(slot: SpeechSlot) -> bool:
    """Say whether nothing goes on behind a place: its sentence ends, or it is none."""
    words = slot.words.strip()
    return _SENTENCE_END.search(words) is not None or _SOUND.fullmatch(words) is not None


def _has_music(slot: SpeechSlot) -> bool:
    """Say whether a place begins with a sign of music: it is sung."""
    return _HAS_MUSIC.search(TAG.sub("", slot.before)) is not None


def _part(group: Sequence[SpeechSlot]) -> SourcePart:
    marks: list[PartMark] = []
    tags: list[str | int] = []
    text = ""
    runs = _runs(group)
    opened = 0
    for number, slot in enumerate(group):
        is_unspaced = _IN_UNSPACED.fullmatch(text[-1:] + slot.words[:1].strip())
        text += " " if text and not is_unspaced else ""
        if number in runs.values():
            opened = len(marks)
            marks.append(PartMark(at=len(text), role="emphasis", side="open", pair=opened))
            tags.append(number)
        sides = _sides([tag for _, tag in slot.marks], len(marks))
        for (at, tag), (side, pair) in zip(slot.marks, sides, strict=True):
            role = "html" if pair is None else "emphasis"
            marks.append(PartMark(at=len(text) + at, role=role, side=side, pair=pair))  # type: ignore[arg-type]
            tags.append(tag)
        text += slot.words
        if number in runs:
            at = len(text.rstrip())
            marks.append(PartMark(at=at, role="emphasis", side="close", pair=opened))
            tags.append(number + 1)
    own_marks, own_tags = settled_marks(text, marks, tags)
    return SourcePart(
        kind="paragraph",
        text=text,
        marker=_speaker(group[0].before),
        marks=own_marks,
        anchor=Speech(slots=tuple(group), tags=own_tags),
    )


def _runs(group: Sequence[SpeechSlot]) -> dict[int, int]:
    """Return the places of a sentence that look alike and unlike those around them: the last, and the first.

    Where words change places, those of one look must not come into another.
    """
    looks = [_look(slot) for slot in group]
    runs: dict[int, int] = {}
    first = 0
    for last, look in enumerate(looks):
        if last + 1 < len(looks) and looks[last + 1] == look:
            continue
        if look and last - first + 1 < len(looks):
            runs[last] = first
        first = last + 1
    return runs


def _look(slot: SpeechSlot) -> tuple[str, ...]:
    """Return the tags that stand around all words of a place: its look, or who speaks."""
    closed = {
        name[1] for tag in TAG.findall(slot.after) if tag.startswith("</") and (name := _NAME.match(tag))
    }
    return tuple(
        tag
        for tag in TAG.findall(slot.before)
        if not tag.startswith("</") and (name := _NAME.match(tag)) and (name[1] in closed or name[1] == "v")
    )


def _speaker(before: str) -> str:
    """Return the name of a speaker in what stands before words, with a space after it; empty for none."""
    found = _NAMED.search(f"{TAG.sub('', before).rstrip()} x")
    return found[0] if found else ""


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
