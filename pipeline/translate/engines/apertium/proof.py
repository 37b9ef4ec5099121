"""The proof that a mode's programs may stay alive: that what they answer does not depend on earlier texts.

Programs that are known to forget everything at a NUL are candidates. Each version of a package has to prove
it on this machine, with documents that it has translated alone: they must get the same answers from programs
that have answered other documents before, in this order and the other. What was found is kept in the user's
cache, so that it is found once. A program that fails is started for every document.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from functools import cache
from pathlib import Path, PurePath
from typing import TypeAlias, TypeVar

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError, UsageError
from pipeline.core.files import replace, trusted_file
from pipeline.core.processes.exchange import Patience
from pipeline.core.processes.program_chain import ProgramChain
from pipeline.translate.engines.apertium import modes, stream
from pipeline.translate.engines.apertium.live_chain import NAME, LiveChain
from pipeline.translate.engines.apertium.versions import installed_stamp
from pipeline.translate.engines.neural.model_files import file_stamp, stamped_digest

_FORGETFUL = frozenset(
    {
        "apertium-anaphora",
        "apertium-interchunk",
        "apertium-postchunk",
        "apertium-posttransfer",
        "apertium-pretransfer",
        "apertium-transfer",
        "lrx-proc",
        "lsx-proc",
        "lt-proc",
    }
)
"""Programs whose source resets all state at a NUL. ``rtx-proc`` does not, nor does ``apertium-tagger``."""

_PERCEPTRON = ("apertium-tagger", "-gx")
"""The tagger with a perceptron only reads its model: 15,024 sentences in documents of 1 to 40 (ntrex-dev,
eng-cat) all got the same answers alive. By the other tagger a third of the documents get others, in most
pairs."""

_GRAMMARS = Path(__file__).with_name("grammars.toml")
"""The grammars with which ``cg-proc`` is forgetful too. It remembers for some sentences which readings are in
which set, and that is right for some grammars only (``tests/campaigns/alive/grammars.py``)."""

_RULES = "3"
"""The version of the rules of the proof. ProofStore by others are not read."""

_MIN_DOCUMENTS = 2
_MIN_SEGMENTS = 24
_MAX_DOCUMENTS = 4
_FIRST_NUMBER = 2**32
"""The number of the first document of a proof. Others have lower ones."""

Chain: TypeAlias = Callable[[tuple[bool, ...]], AbstractContextManager[LiveChain]]


_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A document that was translated alone."""

    texts: tuple[str, ...]
    answers: tuple[str, ...]
    patience: Patience


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Which programs of a mode may stay alive."""

    kept: tuple[bool, ...]
    """For each program, in the order of the commands, whether it may."""
    reason: str = ""
    """The reason why a candidate may not; empty if all may."""


def is_enough(samples: Sequence[Sample]) -> bool:
    """Return whether documents suffice for a proof: several different ones, or one after a very short one."""
    different = {sample.texts for sample in samples}
    segments = sum(map(len, different))
    return len(different) >= _MIN_DOCUMENTS and (
        segments >= _MIN_SEGMENTS or len(different) >= _MAX_DOCUMENTS
    )


def examine(mode: modes.Mode, samples: Sequence[Sample], chain: Chain) -> Proof:
    """Return which programs of a mode may stay alive, by documents that were translated alone.

    ``chain`` yields a live chain in which the given programs are kept. Where the proof succeeds, it is good
    for further documents. Raises ``EngineError`` if a program cannot be started.
    """
    kept = _candidates(mode)
    if not any(kept):
        return Proof(kept=kept, reason="none of its programs is known to forget earlier texts")
    with chain(kept) as live:
        live.start()
        if _is_same(live, samples):
            return Proof(kept=kept)
    forgetful = tuple(
        is_candidate and is_forgetful
        for is_candidate, is_forgetful in zip(kept, _each_alone(mode, samples), strict=True)
    )
    failed = sorted(
        {
            PurePath(command[0]).name
            for command, before, after in zip(mode.commands, kept, forgetful, strict=True)
            if before and not after
        }
    )
    if failed and any(forgetful):
        with chain(forgetful) as live:
            live.start()
            if _is_same(live, samples):
                return Proof(kept=forgetful, reason=f"other answers after other texts by {', '.join(failed)}")
    return Proof(kept=(False,) * len(kept), reason="other answers after other texts")


class ProofStore:
    """The proofs in the user's cache. Where it cannot be written, they are found again by each process."""

    def __init__(self, folder: Path | None) -> None:
        """Use a folder, which is made with the first proof; None keeps none."""
        self._folder = folder

    def read(self, mode: modes.Mode, stamps: modes.ModeStamps) -> Proof | None:
        """Return the proof for a mode whose files have ``stamps``; None if there is none."""
        if self._folder is None:
            return None
        with suppress(OSError, UsageError, ValueError, KeyError, TypeError):
            found = json.loads(trusted_file.read_trusted(self._folder / _file_name(mode)) or b"{}")
            if found["key"] == _key(mode, stamps):
                return _valid(mode, Proof(kept=tuple(found["kept"]), reason=str(found["reason"])))
        return None

    def write(self, mode: modes.Mode, stamps: modes.ModeStamps, found: Proof) -> None:
        """Keep a proof, if the cache can be written."""
        if self._folder is None:
            return
        record = {"key": _key(mode, stamps), "kept": found.kept, "reason": found.reason}
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace.replace_file(self._folder / _file_name(mode), [json.dumps(record).encode()])


