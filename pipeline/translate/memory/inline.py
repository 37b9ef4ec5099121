"""The words of a TMX segment, without the inline markup of the tools that wrote it.

TMX 1.4 has elements for the codes of other formats (``<bpt>``, ``<ept>``, ``<it>``, ``<ut>``): what stands in
them is code, and no word. Files also hold elements of XLIFF and HTML, such as ``<g>``, ``<mrk>`` and ``<b>``,
around words of the sentence. Those are kept, as is what ``<ph>`` holds where that is no code, or a field for
a value (``%s``), which keeps its place. A line break in any of these forms parts two words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_CODE = frozenset({"bpt", "ept", "it", "ut"})
"""Elements whose content is code of the original format."""
_PLACEHOLDER = "ph"
"""The element that holds code, or words that were not to be translated."""
_BLOCKS = frozenset(
    {
        "br",
        "lb",
        "p",
        "div",
        "li",
        "tr",
        "td",
        "th",
        "par",
        "line",
        "break",
        "row",
        "cell",
        "tab",
        "paragraph",
    }
)
"""Elements of other formats between which words are not joined."""
_BREAK_TYPES = frozenset({"lb", "br", "pb", "newline", "linebreak", "line-break", "tab"})
"""Values of ``type`` and ``ctype`` for line breaks and tabs, also with ``x-`` before them."""
_BREAK_CODE = re.compile(
    r"<\s*/?\s*(?:\w+:)?(?:br|lb|p|div|li|tr|td|th|tab|line)\b|\\(?:line|par|tab)\b|\\[nrt](?![a-z])|[\n\r\t]",
    re.IGNORECASE,
)
"""Code that breaks a line, in HTML, XML, Rich Text and strings of programs."""
_MARKUP = re.compile(
    r"<[^<>]*>?|\[/?\w{1,12}\]|\{[^{}]*\}?|\}|\\[a-z]+-?\d* ?|\\.|&[#\w]+;"
    r"|%(?:\(\w+\))?[\d.$-]*[a-z@]\b|\$\w+|@\w+",
    re.IGNORECASE,
)
"""Code in a placeholder: tags, fields in brackets, Rich Text, entities, and what programs replace."""
_WORD = re.compile(r"[^\W\d_]{2}|\d{2}|[\u3005-\u30ff\u3400-\u9fff]|\w\s+\w")
"""What shows that a placeholder holds words, or a number that is none of a tag."""
_VALUE = re.compile(
    r"\{\{[^{}]+\}\}|\$\{[^{}]+\}|\{[A-Za-z_][\w.]*\}|%\(\w+\)[\d.$-]*[a-z]|%[\d.$+-]*[a-z@]|%%\w+%%|\$\w+",
    re.IGNORECASE,
)
"""Fields in whose places programs put values. Those of numbers in brackets are tags to some tools."""
_FIELD = re.compile(r"\s*(?:\{\d{0,3}\}|\[\d{1,3}\]|%\d{1,3}|\d)?\s*")
"""Such a field that may be a tag as well, or a placeholder whose code the file does not have."""
_SUB_FLOW = "sub"
"""The element for texts within code, such as the description of a picture; they belong to no sentence."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts without spaces, beside which a value and a tag look alike."""
_OPENS, _CLOSES = re.compile(r"[\s(\[«“„‘\"'’\-–—/#$€£:=]?"), re.compile(r"[\s)\]»”’\"'\-–—/%°.,;:!?…]?")
"""What stands before a value, and behind it, where no space does."""
_SUBSCRIPT = re.compile(r"\S{0,4}")
"""What the element holds where it is HTML's, as in a formula."""


