"""Ways to make inputs: each sends those of one target to a worker, until that ends the process.

chance      inputs to begin with, changed by chance (``mutate``); needs nothing installed
hypothesis  input that has the form its target reads: ``SHAPES`` of the module that has the targets
atheris     the first, guided by coverage: what reaches new places is changed further
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.campaigns.fuzz.mutate import Mutator
from tests.campaigns.fuzz.target import Target, place

if TYPE_CHECKING:
    from tests.campaigns.fuzz.shapes import Bytes

Case: TypeAlias = Callable[[bytes], None]
"""Runs one input."""
Way: TypeAlias = Callable[[Target, "Bytes", int, Case], None]
"""Takes a target, its shape, a seed and where to send inputs; the same seed makes the same ones."""

_CHOICES = (64, 256, 1024, 4096, 16384)
"""Bytes to make an input of: where they end too early, there is none."""


def by_chance(target: Target, _: Bytes, seed: int, case: Case) -> None:
    """Change inputs to begin with by chance."""
    seeds = target.seeds()
    made = Mutator(seeds, seed=seed, longest=target.longest)
    for data in seeds:
        case(data)
    while True:
        case(made.next())


def by_hypothesis(_: Target, shape: Bytes, seed: int, case: Case) -> None:
    """Make inputs of the target's form, out of bytes by chance, which stand for the choices on the way.

    That makes half as many more a second as ``@given``, which looks back at what it has made.
    """
    import hypothesis

    quiet = hypothesis.settings(
        database=None, deadline=None, suppress_health_check=tuple(hypothesis.HealthCheck)
    )
    test: Any = quiet(hypothesis.given(shape)(lambda data: case(data)))
    send = test.hypothesis.fuzz_one_input
    choice = random.Random(seed)
    while True:
        send(choice.randbytes(choice.choice(_CHOICES)))


def by_atheris(target: Target, _: Bytes, seed: int, case: Case) -> None:
    """Let libFuzzer choose what to change, and how, half of the time."""
    import atheris

    made = Mutator(target.seeds(), seed=seed, longest=target.longest)
    corpus = place() / "corpus"
    corpus.mkdir()
    for number, data in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)

    def change(data: bytes, longest: int, number: int) -> bytes:
        if number % 2:
            return bytes(atheris.Mutate(data, longest))
        return made.change(data)[:longest]

    options = [f"-max_len={target.longest}", f"-seed={seed}", "-timeout=100000"]
    options += ["-rss_limit_mb=0", "-verbosity=0", "-print_final_stats=0", "-detect_leaks=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], case, custom_mutator=change)
    atheris.Fuzz()


WAYS: dict[str, Way] = {"chance": by_chance, "hypothesis": by_hypothesis, "atheris": by_atheris}


def installed() -> tuple[str, ...]:
    """Return the ways that can be gone here."""
    return tuple(name for name in WAYS if name == "chance" or importlib.util.find_spec(name))


def importing(way: str) -> AbstractContextManager[object]:
    """Return what to import the targets under: atheris watches what is imported then."""
    if way != "atheris":
        return nullcontext()
    import atheris

    watched: AbstractContextManager[object] = atheris.instrument_imports(include=["pipeline"])
    return watched
