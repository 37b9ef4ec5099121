"""Each way to make inputs finds what is planted, errors, hangs and blow-ups, and keeps their inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.fuzz import planted
from tests.campaigns.fuzz.campaign import Tally, fuzz
from tests.campaigns.fuzz.limits import TooMuchError, guarded
from tests.campaigns.fuzz.targets import SHAPES, TARGETS
from tests.campaigns.fuzz.ways import installed


def hunt(name: str, way: str, out: Path, *, cases: int = 60, seconds: float = 1800) -> Tally:
    """Fuzz a planted target; for some ``seconds`` at most, which a busy machine may well need."""
    return fuzz(name, cases=cases, seconds=seconds, seed=1, out=out, way=way, module=planted.__name__)


@pytest.mark.parametrize("way", installed())
def test_each_way_finds_errors_and_blow_ups(way: str, tmp_path: Path) -> None:
    """One of each kind, in a process that goes on after it; and what is kept shows it again."""
    tally = hunt("errors", way, tmp_path)
    assert tally.cases == 60
    assert {kind.split()[0] for kind in tally.findings} == {"KeyError", "TooMuchError", "MemoryError"}
    told = " ".join(path.read_text() for path in (tmp_path / "errors").glob("*.txt"))
    assert "grew by 6" in told
    shown_again("errors", tmp_path, (KeyError, TooMuchError, MemoryError))


@pytest.mark.parametrize("way", installed())
def test_each_way_finds_hangs(way: str, tmp_path: Path) -> None:
    """Each is ended by its processor time, and the next case is begun."""
    tally = hunt("hangs", way, tmp_path, cases=10)
    assert tally.cases == 10
    assert {kind.split()[0] for kind in tally.findings} == {"TooMuchError"}
    told = " ".join(path.read_text() for path in (tmp_path / "hangs").glob("*.txt"))
    assert "0.05 s of work" in told
    shown_again("hangs", tmp_path, (TooMuchError,))


def shown_again(name: str, out: Path, errors: tuple[type[Exception], ...]) -> None:
    """See to it that every input that was kept raises one of the errors."""
    kept = [path for path in (out / name).iterdir() if path.suffix != ".txt"]
    assert kept
    for path in kept:
        target = planted.TARGETS[name]
        with pytest.raises(errors):
            guarded(target.run, path.read_bytes(), target.limits)


def test_a_process_that_hears_no_signal_is_ended(tmp_path: Path) -> None:
    """A hang in C: the input that it was at is kept."""
    tally = hunt("stuck", "hypothesis", tmp_path, seconds=1)
    assert tally.findings == {"hangs": 1}
    (kept,) = (tmp_path / "stuck").iterdir()
    assert len(kept.read_bytes()) > 1


def test_every_target_has_a_shape() -> None:
    """So that all ways lead to it."""
    assert SHAPES.keys() == TARGETS.keys()
