"""Attempts to translate a text with its items intact, the best first. The last one cannot fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Item, Kept, PlaceholderForm
from pipeline.translate.protect.placeholders import Masked, mask, unmask
from pipeline.translate.protect.restore import Restored, gaps, join

_FINAL = ".!?…。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The whole text at once, its items behind placeholders."""

    masked: Masked
    kept: Kept
    dropped: tuple[Item, ...] = ()
    """Items that are given up."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The text to translate, alone in a tuple."""
        return (self.masked.text,)

    @property
    def has_stand_ins(self) -> bool:
        """Whether words that nobody wrote stand in the text for names and dates."""
        return any(item.stand_in is not None for item in self.masked.items)

    def restore(self, answers: Sequence[str]) -> Restored | None:
        """Return the translation; None if an item was lost."""
        return unmask(self.masked, answers[0], kept=self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """The pieces between the items, each translated by itself. So the items are intact by construction."""

    source: str
    items: tuple[Item, ...]
    dropped: tuple[Item, ...] = ()
    """Items that are given up."""

    has_stand_ins: ClassVar[bool] = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts to translate. Pieces without letters are left out."""
        return tuple(piece.strip() for piece in gaps(self.source, self.items) if has_words(piece))

    def restore(self, answers: Sequence[str]) -> Restored:
        """Return the translation, with the white space of the source."""
        waiting = iter(answers)
        pieces = [
            _in_place_of(piece, next(waiting)) if has_words(piece) else piece
            for piece in gaps(self.source, self.items)
        ]
        return join(self.source, self.items, range(len(self.items)), pieces, kept="apart")


Attempt = Whole | Apart


def attempts(text: str, items: Sequence[Item], forms: Sequence[PlaceholderForm]) -> Iterator[Attempt]:
    """Yield the attempts. Each is needed only if those before it lost an item.

    ``items`` are in order and do not overlap. ``forms`` are the forms of placeholder that all engines of the
    route let through. Items that may be dropped are dropped before the text is translated in pieces; those
    that words stand in for before all others, and of these nothing is recorded.
    """
    plain = tuple(item for item in items if item.stand_in is None)
    if len(plain) < len(items):
        yield from _with_stand_ins(text, items, forms)
        items = plain
    if not any(has_words(piece) for piece in gaps(text, items)):
        yield Apart(source=text, items=tuple(items))
        return
    yield from _whole(text, items, forms)
    needed = tuple(item for item in items if not item.droppable)
    dropped = tuple(replace(item, kept="dropped") for item in items if item.droppable)
    if dropped:
        for whole in _whole(text, needed, forms):
            yield replace(whole, kept="remasked", dropped=dropped)
    yield Apart(source=text, items=needed, dropped=dropped)


def _with_stand_ins(text: str, items: Sequence[Item], forms: Sequence[PlaceholderForm]) -> Iterator[Whole]:
    """Yield the attempts with all words that stand in, without those for names, and with these alone."""
    names = [item for item in items if item.kind == "name" and item.stand_in is not None]
    others = [item for item in items if item.kind != "name" and item.stand_in is not None]
    yield from _whole(text, items, forms)
    if names and others:
        for given_up in (names, others):
            for whole in _whole(text, [item for item in items if item not in given_up], forms):
                yield replace(whole, kept="remasked")


def has_words(text: str) -> bool:
    """Say whether a text has a letter to translate. Numbers and signs are passed on unchanged."""
    return any(sign.isalpha() for sign in text)


def _whole(text: str, items: Sequence[Item], forms: Sequence[PlaceholderForm]) -> Iterator[Whole]:
    sent: set[str] = set()
    for form in forms:
        masked = mask(text, items, form)
        if masked is not None and masked.text not in sent:
            yield Whole(masked=masked, kept="remasked" if sent else "masked")
            sent.add(masked.text)


def _in_place_of(piece: str, answer: str) -> str:
    """Return an answer with the white space of its source, and no full stop that the source lacks."""
    bare = piece.strip()
    words = answer.strip()
    if words[-1:] == "." and bare[-1:] not in _FINAL:
        words = words[:-1]
    start = piece.index(bare)
    return f"{piece[:start]}{words}{piece[start + len(bare) :]}"
