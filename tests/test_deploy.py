"""What lies in ``deploy/``: the image, the services, files for ``make install``, completion in shells."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline.jobs.schedule.kubernetes import cron_job
from tests.conftest import ROOT
from tests.jobs.schedule.conftest import Planned, place, planned

__all__ = ["place", "planned"]

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
NEEDS = ["pyproject.toml", "uv.lock", "README.md", "LICENSE", "pipeline", "languages"]
BIN = Path(sys.executable).parent


def test_the_linter_finds_nothing_in_the_image() -> None:
    """What is ignored stands in hadolint.yaml, with the reason."""
    words = [str(BIN / "hadolint"), "--config", str(DEPLOY / "hadolint.yaml"), str(DEPLOY / "Dockerfile")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_is_made_of_what_is_named_alone() -> None:
    """All else in the checkout, such as keys and outputs, is ignored, so no layer can hold it."""
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules == ["*", *(f"!{name}" for name in NEEDS), "**/__pycache__"]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert [name for words in copied for name in words.split()] == NEEDS


def test_versions_and_users_are_the_same_everywhere(planned: Planned) -> None:
    """Of uv in the Makefile and the image; of the user in the image, compose and Kubernetes."""
    uv = re.search(r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert uv is not None
    assert f"ARG UV_VERSION={uv[1]}\n" in DOCKERFILE
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert {service["user"] for service in compose["services"].values()} == {"10001:10001"}
    assert "runAsUser: 10001\n" in cron_job(planned(), image="depeche:1")


def test_services_have_no_more_than_they_need() -> None:
    """A root that cannot be written, no rights, limits; only what installs packages has a network."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert compose["services"]["jobs"]["network_mode"] == "none"
    assert compose["services"]["setup"]["profiles"] == ["setup"]


def test_the_loop_of_the_service_does_the_job_until_it_is_stopped(tmp_path: Path) -> None:
    """It ends at once, and the job with it, as ``compose down`` wants it."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    (script,) = compose["services"]["jobs"]["command"]
    program = tmp_path / "depeche"
    program.write_text('#!/bin/sh\necho "$@"\nexec sleep 600\n')
    program.chmod(0o755)
    given = {"PATH": f"{tmp_path}:/usr/bin:/bin", "JOB": "morning", "AT": "06:30", "ZONE": "Etc/UTC"}
    words = ["/bin/sh", "-c", script.replace("$$", "$")]
    with subprocess.Popen(words, env=given, stdout=subprocess.PIPE, text=True) as loop:
        assert loop.stdout is not None
        said = loop.stdout.readline()
        loop.terminate()
        assert loop.wait() == 0
        assert loop.stdout.read() == ""  # the program holds this pipe for as long as it lives
    assert said == ("job run morning --config /jobs/depeche.toml --at 06:30 --time-zone Etc/UTC --quiet\n")


def test_what_is_installed_is_uninstalled(tmp_path: Path) -> None:
    """Man pages of all commands and completion for three shells; what others put there stays."""
    words = ["make", "-s", "-C", str(ROOT), f"DESTDIR={tmp_path}", "PREFIX=/usr"]
    other = tmp_path / "usr" / "share" / "man" / "man1" / "other.1"
    other.parent.mkdir(parents=True)
    other.write_text("")
    subprocess.run([*words, "install-data"], check=True)
    installed = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    pages = {path.name for path in (ROOT / "docs" / "reference" / "man").glob("*.1")}
    assert {path.name for path in installed} == pages | {"other.1", "depeche", "_depeche", "depeche.fish"}
    (tmp_path / "usr" / "lib" / "depeche" / "bin").mkdir(parents=True)
    subprocess.run([*words, "uninstall"], check=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [other]
    assert not (tmp_path / "usr" / "lib" / "depeche").exists()
    subprocess.run([*words, "uninstall"], check=True)


BASH = """source {file}
for line in "depeche job r" "depeche schedule --rem" "depeche run READ" "depeche job run mo"; do
  COMP_WORDS=($line) && COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
  _depeche depeche && echo "${{COMPREPLY[@]}}"
done
complete -p depeche
"""
FISH = """source {file}
for line in "depeche job r" "depeche schedule --rem" "depeche job run mo"
  complete -C "$line"
end
"""
ZSH = """_arguments() {{ print -r -- "$1" }}; _files() {{ print -r -- files }}
for line in "depeche job r" "depeche schedule --rem" "depeche run READ" "depeche job run mo"; do
  words=(${{(s: :)line}}) CURRENT=$#words; source {file}
done
"""


@pytest.mark.parametrize(
    ("shell", "script", "file", "told"),
    [
        (
            "bash",
            BASH,
            "depeche.bash",
            ["run", "--remove", "", "morning", "complete -o default -F _depeche depeche"],
        ),
        ("fish", FISH, "depeche.fish", ["run\tDo what is due", "--remove\tTake away", "morning\tto es ca"]),
        (
            "zsh",
            ZSH,
            "_depeche",
            ['*: :(("run":"Do', '*: :(("--remove":"', "files", '*: :(("morning":"to es ca"'],
        ),
    ],
)
def test_shells_complete_commands_options_and_names(
    tmp_path: Path, shell: str, script: str, file: str, told: list[str]
) -> None:
    """Names of jobs too, and those of files by their own means. Shells that are not here are left out."""
    if (program := shutil.which(shell)) is None:
        pytest.skip(f"there is no {shell}")
    (tmp_path / "depeche.toml").write_text('[job.morning]\ninputs = ["wire"]\nto = ["es", "ca"]\n')
    plain = {"bash": ["--norc"], "fish": ["--no-config"], "zsh": ["-f"]}[shell]
    ran = subprocess.run(
        [program, *plain, "-c", script.format(file=DEPLOY / "completions" / file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    lines = ran.stdout.splitlines()
    assert len(lines) == len(told), ran.stdout + ran.stderr
    for line, begin in zip(lines, told, strict=True):
        assert line.startswith(begin)
