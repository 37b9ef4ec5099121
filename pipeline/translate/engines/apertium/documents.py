"""Translates documents: by a chain that stays alive if that is proven, otherwise each by a chain of its own.

A document that fails in a live chain is translated again by a chain of its own, so what its programs answer,
and what is said if they fail, is the same in both ways.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field
from functools import partial
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError
from pipeline.core.interrupt import ended_by
from pipeline.core.processes.exchange import Patience
from pipeline.core.processes.program_chain import ProgramChain
from pipeline.translate.engines.apertium import stream
from pipeline.translate.engines.apertium.chain_pool import ChainPool
from pipeline.translate.engines.apertium.live_chain import NAME
from pipeline.translate.engines.apertium.modes import Mode, ModeStamps
from pipeline.translate.engines.apertium.proof import Proof, ProofStore, Sample, examine, is_enough

_MIN_BREAKS = 4
_MAX_BREAKS_SHARE = 0.05
"""Live chains are given up if so many documents, and this share of them, fail in them and not elsewhere."""


@dataclass(slots=True, eq=False)
class _State:
    """What is known of one version of a mode."""

    stamps: ModeStamps
    proof: Proof | None
    lock: threading.Lock = field(default_factory=threading.Lock)
    samples: list[Sample] = field(default_factory=list)
    asked: int = 0
    """How many documents were given to live chains."""
    breaks: int = 0
    """How many of these failed in them, and not in a chain of their own."""

    @property
    def may_stay_alive(self) -> bool:
        """Whether a document may be given to a live chain."""
        given_up = self.breaks >= _MIN_BREAKS and self.breaks > _MAX_BREAKS_SHARE * self.asked
        return self.proof is not None and any(self.proof.kept) and not given_up

    def require_unchanged(self, mode: Mode) -> None:
        """Raise ``EngineError`` if the mode's files are others now."""
        if mode.stamps() != self.stamps:
            raise EngineError("the package changed meanwhile")


class DocumentTranslator:
    """Translates whole documents. Several threads may use it."""

    def __init__(self, proofs: ProofStore, pool: ChainPool) -> None:
        """Use live chains of ``pool`` as ``proofs`` allow."""
        self._proofs = proofs
        self._pool = pool
        self._states: dict[Path, _State] = {}
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def translate(self, mode: Mode, texts: Sequence[str], patience: Patience) -> list[str]:
        """Return one answer for each of ``texts``, which ``stream.clean_text`` made.

        Raises ``EngineError`` if the programs hang, crash or do not answer with one text for each.
        """
        state = self._state(mode)
        proof = state.proof
        if proof is None:
            with state.lock:  # others wait, for they will be faster by what is found here
                if state.proof is None:
                    return self._prove(state, mode, texts, patience)
            return self.translate(mode, texts, patience)
        if not state.may_stay_alive:
            return translate_alone(mode, texts, patience)
        state.asked += 1
        try:
            return self._live(state, proof, mode, texts, patience)
        except EngineError:
            answers = translate_alone(mode, texts, patience)
            state.breaks += 1
            return answers

    def kept(self, mode: Mode) -> tuple[bool, ...]:
        """Return for each program of the mode whether its live chain has it; empty if there is none."""
        state = self._state(mode)
        return state.proof.kept if state.proof is not None and state.may_stay_alive else ()

    def proof(self, mode: Mode) -> Proof | None:
        """Return which programs of the mode may stay alive; None if that was not tried."""
        return self._state(mode).proof

    def _state(self, mode: Mode) -> _State:
        stamps = mode.stamps()
        with self._lock:
            state = self._states.get(mode.path)
            if state is None or state.stamps != stamps:
                proof = self._proofs.read(mode, stamps)
                state = self._states[mode.path] = _State(stamps=stamps, proof=proof)
            return state

    def _prove(self, state: _State, mode: Mode, texts: Sequence[str], patience: Patience) -> list[str]:
        answers = translate_alone(mode, texts, patience)
        state.samples.append(Sample(texts=tuple(texts), answers=tuple(answers), patience=patience))
        if is_enough(state.samples):
            state.proof = examine(mode, state.samples, partial(self._pool.chain, mode, state.stamps))
            with suppress(EngineError):
                state.require_unchanged(mode)
                self._proofs.write(mode, state.stamps, state.proof)
            state.samples.clear()
        return answers

    def _live(
        self, state: _State, proof: Proof, mode: Mode, texts: Sequence[str], patience: Patience
    ) -> list[str]:
        with self._lock:
            number = next(self._numbers)
        payload = stream.encode_stream(texts, document=number)
        with self._pool.chain(mode, state.stamps, proof.kept) as chain, chain.broken_by_errors():
            output = chain.ask(payload, len(texts), patience)
            answers = stream.decode_stream(output, texts, document=number)
            state.require_unchanged(mode)  # its programs may have loaded newer files in part
        return answers


def translate_alone(mode: Mode, texts: Sequence[str], patience: Patience) -> list[str]:
    """Return one answer for each of ``texts``, from programs started for them. Raises as ``translate``."""
    with ProgramChain(mode.commands, name=NAME) as chain, ended_by(chain.end):
        output = chain.converse(stream.encode_stream(texts), patience)
    return stream.decode_stream(output, texts)