def _candidates(mode: modes.Mode) -> tuple[bool, ...]:
    return tuple(map(_is_candidate, mode.commands))


def _is_candidate(command: Sequence[str]) -> bool:
    program = PurePath(command[0]).name
    if program == "cg-proc":
        return _is_proven(Path(command[-1]))
    return program in _FORGETFUL or (program == _PERCEPTRON[0] and _PERCEPTRON[1] in command[1:-1])


def _is_proven(grammar: Path) -> bool:
    try:
        digest = stamped_digest(grammar, file_stamp(grammar))
    except OSError:
        return False
    return digest in _proven_grammars()


@cache
def _proven_grammars() -> Mapping[str, str]:
    """Return the names of the grammars by their digests."""
    found: dict[str, str] = tomllib.loads(_GRAMMARS.read_text("utf-8"))
    return found


def _is_same(chain: LiveChain, samples: Sequence[Sample]) -> bool:
    """Return whether a live chain gives the answers of the documents alone, in this order and the other."""
    try:
        for number, sample in enumerate(_both_orders(samples), start=_FIRST_NUMBER):
            payload = stream.encode_stream(sample.texts, document=number)
            output = chain.ask(payload, len(sample.texts), sample.patience)
            found = stream.decode_stream(output, sample.texts, document=number)
            if tuple(found) != sample.answers:
                chain.end()
                return False
    except EngineError:
        chain.end()
        return False
    return True


def _each_alone(mode: modes.Mode, samples: Sequence[Sample]) -> list[bool]:
    """Return for each program whether it gives the same output in a process of its own and in a live one."""
    inputs = [stream.encode_stream(sample.texts) for sample in samples]
    found = []
    for command in mode.commands:
        alone = []
        for sample, payload in zip(samples, inputs, strict=True):
            with ProgramChain([command], name=NAME) as program:
                output = program.converse(payload, sample.patience)
            alone.append(stream.first_answers(output, len(sample.texts)))
        found.append(_is_forgetful(command, samples, inputs, alone))
        inputs = alone
    return found


def _is_forgetful(
    command: Sequence[str], samples: Sequence[Sample], inputs: Sequence[bytes], outputs: Sequence[bytes]
) -> bool:
    try:
        with ProgramChain([command], name=NAME) as program:
            return all(
                program.ask(payload, len(sample.texts), sample.patience) == output
                for sample, payload, output in _both_orders(list(zip(samples, inputs, outputs, strict=True)))
            )
    except EngineError:
        return False


def _both_orders(items: Sequence[_Item]) -> Iterable[_Item]:
    return (*items, *reversed(items[:-1]))


def _valid(mode: modes.Mode, found: Proof) -> Proof | None:
    """Return the proof if it keeps no program that is no candidate, else None: a cache may be damaged."""
    candidates = _candidates(mode)
    fits = len(found.kept) == len(candidates) and all(
        may is False or (may is True and candidate)
        for may, candidate in zip(found.kept, candidates, strict=True)
    )
    return found if fits else None


def _key(mode: modes.Mode, stamps: modes.ModeStamps) -> str:
    """Return what a proof depends on: the programs, their data, and the libraries that they load.

    The libraries are packages too, so any change of the list of installed packages counts.
    """
    whole = (_RULES, mode.commands, stamps, installed_stamp())
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _file_name(mode: modes.Mode) -> str:
    return f"{mode.path.stem}.json"
