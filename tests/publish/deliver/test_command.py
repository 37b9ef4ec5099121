"""A program gets the digest and facts, never a shell, and is ended with all that it started."""

from __future__ import annotations

import contextlib
import fcntl
import json
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.errors import DeliveryError, UsageError
from pipeline.publish.deliver.command import CommandDeliverer
from pipeline.publish.deliver.parcel import delivery_key
from pipeline.publish.deliver.settings import CommandSettings
from tests.support.parcels import make_parcel

TELL = """
import json, os, sys
given = json.load(sys.stdin)
with open(sys.argv[1], "w") as file:
    json.dump([given, dict(os.environ), sys.argv[2:], os.getcwd()], file)
print("put on the wire")
"""


def deliverer(*command: str, **more: object) -> CommandDeliverer:
    """Return what runs a program."""
    given: dict[str, object] = {"timeout": 60, **more}
    return CommandDeliverer("wire", CommandSettings(command=command, **given))  # type: ignore[arg-type]


def python(script: str, *words: str, **more: object) -> CommandDeliverer:
    """Return what runs a script in Python."""
    return deliverer(sys.executable, "-c", script, *words, **more)


def test_a_program_gets_the_digest_and_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON on standard input, the facts and few other variables in the environment; no shell looks at it."""
    monkeypatch.setenv("MAIL_PASSWORD", "s3cret")
    monkeypatch.setenv("WIRE_ROOM", "7")
    parcel = make_parcel(tmp_path, "Se rompe la presa")
    out = tmp_path / "$(touch owned); out"
    made = python(TELL, str(out), "a b", "$HOME", environment=("WIRE_ROOM",))
    assert made.send(parcel, "command") == f"command {sys.executable}: done; it said: put on the wire"
    given, environment, words, place = json.loads(out.read_text())
    assert given["stories"][0]["texts"]["es"]["title"] == "Se rompe la presa"
    assert words == ["a b", "$HOME"]
    assert Path(place) == parcel.run
    facts = {name: value for name, value in environment.items() if name.startswith("DEPECHE_")}
    assert facts == {
        "DEPECHE_DELIVERY": "wire",
        "DEPECHE_KEY": delivery_key(parcel, "wire", "command"),
        "DEPECHE_JOB": "morning",
        "DEPECHE_SLOT": parcel.slot,
        "DEPECHE_RUN": str(parcel.run),
        "DEPECHE_LANGUAGES": "es,fr",
        "DEPECHE_MADE": parcel.made,
    }
    assert environment["WIRE_ROOM"] == "7"
    assert "PATH" in environment
    assert "MAIL_PASSWORD" not in environment


def test_large_digests_and_programs_that_do_not_read_do_no_harm(tmp_path: Path) -> None:
    """What is not read is dropped, what is not wanted is not kept."""
    parcel = make_parcel(tmp_path, *(f"{number} " + "largo " * 2000 for number in range(40)))
    assert deliverer("true").send(parcel, "command") == "command true: done"
    count = "import sys; print(len(sys.stdin.buffer.read())); sys.stdout.write('x' * 1000000)"
    said = python(count).send(parcel, "command")
    assert len(said) < 500


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (
            "import sys; print('no\\nwire', file=sys.stderr); sys.exit(4)",
            "ended with exit code 4; it said: no wire",
        ),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "was ended by SIGKILL"),
        ("print('\\x1b[31mred'); raise SystemExit(1)", r"exit code 1; it said: \\x1b\[31mred"),
    ],
)
def test_a_program_that_fails_is_quoted(tmp_path: Path, script: str, words: str) -> None:
    """With the end of what it said, in one line; the next run tries again."""
    with pytest.raises(DeliveryError, match=words) as refused:
        python(script).send(make_parcel(tmp_path, "one"), "command")
    assert not refused.value.is_final


def is_let_go(held: Path) -> bool:
    """Wait until nobody holds a file any more: the kernel lets go of what a process that is gone has held."""
    with held.open() as file:
        for _ in range(300):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            time.sleep(0.1)
    return False


def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    """None of them works on unseen."""
    held = tmp_path / "held"
    held.touch()
    child = f"import fcntl, time; file = open({str(held)!r}); fcntl.flock(file, 2); print(1, flush=True)"
    script = (
        "import subprocess, sys, time\n"
        f"child = [sys.executable, '-c', {child + '; time.sleep(600)'!r}]\n"
        "subprocess.Popen(child, stdout=subprocess.PIPE).stdout.readline()\n"
        "time.sleep(600)\n"
    )
    with pytest.raises(DeliveryError, match="took longer than 2 s, and was ended") as refused:
        python(script, timeout=2).send(make_parcel(tmp_path, "one"), "command")
    assert not refused.value.is_final
    assert is_let_go(held)


def test_what_a_program_leaves_behind_is_not_waited_for(tmp_path: Path) -> None:
    """Though it holds the output open."""
    script = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    )
    assert python(script).send(make_parcel(tmp_path, "one"), "command").endswith(": done")


def test_a_program_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    """It is for somebody to mend, so no run need try again."""
    (tmp_path / "text").write_text("no program")
    parcel = make_parcel(tmp_path, "one")
    for program, words in (
        ("/none/such", "No such file"),
        (str(tmp_path / "text"), "Permission denied"),
        ("a\0b", "null byte"),
    ):
        with pytest.raises(DeliveryError, match=f"cannot be started: .*{words}") as refused:
            deliverer(program).send(parcel, "command")
        assert refused.value.is_final
    with pytest.raises(UsageError, match=r"^deliver\.wire: command: is empty"):
        deliverer()
