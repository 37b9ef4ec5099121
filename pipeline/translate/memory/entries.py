"""What the memory holds, and what an answer depends on: its key."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, TypeAlias

from pipeline.core.errors import printable
from pipeline.core.records import EngineIdentity, LanguageCode
from pipeline.core.records.translation import Option

Who: TypeAlias = Literal["machine", "human", "imported"]
"""``imported``: a machine's, as a file says that this installation did not write."""

ORIGINS: tuple[Who, ...] = ("machine", "human", "imported")

Slot: TypeAlias = tuple[str, str]
"""A text and its context: empty where the answer depends on the text alone (``document_slots``)."""


_NO_ENGINE = frozenset({*ORIGINS, "source"})
"""What ``variant.json`` calls the origins of words, which no engine is called."""

_MAKER = tuple(
    part.name for part in fields(EngineIdentity) if part.name not in ("licence", "method", "options")
)
"""The parts of an identity that ``maker`` keeps, beside its options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text and its translation."""

    origin: Who
    maker: str
    """Which engine and package made it, or is said to have, as ``maker`` writes it; empty for a person's."""
    source: LanguageCode
    target: LanguageCode
    text: str
    answer: str
    context: str = ""
    score: float | None = None
    run: str = ""
    """The run that asked for it (``run_memory.RunMemory``); empty for what was imported."""
    created: str
    """ISO 8601 in UTC, to the second."""


def maker(identity: EngineIdentity) -> str:
    """Return, as JSON, the parts of an identity that an answer depends on: all but licence and method."""
    tree = asdict(identity)
    del tree["licence"], tree["method"]
    tree["options"] = {setting.name: setting.value for setting in identity.options}
    return json.dumps(tree, sort_keys=True, ensure_ascii=False)


def made_by(maker: str) -> dict[str, Any] | None:
    """Return what ``maker`` wrote, as a table; None where it is not of that form."""
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


def segment_slots(texts: Sequence[str]) -> tuple[Slot, ...]:
    """Return the slots of texts that an engine translates each by itself."""
    return tuple((text, "") for text in texts)


def document_slots(texts: Sequence[str]) -> tuple[Slot, ...]:
    """Return the slots of texts whose translations depend on the call that they are part of.

    The context is the digest of all texts in their order, and the position among them: another sentence
    anywhere in the document makes all its slots others.
    """
    whole = hashlib.sha256(json.dumps(texts).encode()).hexdigest()
    return tuple((text, f"{whole}:{position}") for position, text in enumerate(texts))


def entry_key(slot: Slot) -> bytes:
    """Return the digest that a slot is found by."""
    text, context = slot
    return hashlib.sha256(f"{context}\0{text}".encode(errors="surrogatepass")).digest()
