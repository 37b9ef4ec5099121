"""Cues in a file of subtitles: their times, and where their words stand in the file.

WebVTT is https://www.w3.org/TR/webvtt1/. SubRip has no standard; files lack numbers, have dots for commas and
lines of blanks, and are read all the same.
"""

from __future__ import annotations

import re

from pipeline.core.dataclass import dataclass

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_ARROW = "(?:-{1,3}|[\u2013\u2014])>|\u2192"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*(?:{_ARROW})[ \t]*{_TIME}(?:[ \t][^\n]*)?")
_CUT = re.compile(
    r"[ \t]{0,9}(?:\d{1,3}:)?\d{1,2}:\d{1,2}[,.:][\d:,.]{0,9}"
    rf"[ \t]{{0,9}}(?:-{{1,3}}|{_ARROW})?[ \t]{{0,9}}[\d:,.]{{0,12}}"
)
"""Times that break off."""
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
        timing = _TIMING.fullmatch(text, start, end)
        at += 1
        if timing is None:
            continue
        first = at
        at = _end_of_cue(text, lines, at, is_vtt=is_vtt)
        own = tuple(line for line in lines[first:at] if not _is_blank(text, line))
        if own:
            times = timing.groups()
            found.append(Cue(start=_seconds(times[:4]), end=_seconds(times[4:]), lines=own))
    return found


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
    while at < len(lines) and not _TIMING.fullmatch(text, *lines[at]):
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
