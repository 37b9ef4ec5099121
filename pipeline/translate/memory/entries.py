"""The entries of the memory, and their keys: what an answer depends on."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from typing import Any, Literal, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import printable
from pipeline.core.records import EngineIdentity, LanguageCode
from pipeline.core.records.translation import Option

Who: TypeAlias = Literal["machine", "human", "imported"]
"""Who translated. ``imported`` is a machine, according to a file that this installation did not write."""

ORIGINS: tuple[Who, ...] = ("machine", "human", "imported")

Slot: TypeAlias = tuple[str, str]
"""A text and its context, which is empty if the answer depends on the text alone (``document_slots``)."""


_NO_ENGINE = frozenset({*ORIGINS, "source"})
"""Names that no engine has, because ``variant.json`` uses them for the origins of words."""

_MAKER = tuple(
    part.name for part in fields(EngineIdentity) if part.name not in ("licence", "method", "options")
)
"""The parts of an identity that ``maker`` keeps, beside its options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text and its translation."""

    origin: Who
    maker: str
    """The engine and package that made the translation, or are said to have, as ``maker`` writes them.

    It is empty for a translation by a person.
    """
    source: LanguageCode
    target: LanguageCode
    text: str
    answer: str
    context: str = ""
    score: float | None = None
    run: str = ""
    """The run that asked for the translation (``run_memory.RunMemory``); empty if it was imported."""
    created: str
    """Time of the entry: ISO 8601 in UTC, to the second."""


def maker(identity: EngineIdentity) -> str:
    """Return as JSON the parts of an identity that an answer depends on: all but licence and method."""
    tree = asdict(identity)
    del tree["licence"], tree["method"]
    tree["options"] = {setting.name: setting.value for setting in identity.options}
    return json.dumps(tree, sort_keys=True, ensure_ascii=False)


def made_by(maker: str) -> dict[str, Any] | None:
    """Return what ``maker`` wrote as a table; None if the text has another form."""
    try:
        table = json.loads(maker)
    except (ValueError, RecursionError):
        return None
    if not isinstance(table, dict) or table.keys() != {*_MAKER, "options"}:
        return None
    options = table["options"]
    sound = (
        all(isinstance(table[name], str) and table[name] and _is_plain(table[name]) for name in _MAKER)
        and table["engine"].strip().casefold() not in {"", *_NO_ENGINE}
        and isinstance(options, dict)
        and all(_is_plain(name) and isinstance(value, Option) for name, value in options.items())
        and all(_is_sound(value) for value in options.values())
    )
    return table if sound else None


def _is_plain(name: str) -> bool:
    """Say whether a name holds no control, half character or override of direction."""
    return printable(name) == name


def _is_sound(value: Option) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, str) or _is_plain(value)


STOOD_IN = ":stand-ins"
"""End of the context of a text in which other words stood in for names and dates. Nobody wrote that text."""


def segment_slots(texts: Sequence[str], stood_in: Collection[str] = ()) -> tuple[Slot, ...]:
    """Return the slots of texts for an engine that translates each text by itself."""
    return tuple((text, STOOD_IN if text in stood_in else "") for text in texts)


def document_slots(texts: Sequence[str], stood_in: Collection[str] = ()) -> tuple[Slot, ...]:
    """Return the slots of texts whose translations depend on the call that they are part of.

    The context is the digest of all texts in their order, and the position among them. So a change of one
    sentence changes all slots of the document. ``stood_in`` has the texts with words that stand in for
    others.
    """
    whole = hashlib.sha256(json.dumps(texts).encode()).hexdigest()
    return tuple(
        (text, f"{whole}:{position}{STOOD_IN if text in stood_in else ''}")
        for position, text in enumerate(texts)
    )


def entry_key(slot: Slot) -> bytes:
    """Return the digest by which a slot is looked up."""
    text, context = slot
    return hashlib.sha256(f"{context}\0{text}".encode(errors="surrogatepass")).digest()