class Words:
    """Collects the words of one element at a time, such as ``<seg>``."""

    def __init__(self, most: int) -> None:
        """Collect up to ``most`` characters."""
        self._most = most
        self._within: list[str] | None = None
        """The open elements within; None where nothing is collected."""
        self._parts: list[str] = []
        self._code: list[str] = []
        self._length = self._code_length = 0
        self._code_at = 0
        self._is_break = False
        self._fields: dict[int, str] = {}
        """Fields that may be tags, by where they stand among the parts."""
        self._sub_at = self._sub_from = 0

    @property
    def is_open(self) -> bool:
        """Whether an element is open whose words are collected."""
        return self._within is not None

    def open(self) -> None:
        """Begin with an element."""
        self._within, self._parts, self._length, self._code_at = [], [], 0, 0
        self._fields, self._sub_at = {}, 0

    def close(self) -> str | None:
        """End the element; return its words, None where they are too many, or a value of them is not told."""
        self._within = None
        if self._length > self._most:
            return None
        for at, field in self._fields.items():
            is_value = self._is_value(at)
            if is_value is None or (is_value and not _is_named(field)):
                return None
            self._parts[at] = field if is_value else ""
        return "".join(self._parts)

    def _is_value(self, at: int) -> bool | None:
        """Say whether a field stands as a word does; a tag touches one. None where that tells nothing."""
        before = "".join(part for place, part in enumerate(self._parts[:at]) if place not in self._fields)
        behind = "".join(
            part for place, part in enumerate(self._parts[at + 1 :], at + 1) if place not in self._fields
        )
        beside = before[-1:], behind[:1]
        if any(_UNSPACED.match(sign) for sign in beside):
            return None
        return bool(_OPENS.fullmatch(beside[0]) and _CLOSES.fullmatch(beside[1]))

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Enter an element within."""
        if self._within is None:
            return
        self._within.append(name)
        if self._code_at:
            self._is_break = self._is_break or _plain(name) in _BLOCKS
            return
        kinds = {attributes.get(key, "").lower().removeprefix("x-") for key in ("type", "ctype")}
        self._is_break = not kinds.isdisjoint(_BREAK_TYPES)
        if name in _CODE or name == _PLACEHOLDER:
            self._code_at, self._code, self._code_length = len(self._within), [], 0
        elif self._is_break or _plain(name) in _BLOCKS:
            self._take(" ")
        elif name == _SUB_FLOW and not self._sub_at:
            self._sub_at, self._sub_from = len(self._within), len(self._parts)

    def end(self, name: str) -> bool:
        """Leave an element within; return False where it is the one that was opened."""
        if not self._within:
            return False
        if self._code_at == len(self._within):
            code, self._code_at = "".join(self._code), 0
            if self._is_break or _BREAK_CODE.search(code):
                self._take(" ")
            if name == _PLACEHOLDER:
                self._place(code)
        elif not self._code_at and _plain(name) in _BLOCKS:
            self._take(" ")
        if self._sub_at == len(self._within):
            self._leave_sub()
        self._within.pop()
        return True

    def _place(self, code: str) -> None:
        """Take what a placeholder holds, which broke no line."""
        if _VALUE.fullmatch(code.strip()):
            self._take(code)
        elif not self._is_break and _FIELD.fullmatch(code):
            self._fields[len(self._parts)] = code.strip()
            self._parts.append("")
        else:
            self._take(_words_in(code))

    def _leave_sub(self) -> None:
        """Leave out a text that belongs to no sentence, but keep a subscript."""
        text = "".join(self._parts[self._sub_from :])
        if not _SUBSCRIPT.fullmatch(text):
            del self._parts[self._sub_from :]
            self._fields = {at: field for at, field in self._fields.items() if at < self._sub_from}
        self._sub_at = 0

    def add(self, text: str) -> None:
        """Take text as it comes."""
        if not self._code_at:
            self._take(text)
        elif self._within and _SUB_FLOW not in self._within and self._code_length <= self._most:
            self._code_length += len(text)
            self._code.append(text)

    def _take(self, text: str) -> None:
        self._length += len(text)
        if self._length <= self._most:
            self._parts.append(text)


def _is_named(field: str) -> bool:
    """Say whether a field says which value it is: ``{0}``, but not an empty one, nor a bare number."""
    return bool(field) and not field.isdecimal()


def _plain(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _words_in(code: str) -> str:
    r"""Return the words that a placeholder holds beside code; empty where it holds none.

    >>> _words_in("<br/>"), _words_in("{0}"), _words_in("{\b "), _words_in("%1$s"), _words_in("Acme <b>")
    ('', '', '', '', 'Acme ')
    """
    text = _MARKUP.sub("", code)
    return text if _WORD.search(text) else ""
