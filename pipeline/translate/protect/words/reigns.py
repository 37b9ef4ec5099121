"""Numbers of kings that are words as well to an engine: the VI of ``Felipe VI`` is *I saw* in Spanish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.core.records import Item, WordReading
from pipeline.translate.protect.words.stand_ins import StandIns
from pipeline.translate.protect.words.titles import NUMERALS
from pipeline.translate.protect.words.tokens import WordToken

_NUMBER = frozenset({"word"})
"""What a dictionary has of a number and nothing else."""


def reigns(
    found: Sequence[WordToken], readings: Mapping[str, WordReading], stand_ins: StandIns
) -> Iterator[Item]:
    """Yield the Roman numerals behind names that the engine takes for a verb or an adjective too."""
    for name, token in pairwise(found):
        is_numeral = len(token.text) > 1 and not set(token.text) - NUMERALS
        if not (is_numeral and token.is_joined and name.is_capital and name.text.istitle()):
            continue
        if readings.get(token.text, WordReading()).kinds <= _NUMBER:
            continue
        stand_in = stand_ins.reign(token.text)
        if stand_in is not None:
            yield Item(start=token.start, end=token.end, kind="name", droppable=True, stand_in=stand_in)
