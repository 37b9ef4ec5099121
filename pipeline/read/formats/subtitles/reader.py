"""Readers of subtitles."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.core.errors import SourceError
from pipeline.core.ports import Received
from pipeline.core.records import Parsed, Repair, SourceMetadata
from pipeline.read import encoding
from pipeline.read.formats.compose import composed
from pipeline.read.formats.subtitles.cues import cut_at
from pipeline.read.formats.subtitles.speech import speech_parts

LANGUAGE = re.compile(r"^(WEBVTT[^\n]*\n(?:[^\n]+\n)*?Language:[ \t]*)([\w-]{2,40})", re.MULTILINE)
"""The language in the head of WebVTT files, as YouTube writes it."""


class SubtitleReader:
    """Reads subtitles: what is said, without numbers, times and tags."""

    identity = ""
    is_vtt = False

    def read(self, received: Received) -> Parsed:
        """Return what is said, a paragraph for each sentence. Raises ``SourceError`` where nothing is."""
        decoded = encoding.decode(
            received.content, received.detector, where=received.where, declared=(received.charset,)
        )
        text = decoded.text
        parts, found = speech_parts(text, is_vtt=self.is_vtt)
        if not found:
            raise SourceError(
                f"{received.where}: holds no subtitles: no line has times as in 00:00:01,000 --> 00:00:02,500"
            )
        if not received.with_marks:
            parts = [replace(part, marks=()) for part in parts]
        said = LANGUAGE.search(text) if self.is_vtt else None
        metadata = SourceMetadata(language=said[2] if said else None)
        damaged = [cue.damaged_at for cue in found if cue.damaged_at is not None]
        cut = cut_at(text)

        def at_byte(place: int) -> int:
            return len(text[:place].encode(decoded.encoding, "replace"))

        repairs = decoded.repairs
        if damaged:
            repairs += (Repair(kind="times_lost", count=len(damaged), first=at_byte(damaged[0])),)
        if cut is not None:
            repairs += (Repair(kind="cut_short", count=1, first=at_byte(cut)),)
        return replace(composed(parts, metadata=metadata), encoding=decoded.encoding, repairs=repairs)


class SubRipReader(SubtitleReader):
    """Reads SubRip (.srt)."""


class WebVttReader(SubtitleReader):
    """Reads WebVTT (.vtt)."""

    is_vtt = True
