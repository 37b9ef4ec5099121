"""Signs of notes in a paragraph of a Word document that are written by hand, as raised numbers or links."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from pipeline.read.formats.note_signs import is_note_sign, shifted
from pipeline.read.formats.office.safe_xml import ARE_SPACES
from pipeline.read.formats.office.word.styles import child, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS_BEFORE = 40
"""So many signs before a number are looked at."""
WordUnit: TypeAlias = tuple[str, str, "_Element | None", "_Element | None"]
"""Its kind (``text``, ``shifted``, ``open``, ``close``, ``in_run``, ``beside``), words, element, and run's
properties."""


def with_signs(units: Sequence[WordUnit]) -> Iterator[WordUnit]:
    """Yield units with what refers to notes, raised numbers and links of these, as things without words."""
    at, before = 0, ""
    while at < len(units):
        end = _end_of_group(units, at)
        group = units[at:end]
        said = "".join(unit[1] for unit in group)
        words = [unit for unit in group if unit[0] == "text"]
        if words and _is_sign(group, said, before, next((unit[1] for unit in units[end:] if unit[1]), "")):
            is_link = group[0][0] == "open"
            yield from (
                [("beside", "", group[0][2], None)]
                if is_link
                else [("in_run", "", element, properties) for _, _, element, properties in words]
            )
        elif group[0][0] == "open" and not said.strip() and len(words) == len(group) - 2:
            yield "beside", said, group[0][2], None
        elif words and (written := _shifted(group, said, before)):
            yield "shifted", written, _said(words), words[0][3]
        else:
            yield from group
        before = (before + said)[-_SIGNS_BEFORE:]
        at = end


def _end_of_group(units: Sequence[WordUnit], at: int) -> int:
    """Return where a link ends, or raised words, or one unit of another kind."""
    kind, _, _, properties = units[at]
    end = at + 1
    if kind == "open":
        return next((place + 1 for place in range(end, len(units)) if units[place][0] == "close"), end)
    while kind == "text" and shift(properties) and end < len(units) and units[end][0] == "text":
        if shift(units[end][3]) != shift(properties):
            break
        end += 1
    return end


def _is_sign(group: Sequence[WordUnit], said: str, before: str, after: str) -> bool:
    if any(
        kind not in ("text", "open", "close") or (text and element is None)
        for kind, text, element, _ in group
    ):
        return False
    link = group[0][2] if group[0][0] == "open" else None
    is_raised = all(shift(unit[3]) == "superscript" for unit in group if unit[0] == "text")
    is_linked = link is not None and value(link, "anchor") != ""
    return (is_raised or is_linked) and is_note_sign(
        said, before, after, is_raised=is_raised, is_linked=is_linked
    )


def _shifted(group: Sequence[WordUnit], said: str, before: str) -> str:
    """Return raised or lowered words as Unicode has them; empty where they are no power and no formula."""
    way = shift(group[0][3]) if group[0][0] == "text" else ""
    return shifted(said, before, is_raised=way == "superscript") if way else ""


def _said(words: Sequence[WordUnit]) -> _Element:
    """Return one element with the words of several."""
    made: _Element = copy.deepcopy(words[0][2])
    made.text = "".join(unit[1] for unit in words)
    return made


def piece_words(element: _Element) -> str:
    """Return the words of a piece of text; tabs and line ends that count are elements of their own."""
    return (element.text or "").translate(ARE_SPACES)


def on_line(properties: _Element | None) -> _Element | None:
    """Return the properties of a run that looks the same but stands on the line."""
    made = copy.deepcopy(properties)
    raised = child(made, "vertAlign")
    if made is not None and raised is not None:
        made.remove(raised)
    return made if made is not None and len(made) else None


def shift(properties: _Element | None) -> str:
    """Return whether a run stands above or below the line: ``superscript``, ``subscript`` or nothing."""
    said = value(child(properties, "vertAlign"))
    return said if said in ("superscript", "subscript") else ""
