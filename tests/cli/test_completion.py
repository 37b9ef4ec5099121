"""What a shell is told that a word may become: names of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.test_cli import Depeche, depeche

__all__ = ["depeche"]

FILE = """
[job.morning]
inputs = ["wire/"]
to = ["es"]
[job.noon]
[job."no;name"]
[watch.floods]
[watch.people]
"""
Complete = Callable[[str], list[str]]


@pytest.fixture
def complete(depeche: Depeche, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Return what asks as bash does, for the last word of a line."""

    def asked(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("_DEPECHE_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        ran = depeche()
        assert (ran.code, ran.err) == (0, "")
        return ran.out.split()

    return asked


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("depeche job run ", ["morning", "noon"]),
        ("depeche job run morning ", ["noon"]),
        ("depeche job status n", ["noon"]),
        ("depeche --offline job prune m", ["morning"]),
        ("depeche schedule --at 06:30 n", ["noon"]),
        ("depeche digest wire --watches f", ["floods"]),
        ("depeche digest wire --watches ", ["floods", "people", "none"]),
        ("depeche digest wire --watches floods,", ["floods,people"]),
    ],
)
def test_names_of_jobs_and_watches_are_completed(
    complete: Complete, tmp_path: Path, line: str, names: list[str]
) -> None:
    """Each once, and only names that a shell takes as they are."""
    (tmp_path / "depeche.toml").write_text(FILE)
    assert complete(line) == names


def test_names_are_those_of_the_file_that_is_named(complete: Complete, tmp_path: Path) -> None:
    """A file that is missing or damaged has none."""
    (tmp_path / "other.toml").write_text("[job.evening]\n")
    (tmp_path / "depeche.toml").write_text("[job.morning\n")
    assert complete("depeche job run --config other.toml ") == ["evening"]
    assert complete("depeche job run --config nowhere.toml ") == []
    assert complete("depeche job run ") == []
