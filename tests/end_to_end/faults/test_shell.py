"""What a shell can do to a command: close its streams, delete its folder, give it names that are too long."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core.errors import refused
from pipeline.core.failure import failed_outcome
from pipeline.digest.stories.disk_rows import Rows
from tests.end_to_end.faults.conftest import Site
from tests.end_to_end.test_cli import Depeche, depeche
from tests.support.conditions import Ran, call, command, small_disk, unprivileged

__all__ = ["depeche"]

CLOSED = "depeche: standard output: is closed; lead it to a file, a pipe or /dev/null"
LONG = "x" * 300


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the first test that needs a run and a memory makes them, for the others too."""
    return tmp_path_factory.mktemp("done") / "original"


@pytest.fixture
def done(site: Site, original: Path) -> Site:
    """Return the folder with a run in it, and a memory."""
    if not original.exists():
        assert site.run("news/0.txt", "--memory", "m.sqlite").code == 0
        shutil.copytree(site.folder, original)
    shutil.copytree(original, site.folder, dirs_exist_ok=True)
    return site


def under_shell(
    words: Sequence[str], change: str, *, cwd: Path, before: str = "", env: dict[str, str] | None = None
) -> Ran:
    """Run a command with a change to its streams, after another one of the shell's."""
    script = f"{before} exec {shlex.join(words)} {change}"
    ran = call(["sh", "-c", script], cwd=cwd, env=env)
    assert "unexpected" not in ran.err
    assert len(ran.lines) <= 4
    return ran


def commands(site: Site) -> list[list[str]]:
    """Return a use of each command that has a result."""
    neural = site.options[:8]
    return [
        site.command("news/0.txt"),
        site.command("news/0.txt", "--dry-run"),
        command("--help"),
        command("detect", "news/0.txt"),
        command("translate", "news/0.txt", *neural),
        command("summarise", "news/0.txt"),
        command("digest", "outputs/r"),
        command("site", "outputs/r"),
        command("read", "outputs/r"),
        command("verify", "outputs/r"),
        command("schema", "run"),
        command("languages", "list", *neural[-2:]),
        command("memory", "export", "x.tmx", "--memory", "m.sqlite"),
    ]


def test_a_result_that_nobody_can_have_is_an_error(done: Site) -> None:
    """``>&-``: of every command, in a line, and nothing is written to whatever file it opens next."""
    for words in commands(done):
        ran = under_shell(words, "</dev/null >&-", cwd=done.folder)
        assert (ran.code, ran.lines[-1]) == (1, CLOSED), words
    assert read_run(done.place).record.counts.failed == 0
    assert not [path for path in done.folder.rglob("*") if b"is closed" in _content(path)]


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


