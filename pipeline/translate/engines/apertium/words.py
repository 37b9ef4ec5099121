"""What a pair's dictionary knows of single words, by the first program of its mode.

The program is ``lt-proc``, which forgets everything at a NUL. It is that of the mode's live chain, so that
its dictionary is loaded once; where the mode has none, it stays alive by itself in the pool of chains. A mode
that begins with another program says nothing of words, and none is protected then.
The tags: https://wiki.apertium.org/wiki/List_of_symbols
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from pipeline.core.errors import EngineError
from pipeline.core.interrupt import ended_by
from pipeline.core.processes.exchange import Patience
from pipeline.core.processes.program_chain import ProgramChain
from pipeline.core.records import WordKind, WordReading
from pipeline.translate.engines.apertium import stream
from pipeline.translate.engines.apertium.chain_pool import ChainPool
from pipeline.translate.engines.apertium.live_chain import NAME
from pipeline.translate.engines.apertium.modes import Mode, ModeStamps

_READER = "lt-proc"
_MOST_KNOWN = 50_000
"""How many words are remembered. Texts repeat their names."""

_UNIT = re.compile(r"\^((?:[^/^$\\]|\\.)*)/((?:[^$\\]|\\.)*)\$")
_TAG = re.compile(r"<([^<>]+)>")
_WORDS: dict[str, WordKind] = {"np": "name", "adj": "adjective"}
_KINDS: dict[str, WordKind] = {
    "ant": "first_name",
    "cog": "surname",
    "loc": "place",
    "top": "place",
    "acr": "acronym",
}


class DictionaryReader:
    """Reads words by the dictionaries of modes. Several threads may use it."""

    def __init__(self, pool: ChainPool, kept: Callable[[Mode], tuple[bool, ...]]) -> None:
        """Keep the programs in ``pool``. ``kept`` says which programs of a mode its live chain has."""
        self._pool = pool
        self._kept = kept
        self._known: dict[tuple[Path, ModeStamps], dict[str, WordReading]] = {}

    def read(self, mode: Mode, words: Sequence[str], patience: Patience) -> tuple[WordReading, ...]:
        """Return what the mode's dictionary has of each word.

        Raises ``EngineError`` if the program hangs, crashes or does not answer with one text for each.
        """
        if PurePath(mode.commands[0][0]).name != _READER:
            return (WordReading(),) * len(words)
        stamps = mode.stamps()
        known = self._known.setdefault((mode.path, stamps), {})
        found = {word: known[word] for word in words if word in known}
        new = [word for word in words if word not in found]
        if new:
            found |= zip(new, self._ask(mode, stamps, new, patience), strict=True)
            if len(known) > _MOST_KNOWN:
                known.clear()
            known.update(found)
        return tuple(map(found.__getitem__, words))

    def _ask(
        self, mode: Mode, stamps: ModeStamps, words: Sequence[str], patience: Patience
    ) -> list[WordReading]:
        reader = replace(mode, path=mode.path.with_suffix(".words"), commands=mode.commands[:1])
        kept = self._kept(mode)
        payload = stream.encode_stream(words)
        used, alive = (mode, kept) if kept[:1] == (True,) else (reader, (True,))
        try:
            with self._pool.chain(used, stamps, alive) as chain:
                output = chain.ask_first(payload, len(words), patience)
        except EngineError:  # once more, by a program of its own, as documents are
            with ProgramChain(reader.commands, name=NAME) as alone, ended_by(alone.end):
                output = stream.first_answers(alone.converse(payload, patience), len(words))
        answers = output.decode(errors="replace").split("\0")
        return [_reading(word, answer) for word, answer in zip(words, answers, strict=False)]


def _reading(word: str, answer: str) -> WordReading:
    """Read an answer: ``^Jack/Jack<np><ant><m><sg>$^./.<sent>$``."""
    unit = _UNIT.match(answer)
    if unit is None or unit[1].replace("\\", "") != word:
        return WordReading(kinds=frozenset({"several"}))
    kinds: set[WordKind] = set()
    genders: set[bool] = set()
    for analysis in unit[2].split("/"):
        tags = _TAG.findall(analysis)
        if not tags:  # only ``*word``
            continue
        named = [_KINDS[tag] for tag in tags if tag in _KINDS]
        kinds.add(named[0] if named else _WORDS.get(tags[0], "word"))
        if analysis.partition("<")[0].casefold() != word.casefold():
            kinds.add("word")  # a plural, of which the letters may not come back
        if tags[0].startswith("v"):
            kinds.add("verb")
        if "ant" in tags:
            genders.add("f" in tags)
    return WordReading(kinds=frozenset(kinds), is_female=genders == {True})
