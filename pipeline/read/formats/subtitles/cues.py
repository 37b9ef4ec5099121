"""Cues in a file of subtitles: their times, and where their words stand in the file.

WebVTT is https://www.w3.org/TR/webvtt1/. SubRip has no standard; files lack numbers, have dots for commas and
lines of blanks, and are read all the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.core.dataclass import dataclass

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_ARROW = "(?:-{1,3}|[\u2013\u2014])>|\u2192"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*(?:{_ARROW})[ \t]*{_TIME}(?:[ \t][^\n]*)?")
_CUT = re.compile(
    r"[ \t]{0,9}(?:\d{1,3}:)?\d{1,2}:\d{1,2}[,.:][\d:,.]{0,9}"
    rf"[ \t]{{0,9}}(?:-{{1,3}}|{_ARROW})?[ \t]{{0,9}}[\d:,.]{{0,12}}"
)
"""Times that break off."""
_DAMAGED = re.compile(
    rf"[ \t]{{0,9}}([^\s<>\u2010-\u2015\u2192-]{{0,16}})[ \t]{{0,9}}((?:{_ARROW})|[^\s\d]{{0,4}})"
    r"[ \t]{0,9}(\S{0,16})(?:[ \t][^\n]*)?"
)
"""Two words, of which at least one is to be a time, and what parts them."""
_SEPARATORS = re.compile("[:;.,]")
_FEWEST_DIGITS, _FEWEST_SEPARATORS, _MOST_LETTERS = 4, 2, 3
"""What a word has that is, or was, a time."""
_USUAL = 2.0
"""Seconds of a cue whose end is not known, nor the start of the next."""
_APART = ("NOTE", "STYLE", "REGION")
"""Words that begin a block of WebVTT without cues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A subtitle."""

    start: float
    """When it comes, in seconds."""
    end: float
    lines: tuple[tuple[int, int], ...]
    """Where its lines of words stand in the file: first and last place, in characters."""
    damaged_at: int | None = None
    """Where the line of its times begins, if one cannot be read; its neighbours tell it then."""

    @property
    def seconds(self) -> float:
        """How long it stays."""
        return self.end - self.start


def cues(text: str) -> list[Cue]:
    """Return the cues of a file with words, in its order; line ends may be those of any system."""
    found: list[Cue] = []
    lines = list(_lines(text))
    del lines[_cut_line(text, lines) :]
    at, is_vtt = 0, text.lstrip("\ufeff").startswith("WEBVTT")
    while at < len(lines):
        start, end = lines[at]
        if is_vtt and text[start:end].split(" ")[0] in _APART and (not at or _is_blank(text, lines[at - 1])):
            while at < len(lines) and not _is_blank(text, lines[at]):
                at += 1
            continue
        times = _times(text, lines, at)
        is_damaged = times is not None and not _TIMING.fullmatch(text, start, end)
        at += 1
        if times is None:
            continue
        first = at
        at = _end_of_cue(text, lines, at, is_vtt=is_vtt)
        own = tuple(line for line in lines[first:at] if not _is_blank(text, line))
        if own:
            cue = Cue(start=times[0], end=times[1], lines=own, damaged_at=start if is_damaged else None)
            found.append(cue)
    return _timed(found)


def _times(text: str, lines: list[tuple[int, int]], at: int) -> tuple[float, float] | None:
    """Return the times in a line, in seconds; None if it is no line of times.

    A time that cannot be read is -1. Such a line must stand where one is expected: after a number or a blank
    line, for words may have hours and arrows too.
    """
    if timing := _TIMING.fullmatch(text, *lines[at]):
        return _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
    if at and not _is_blank(text, lines[at - 1]) and not _is_number(text, lines[at - 1]):
        return None
    damaged = _DAMAGED.fullmatch(text, *lines[at])
    if damaged is None:
        return None
    start, arrow, end = damaged.groups()
    like = _is_like_time(start), _is_like_time(end)
    if not (any(like) if re.fullmatch(_ARROW, arrow) else all(like)):
        return None
    read = [re.fullmatch(_TIME, word) for word in (start, end)]
    first, last = (_seconds(time.groups()) if time else -1.0 for time in read)
    return first, last


def _is_like_time(word: str) -> bool:
    return (
        sum(map(str.isdecimal, word)) >= _FEWEST_DIGITS
        and len(_SEPARATORS.findall(word)) >= _FEWEST_SEPARATORS
        and sum(map(str.isalpha, word)) <= _MOST_LETTERS
    )


def _timed(found: list[Cue]) -> list[Cue]:
    """Return cues with the times between their neighbours for those that cannot be read."""
    made: list[Cue] = []
    for number, cue in enumerate(found):
        start, end = cue.start, cue.end
        if start < 0:
            start = made[-1].end if made else max(0.0, end - _USUAL)
        if end < 0:
            following = found[number + 1].start if number + 1 < len(found) else -1.0
            end = following if following > start else start + _USUAL
        made.append(replace(cue, start=start, end=end))
    return made


def cut_at(text: str) -> int | None:
    """Return where the times of a last cue begin that break off; None where none do."""
    lines = list(_lines(text))
    at = _cut_line(text, lines)
    return lines[at][0] if at < len(lines) else None


def _cut_line(text: str, lines: list[tuple[int, int]]) -> int:
    """Return the number of the line with which a cue begins whose times break off, else of the end."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if not _is_blank(text, lines[at])), -1)
    if last < 1 or not _CUT.fullmatch(text, *lines[last]) or _TIMING.fullmatch(text, *lines[last]):
        return len(lines)
    if _is_number(text, lines[last - 1]):
        return last - 1
    return last if _is_blank(text, lines[last - 1]) else len(lines)


def _end_of_cue(text: str, lines: list[tuple[int, int]], first: int, *, is_vtt: bool) -> int:
    """Return where the lines of a cue end: in WebVTT at a blank one, else at the next cue."""
    at = first
    while at < len(lines) and _times(text, lines, at) is None:
        if is_vtt and _is_blank(text, lines[at]):
            return at
        at += 1
    is_numbered = first < at < len(lines) and _is_number(text, lines[at - 1])
    return at - is_numbered


def _lines(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in re.finditer(r"\r\n|\n|\r", text):
        found.append((start, line.start()))
        start = line.end()
    return [*found, (start, len(text))]


def _is_blank(text: str, line: tuple[int, int]) -> bool:
    return not text[slice(*line)].strip()


def _is_number(text: str, line: tuple[int, int]) -> bool:
    return text[slice(*line)].strip().isdecimal()


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000
