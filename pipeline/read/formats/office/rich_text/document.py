"""Rich Text Format: its paragraphs, lists, tables and notes, without deleted and hidden text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field, replace
from locale import windows_locale

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.office import stated
from pipeline.read.formats.office.found import FoundText, packed_found
from pipeline.read.formats.office.rich_text.flow import RichTextFlow
from pipeline.read.formats.office.rich_text.header import TIME_PARTS, named_styles, stated_time
from pipeline.read.formats.office.rich_text.tokens import (
    CODE_PAGES,
    SHIFTS,
    SIGNS,
    SKIPPED,
    RichTextToken,
    rich_text_tokens,
)

_MAX_GROUPS = 2_000
"""The most groups inside one another."""
_UTF_8 = 65_001
_BEGINNING = re.compile(rb"\s*\{\\rtf")
_INFO = frozenset((b"title", b"author"))
_SWITCHES = {b"b": "is_bold", b"v": "is_hidden", b"deleted": "is_deleted"}


@dataclass(slots=True)
class _State:
    """What a group inherits and leaves behind."""

    destination: str = "text"
    encoding: str = ""
    """Of the font; empty for the document's own."""
    replaced: int = 1
    """So many signs stand for a Unicode character in readers that do not know it."""
    is_bold: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    shift: str = ""
    """Whether words stand above or below the line: ``superscript`` or ``subscript``."""
    is_starred: bool = False
    language: int = 0
    at_end: Callable[[], None] | None = None
    """Called when the group ends that began the destination."""


def read_rich_text(content: bytes) -> bytes:
    """Return what is found in a document, packed. Raises ``SourceError`` with the end of a sentence."""
    if not _BEGINNING.match(content):
        raise SourceError("is damaged, or no RTF: it does not begin with {\\rtf")
    document = RichTextDocument()
    document.take(content)
    return packed_found(document.found())


