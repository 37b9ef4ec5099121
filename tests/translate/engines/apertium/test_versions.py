"""Versions that programs state, and when they are asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.translate.engines.apertium import versions
from pipeline.translate.engines.apertium.versions import Versions

STATUS = "Package: other\nVersion: 9\n\nPackage: {name}\nStatus: install ok installed\nVersion: {version}\n"


class Debian:
    """A list of packages, and a ``dpkg-query`` that counts how often it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "updates").mkdir(parents=True)
        self.install("1.2")

    def install(self, version: str, *, listed: str | None = None) -> None:
        """Install a version; ``listed`` is the one that the list of packages has."""
        (self.folder / "status").write_text(STATUS.format(name="a", version=listed or version))
        self.program("dpkg-query", f"echo {version}")

    def program(self, name: str, words: str) -> Path:
        """Write a program that does what a shell makes of ``words``."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\necho >> {self.folder}/asked\n{words}\n")
        path.chmod(0o755)
        return path

    def asked(self) -> int:
        """Return how often a program was asked since the last call."""
        log = self.folder / "asked"
        times = len(log.read_text()) if log.exists() else 0
        log.unlink(missing_ok=True)
        return times


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Debian:
    """Return a Debian in which the package ``a`` is installed in version 1.2."""
    found = Debian(tmp_path / "dpkg")
    monkeypatch.setattr(versions, "_DPKG", found.folder)
    monkeypatch.setattr(versions, "_SEARCH", f"{found.folder}:/usr/bin:/bin")
    return found


def test_an_answer_is_kept_until_something_is_installed(debian: Debian, tmp_path: Path) -> None:
    """Processes ask once together, and again where the list of packages is another one."""
    for version in ("1.2", "1.3", "1.2"):
        debian.install(version)
        assert [Versions(tmp_path / "cache").of_package("a") for _ in range(3)] == [version] * 3
        assert debian.asked() == 1


@pytest.mark.parametrize("case", ["dpkg at work", "another list", "nowhere to keep it", "no list"])
def test_an_answer_that_another_file_may_decide_is_not_kept(
    debian: Debian, tmp_path: Path, case: str
) -> None:
    """Then each process asks, so that none states an old version."""
    cache: Path | None = tmp_path / "cache"
    match case:
        case "dpkg at work":
            (debian.folder / "updates" / "0001").touch()
        case "another list":
            debian.install("1.2", listed="1.1")
        case "no list":
            (debian.folder / "status").unlink()
        case _:
            cache = None
    assert [Versions(cache).of_package("a") for _ in range(2)] == ["1.2"] * 2
    assert debian.asked() == 2


def test_what_was_kept_is_not_used_while_dpkg_is_at_work(debian: Debian, tmp_path: Path) -> None:
    """Its list is then older than what it has installed."""
    assert Versions(tmp_path).of_package("a") == "1.2"
    debian.program("dpkg-query", "echo 1.3")
    (debian.folder / "updates" / "0001").touch()
    assert Versions(tmp_path).of_package("a") == "1.3"


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}', "[" * 100_000])
def test_a_damaged_file_is_made_anew(debian: Debian, tmp_path: Path, content: str) -> None:
    """It is no error, and the next process finds the answer."""
    file = tmp_path / "versions.json"
    file.write_text(content)
    assert [Versions(tmp_path).of_package("a") for _ in range(3)] == ["1.2"] * 3
    assert debian.asked() == 1


def test_a_file_that_anybody_can_write_is_not_believed(debian: Debian, tmp_path: Path) -> None:
    """Somebody else may have put a version there."""
    assert Versions(tmp_path).of_package("a") == "1.2"
    file = tmp_path / "versions.json"
    file.write_text(file.read_text().replace('"1.2"', '"6.6"'))
    file.chmod(0o666)
    assert Versions(tmp_path).of_package("a") == "1.2"


def test_the_script_that_states_its_version_is_asked_once(debian: Debian, tmp_path: Path) -> None:
    """One that calls another program is asked by each process, as that may be replaced unseen."""
    for words, times in (("echo Apertium 3.8", 1), ("echo Apertium 3.9", 1), (f"cat {tmp_path}/said", 3)):
        (tmp_path / "said").write_text("Apertium 4\n")
        script = debian.program("apertium", words)
        stated = {Versions(tmp_path / "cache").of_engine(script) for _ in range(3)}
        assert stated == {words.removeprefix("echo ").lower() if times == 1 else "apertium 4"}
        assert debian.asked() == times


@pytest.mark.parametrize(("kills", "version"), [(0, "1.2"), (1, "1.2"), (2, "unknown")])
def test_a_question_for_a_version_survives_a_kill(debian: Debian, kills: int, version: str) -> None:
    """What kills ``dpkg-query`` by accident must not make another identity."""
    log = debian.folder / "asked"
    debian.program("dpkg-query", f"[ $(wc -l < {log}) -gt {kills} ] || kill -9 $$\necho 1.2")
    assert Versions(None).of_package("a") == version


def test_only_so_many_answers_are_kept(
    debian: Debian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest go first, so the file stays small over years of upgrades."""
    monkeypatch.setattr(versions, "_KEPT", 2)
    for version in ("1", "2", "3"):
        debian.install(version)
        Versions(tmp_path).of_package("a")
    assert list(versions._read(tmp_path / "versions.json").values()) == ["2", "3"]