@pytest.mark.parametrize("closed", ["2>&-", "<&- 2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_cost_what_they_would_have_carried(site: Site, closed: str) -> None:
    """Messages vanish, results are an error, and what is not asked for is not missed."""
    ran = under_shell(command("detect", "news/0.txt"), closed, cwd=site.folder)
    lost = ">&- 2" in closed
    assert (ran.code, ran.out.startswith("fr"), ran.lines) == (1 if lost else 0, not lost, [])


def test_workers_need_no_streams(site: Site) -> None:
    """With none of the three, a run writes what it writes, and says by its code that nobody has its name."""
    ran = under_shell(site.command("news", "--workers", 2), "<&- >&- 2>&-", cwd=site.folder)
    assert ran.code == 1
    assert read_run(site.place).record.counts.done == 3
    ran = under_shell(command("detect", "-"), "<&-", cwd=site.folder)
    assert (ran.code, ran.lines) == (1, ["depeche: -: cannot be read: standard input is closed"])


@pytest.mark.parametrize("encoding", ["latin-1", "ascii:strict", "utf-16"])
def test_results_are_in_utf_8_whatever_the_locale_says(site: Site, encoding: str) -> None:
    """As files are; a sign that it lacks is neither lost nor a failure."""
    text = "Le maire a payé 5 € à Łódź lundi, selon 東京.\n"
    (site.folder / "euro €.txt").write_text(text)
    env = {"PYTHONIOENCODING": encoding}
    ran = call(command("summarise", "euro €.txt", "--from", "fr"), cwd=site.folder, env=env)
    assert (ran.code, ran.out) == (0, text)
    ran = call(command("detect", "non €.txt"), cwd=site.folder, env=env)
    assert (ran.code, "unexpected" in ran.err) == (1, False)


def test_the_plain_locale_of_c_is_one_of_them(site: Site) -> None:
    """Where Python is told not to take UTF-8 for it, too."""
    (site.folder / "euro.txt").write_text("Le maire a payé 5 € à Łódź lundi.\n")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = call(command("summarise", "euro.txt", "--from", "fr"), cwd=site.folder, env=plain)
    assert (ran.code, ran.out) == (0, "Le maire a payé 5 € à Łódź lundi.\n")


def test_no_home_is_said_with_what_to_set(site: Site) -> None:
    """Neither the environment nor the list of users has one. Detection, which needs none, does its work."""
    nobody = "import os, pathlib\nos.environ.pop('HOME', None)\nos.environ.pop('XDG_DATA_HOME', None)\n"
    nobody += "import pwd\ndef unknown(_): raise KeyError\npwd.getpwuid = unknown"
    ran = call(command("detect", "news/0.txt", before=nobody), cwd=site.folder)
    assert (ran.code, ran.lines, ran.out[:3]) == (0, [], "fr\t")
    uses: list[tuple[str, ...]] = [("translate", "news/0.txt", "--to", "es"), ("run", "news", "--to", "es")]
    for words in uses:
        ran = call(command(*words, before=nobody), cwd=site.folder)
        assert (ran.code, len(ran.lines)) == (2, 1)
        assert ran.lines[0].startswith("depeche: no home folder is known for this user")
        assert ran.lines[0].endswith("set XDG_DATA_HOME or HOME to a folder")


def test_a_working_folder_that_is_gone_costs_relative_names_alone(site: Site) -> None:
    """What is named from the root is read and written, by neural models and workers too."""
    gone = "mkdir gone; cd gone; rmdir ../gone;"
    out = ("--out", site.folder / "out")
    ran = under_shell(
        site.command(site.folder / "news", *out, "--workers", 2), "", cwd=site.folder, before=gone
    )
    assert (ran.code, ran.lines[-1]) == (0, "3 done, 0 skipped, 0 failed")
    ran = under_shell(site.command("news/0.txt", *out), "", cwd=site.folder, before=gone)
    assert (ran.code, ran.lines[0]) == (1, "failed   news/0.txt: no such file or folder")
    ran = under_shell(site.command(site.folder / "news"), "", cwd=site.folder, before=gone)
    assert (ran.code, ran.lines) == (1, ["depeche: outputs/r: cannot be made: No such file or directory"])


@pytest.mark.parametrize(
    "words",
    [
        ("run", "x", "--to", "es", "--glossary", LONG),
        ("run", "x", "--to", "es", "--config", LONG),
        ("run", "x", "--to", "es", "--sign", LONG),
        ("run", "x", "--to", "es", "--packages", LONG),
        ("run", "x", "--to", "es", "--out", LONG),
        ("run", LONG, "--to", "es", "--run-id", "r"),
        ("verify", "x", "--key", LONG),
        ("verify", LONG),
        ("site", LONG),
        ("read", LONG),
        ("digest", LONG, "--to", "es"),
        ("digest", f"{LONG}/y", "--since", "24h", "--to", "es"),
        ("languages", "install", "--from", LONG),
        ("languages", "install", f"./{LONG}"),
        ("languages", "list", "--packages", LONG),
        ("languages", "verify", "--packages", LONG),
        ("doctor", "--packages", LONG),
        ("memory", "stats", "--memory", LONG),
        ("memory", "import", LONG, "--memory", "n.sqlite"),
        ("detect", LONG),
        ("evaluate", "--pair", "fr-es", "--set", LONG, LONG),
    ],
    ids=lambda words: " ".join(words).replace(LONG, "LONG"),
)
def test_a_name_may_be_too_long_wherever_a_name_can_stand(depeche: Depeche, words: tuple[str, ...]) -> None:
    """A line says so, and which."""
    ran = depeche(*words)
    assert ran.code in (1, 2)
    said = ran.out + ran.err
    assert "unexpected" not in said
    (line,) = {line for line in said.splitlines() if "File name too long" in line}
    assert LONG in line


def test_folders_that_may_not_be_read_are_named(done: Site) -> None:
    """Whatever asks for them."""
    locked = done.folder / "locked"
    (locked / "news").mkdir(parents=True)
    (done.place / "documents").rename(locked / "documents")
    (done.place / "documents").symlink_to(locked / "documents")
    locked.chmod(0)
    try:
        uses: list[tuple[str, ...]] = [
            ("detect", "locked/news/a.txt"),
            ("digest", "locked", "--to", "es"),
            ("site", "locked/r"),
            ("languages", "list", "--packages", "locked/pk"),
            ("memory", "stats", "--memory", "locked/m.sqlite"),
        ]
        for words in uses:
            ran = call([*unprivileged(), *command(*words)], cwd=done.folder)
            assert ran.code in (1, 2), (words, ran)
            assert "unexpected" not in ran.err
            assert "locked" in ran.err + ran.out, words
            assert "Permission denied" in ran.err + ran.out, words
    finally:
        locked.chmod(0o700)


def test_a_full_disk_is_blamed_on_what_could_not_be_written(done: Site, tmp_path: Path) -> None:
    """Not on standard output, which has all the room that there is."""
    with small_disk(tmp_path, kib=300) as small:
        if small is None:
            pytest.skip("no small disk can be had here: neither mounts of one's own nor a small /dev/shm")
        disk, under, _ = small
        names = {
            "export": command("memory", "export", disk / "x.tmx", "--memory", "m.sqlite"),
            "import": command("memory", "import", "x.tmx", "--memory", disk / "m.sqlite"),
            "digest": command("digest", disk / "r"),
            "site": command("site", disk / "r"),
        }
        fill = f'cp -r outputs/r "{disk}/r"; cat /dev/zero > "{disk}/filler" 2>/dev/null; '
        script = fill + "".join(
            f"{shlex.join(words)} >/dev/null 2>> {tmp_path}/said; " for words in names.values()
        )
        call(command("memory", "export", "x.tmx", "--memory", "m.sqlite"), cwd=done.folder)
        call([*under, script], cwd=done.folder, env={"DISK": str(disk)})
    lines = (tmp_path / "said").read_text().splitlines()
    assert [line.startswith(f"depeche: {disk}/") for line in lines] == [True] * len(names), lines
    assert all("No space left" in line or "disk is full" in line for line in lines)


def test_a_file_of_rows_without_room_can_be_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written was said when it mattered."""
    rows = Rows("int8", folder=tmp_path)
    rows.close()
    with Path("/dev/full").open("wb") as full:
        monkeypatch.setattr(rows, "_file", full)
        full.write(b"x")
        rows.close()


def test_what_the_system_refuses_is_no_defect() -> None:
    """Where nobody foresaw it: what it refused, and to which file."""
    error = FileNotFoundError(2, "No such file or directory", os.fsencode("a\udce9"))
    assert refused(error) == "a\udce9: No such file or directory"
    assert failed_outcome("b.txt", error).message == "b.txt: a\\xe9: No such file or directory"
    assert refused(OSError(28, "No space left on device")) == (
        "the system: No space left on device; free some room, and run again"
    )
    moved = OSError(18, "Invalid cross-device link", "a", None, "b")
    assert refused(moved) == "a and b: Invalid cross-device link"
    assert refused(OSError("something else")) is None
    assert refused(ValueError("a")) is None
