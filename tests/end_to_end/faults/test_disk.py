"""Disks that are full, may not be written to, or take no such name."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from pipeline.verify.run import verify_run
from tests.end_to_end.faults.conftest import Site
from tests.run.test_job import tree
from tests.support.conditions import bare, call, namespace, read_only_mount, small_disk, unprivileged
from tests.write.test_run_folder import contents


def test_a_full_disk_costs_what_has_no_room_and_nothing_else(site: Site, tmp_path: Path) -> None:
    """What stood stays, what fits is written, the rest is named; given room, the same command does it."""
    for number in range(3, 9):
        site.write(f"{number}.txt", seed=number)
    with small_disk(tmp_path, kib=400) as small:
        if small is None:
            pytest.skip("no small disk can be had here: neither mounts of one's own nor a small /dev/shm")
        disk, under, kept = small
        first = shlex.join(site.command("news/0.txt", "--out", str(disk)))
        whole = shlex.join(site.command("news", "--out", str(disk), "--force"))
        again = shlex.join(site.command("news", "--out", str(disk)))
        script = f"""
            {first} 2>/dev/null
            cp -a "$DISK/r" "{tmp_path}/before"
            cat /dev/zero > "$DISK/filler" 2>/dev/null
            truncate -s -40k "$DISK/filler"
            {whole} 2> "{tmp_path}/said" >/dev/null; echo $? > "{tmp_path}/code"
            cp -a "$DISK/r" "{tmp_path}/full"
            rm "$DISK/filler"
            {again} 2> "{tmp_path}/said-again"
        """
        ran = call([*under, script], cwd=tmp_path, env={"DISK": str(disk)})
    assert ran.code == 0, ran.err
    said = (tmp_path / "said").read_text()
    assert (tmp_path / "code").read_text() == "3\n", said
    assert "Traceback" not in said
    failed = [line for line in said.splitlines() if line.startswith("failed")]
    assert 1 <= len(failed) <= 9
    for line in failed:
        assert line.endswith("No space left on device; free some room, and repeat the command")
    (old,) = (tmp_path / "before" / "documents").iterdir()
    assert (tmp_path / "full" / "documents" / old.name).is_dir()
    standing = list((tmp_path / "full" / "documents").iterdir())
    old_failed = any("news/0.txt:" in line for line in failed)  # to be made anew; it stands as it was
    assert len(standing) == 9 - len(failed) + old_failed
    assert not list((tmp_path / "full").rglob(".writing-*"))
    assert (tmp_path / "said-again").read_text().endswith("0 failed\n")
    site.run("news", "--out", "undisturbed")
    assert tree(kept / "r" / "documents") == tree(tmp_path / "undisturbed" / "r" / "documents")
    assert list(verify_run(kept / "r")) == []


def test_a_limit_on_file_sizes_costs_the_large_document(site: Site) -> None:
    """``ulimit -f``: one line for what is too large, and the memory is done without."""
    site.write("long.txt", seed=9).write_text("Le pont est fermé. " * 700)
    limit = ("prlimit", "--fsize=30000")
    ran = site.run("news", "--memory", "m.sqlite", under=limit)
    assert ran.code == 3
    (failure,) = [line for line in ran.lines if line.startswith("failed")]
    assert failure.startswith("failed   news/long.txt: outputs/r/documents/")
    assert "cannot be written: File too large" in failure
    assert len([line for line in ran.lines if line.startswith("warning")]) <= 1
    assert ran.lines[-1] == "3 done, 0 skipped, 1 failed"
    assert list(verify_run(site.place)) == []


def test_a_read_only_place_is_refused_in_a_line(site: Site) -> None:
    """And what is written there stays as it is, and can be checked."""
    advice = "Read-only file system; choose another place with --out"
    if not namespace():
        place = read_only_mount()
        if place is None:
            pytest.skip("no read-only place can be had here")
        ran = site.run("news", "--out", place)
        assert (ran.code, ran.lines) == (1, [f"depeche: {place}/r: cannot be made: {advice}"])
        return
    site.run("news")
    before = contents(site.place)
    bind = 'mount --bind outputs outputs && mount -o remount,bind,ro outputs && exec "$@"'
    ran = site.run("news", "--force", under=(*namespace(), "sh", "-c", bind, "sh"))
    assert (ran.code, ran.lines) == (1, [f"depeche: outputs/r: cannot be made: {advice}"])
    assert contents(site.place) == before
    assert list(verify_run(site.place)) == []


def test_rights_count(site: Site) -> None:
    """A source that may not be read costs itself alone; a place that may not be written to is named."""
    secret = site.folder / "news" / "1.txt"
    secret.chmod(0)
    ran = site.run("news", under=unprivileged())
    assert (ran.code, ran.lines[-1]) == (3, "2 done, 0 skipped, 1 failed")
    assert "failed   news/1.txt: cannot be read: Permission denied" in ran.lines
    before = contents(site.place)
    secret.chmod(0o600)
    documents = site.place / "documents"
    documents.chmod(0o500)
    ran = site.run("news", under=unprivileged())
    documents.chmod(0o700)
    assert (ran.code, ran.lines[-1]) == (3, "0 done, 2 skipped, 1 failed")
    (failure,) = [line for line in ran.lines if line.startswith("failed")]
    assert failure.endswith("Permission denied; choose another place with --out, or change its rights")
    after = contents(site.place)
    told = {"run.json", "SHA256SUMS"}
    assert {path: after[path] for path in before if path not in told} == {
        path: content for path, content in before.items() if path not in told
    }


def test_a_name_that_is_too_long_is_refused_in_a_line(site: Site) -> None:
    """As a place and as an input, where it costs the others nothing."""
    long = "x" * 300
    ran = site.run("news", "--out", long)
    assert (ran.code, len(ran.lines)) == (1, 1)
    assert ran.lines[0].endswith("cannot be made: File name too long; choose a shorter --out or --run-id")
    ran = site.run(long, "news/0.txt")
    assert ran.code == 3
    assert ran.lines[0] == f"failed   {long}: cannot be read: File name too long"


def test_a_log_without_room_stops_no_run_and_a_result_without_is_said(site: Site) -> None:
    """Messages are lost where they go to a full disk; a result that cannot be delivered is a failure."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            site.command("news"),
            cwd=site.folder,
            env=bare(),
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, b"outputs/r\n")
        ran = call(site.command("news", "--quiet"), cwd=site.folder, stdout=full.fileno())
    assert ran.code == 1
    assert ran.lines == ["depeche: standard output: No space left on device; free some room, and run again"]
    assert list(verify_run(site.place)) == []