@dataclass(slots=True)
class RichTextDocument:
    """Follows the tokens of a document."""

    _stack: list[_State] = field(default_factory=list)
    _state: _State = field(default_factory=_State)
    _encoding: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _flows: list[RichTextFlow] = field(default_factory=lambda: [RichTextFlow()])
    _notes: list[list[SourcePart]] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _to_replace: int = 0
    _font: int = 0
    _words: dict[str, list[str]] = field(default_factory=dict)
    """What stands in destinations beside the text."""
    _style: int = 0
    _times: dict[bytes, dict[bytes, int]] = field(default_factory=dict)
    _styles: dict[int, str] = field(default_factory=dict)
    _bases: dict[int, int] = field(default_factory=dict)
    """The styles that others are based on."""
    _languages: dict[int, int] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """Read a document to its end. Raises ``SourceError`` where it is nested too deeply."""
        for token in rich_text_tokens(content):
            if token.kind in ("byte", "text"):
                self._text(token)
            else:
                self._flush()
                self._control(token)
        self._flush()

    def found(self) -> FoundText:
        """Return what was found."""
        while self._stack:
            self._close()
        parts = self._flows[0].finished(named_styles(self._styles, self._bases))
        for number, note in enumerate(self._notes, 1):
            parts += [
                SourcePart(kind="footnote", text=part.text, marker="" if index else f"[{number}] ")
                for index, part in enumerate(note)
            ]
        common = max(self._languages, key=lambda code: self._languages[code], default=0)
        return FoundText(
            parts=stated.titled(parts, "".join(self._words.get("title", []))),
            authors=stated.authors_of(["".join(self._words.get("author", []))]),
            time=stated.time_of(
                stated_time(self._times.get(b"revtim", {})), stated_time(self._times.get(b"creatim", {}))
            ),
            language=stated.language_of(windows_locale.get(common)),
        )

    def _text(self, token: RichTextToken) -> None:
        content = token.content
        if self._to_replace:
            skipped = min(self._to_replace, len(content))
            self._to_replace -= skipped
            content = content[skipped:]
        self._bytes += content

    def _flush(self) -> None:
        """Hand on the bytes that were collected, which may be several to a character."""
        if self._bytes:
            encoding = self._state.encoding or self._encoding
            self._say(self._bytes.decode(encoding, "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        state = self._state
        if state.destination == "text":
            if not state.is_hidden and not state.is_deleted:
                self._flows[-1].say(text, is_bold=state.is_bold, shift=state.shift)
                self._languages[state.language] = self._languages.get(state.language, 0) + len(text.strip())
        elif state.destination == "marker":
            self._flows[-1].mark(text)
        elif state.destination == "style":
            self._styles[self._style] = (self._styles.get(self._style, "") + text).rstrip(";")
        elif state.destination in ("title", "author"):
            self._words.setdefault(state.destination, []).append(text)

    def _control(self, token: RichTextToken) -> None:
        if token.kind == "open":
            if len(self._stack) >= _MAX_GROUPS:
                raise SourceError("is nested too deeply")
            self._stack.append(self._state)
            self._state = replace(self._state, is_starred=False, at_end=None)
            self._to_replace = 0
        elif token.kind == "close":
            self._to_replace = 0
            self._close()
        elif token.kind == "symbol":
            self._symbol(token.content)
        elif self._to_replace:
            self._to_replace -= 1
        else:
            self._word(token.content, token.number)

    def _close(self) -> None:
        if self._stack:
            state, self._state = self._state, self._stack.pop()
            if state.at_end is not None:
                state.at_end()

    def _symbol(self, symbol: bytes) -> None:
        if self._to_replace:
            self._to_replace -= 1
        elif symbol == b"*":
            self._state.is_starred = True
        elif symbol in (b"\r", b"\n"):
            self._word(b"par", None)
        elif symbol in SIGNS:
            self._say(SIGNS[symbol])

    def _word(self, word: bytes, number: int | None) -> None:
        state = self._state
        is_starred, state.is_starred = state.is_starred, False
        if word == b"u" and number is not None:
            self._unicode(number)
        elif word in _DESTINATIONS:
            _DESTINATIONS[word](self, word)
        elif word in SKIPPED or is_starred:
            state.destination = "none"
        elif word in SIGNS and word != b"par":
            self._say(SIGNS[word])
        elif word in _SWITCHES or word in SHIFTS:
            self._switch(word, is_on=number != 0)
        elif word == b"plain":
            state.is_bold = state.is_hidden = state.is_deleted = False
            state.shift = ""
        elif word in _SETTINGS and number is not None:
            _SETTINGS[word](self, number)
        elif word in TIME_PARTS and state.destination.startswith("time "):
            kind = state.destination.removeprefix("time ").encode()
            self._times.setdefault(kind, {})[word] = number or 0
        elif state.destination == "text" and not (word == b"par" and state.is_deleted):
            self._flows[-1].control(word, number)

    def _switch(self, word: bytes, *, is_on: bool) -> None:
        if word in SHIFTS:
            self._state.shift = SHIFTS[word] if is_on else ""
        else:
            setattr(self._state, _SWITCHES[word], is_on)

    def _unicode(self, number: int) -> None:
        self._say(chr(number % 65_536))
        self._to_replace = self._state.replaced

    def _begin(self, destination: str) -> None:
        if self._state.destination != "none":
            self._state.destination = destination

    def _begin_info(self, word: bytes) -> None:
        if self._state.destination == "info":
            name = word.decode()
            self._state.destination = "none" if name in self._words else name

    def _begin_time(self, word: bytes) -> None:
        if self._state.destination == "info":
            self._state.destination = f"time {word.decode()}"

    def _begin_field(self, _: bytes) -> None:
        self._begin("none")

    def _begin_note(self, _: bytes) -> None:
        if self._state.destination == "text":
            self._flows.append(RichTextFlow())
            self._state.at_end = self._end_note

    def _end_note(self) -> None:
        if parts := self._flows.pop().finished(self._styles):
            self._notes.append(parts)

    def _begin_box(self, _: bytes) -> None:
        """Read the text in a shape, which stands in a destination that others may ignore."""
        if self._state.destination in ("text", "shape"):
            self._state.destination = "text"
            self._flows.append(RichTextFlow())
            self._state.at_end = self._end_box

    def _end_box(self) -> None:
        parts = self._flows.pop().finished(self._styles)
        self._flows[-1].add_box(parts)

    def _set_font(self, number: int) -> None:
        self._font = number
        if self._state.destination != "fonts":
            self._state.encoding = self._fonts.get(number, "")

    def _set_charset(self, number: int) -> None:
        if self._state.destination == "fonts" and number in CODE_PAGES:
            self._fonts[self._font] = CODE_PAGES[number]

    def _set_page(self, number: int) -> None:
        with suppress(LookupError):
            self._encoding = codecs.lookup("utf-8" if number == _UTF_8 else f"cp{number}").name

    def _set_style(self, number: int) -> None:
        if self._state.destination == "style":
            self._style = number
        else:
            self._flows[-1].control(b"s", number)

    def _set_base(self, number: int) -> None:
        if self._state.destination == "style" and number != self._style:
            self._bases[self._style] = number

    def _set_replaced(self, number: int) -> None:
        self._state.replaced = max(0, min(number, 100))

    def _set_language(self, number: int) -> None:
        self._state.language = number


_DESTINATIONS: Mapping[bytes, Callable[[RichTextDocument, bytes], None]] = {
    b"fonttbl": lambda document, _: document._begin("fonts"),
    b"stylesheet": lambda document, _: document._begin("style"),
    b"info": lambda document, _: document._begin("info"),
    b"listtext": lambda document, _: document._begin("marker"),
    b"pntext": lambda document, _: document._begin("marker"),
    b"shpinst": lambda document, _: document._begin("shape"),
    **dict.fromkeys(_INFO, RichTextDocument._begin_info),
    **dict.fromkeys((b"creatim", b"revtim"), RichTextDocument._begin_time),
    b"fldinst": RichTextDocument._begin_field,
    b"footnote": RichTextDocument._begin_note,
    b"shptxt": RichTextDocument._begin_box,
}
_SETTINGS: Mapping[bytes, Callable[[RichTextDocument, int], None]] = {
    b"f": RichTextDocument._set_font,
    b"fcharset": RichTextDocument._set_charset,
    b"ansicpg": RichTextDocument._set_page,
    b"s": RichTextDocument._set_style,
    b"sbasedon": RichTextDocument._set_base,
    b"uc": RichTextDocument._set_replaced,
    b"lang": RichTextDocument._set_language,
    b"deflang": RichTextDocument._set_language,
}
