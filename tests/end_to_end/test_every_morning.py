"""The guide's job, morning after morning: three languages, mail, and all that goes wrong in between."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipeline.verify.run import verify_run
from tests.conftest import ROOT
from tests.end_to_end.test_cli import Depeche, Ran, depeche
from tests.support.conditions import call, command, small_disk
from tests.support.mail_server import mail_server
from tests.support.project_documents import blocks

__all__ = ["depeche"]

GUIDE = ROOT / "docs" / "guides" / "every-morning.md"
FILE = blocks(GUIDE, "toml")[0]
CUT_OFF, FIRST, SECOND, _FULL, _GAP, *_ = blocks(GUIDE, "text")
"""The guide's own file, and what it says that a job said."""
TEXTS = {
    "wire/dam.txt": "The dam in the valley broke on Tuesday.\n\nPeople left their houses in the night.\n",
    "wire/theatre.txt": "Le théâtre romain rouvre ses portes.\n\nLes travaux ont duré trois ans.\n",
    "desk/port.txt": "El puerto cierra por la tormenta.\n\nLos barcos esperan fuera desde el lunes.\n",
}
LATER = "La mairie ouvre une école nouvelle.\n\nLes enfants du quartier y vont depuis ce lundi matin.\n"
AT = """
import os
from datetime import UTC, datetime
from pipeline.core import clock
clock.now = lambda: datetime(2026, 11, int(os.environ["DAY"]), 6, 31, tzinfo=UTC)
if os.environ.get("KILL"):
    from pipeline.jobs import step
    step.make_digest = lambda *_, **__: os.kill(os.getpid(), 9)
"""
"""Sets the clock by hand, and kills a job between its run and its digest."""
JOB = ("job", "run", "morning", "--at", "06:30", "--time-zone", "UTC")


def settings(port: int) -> str:
    """Return the guide's file with a port, with fewer runs to keep, and with a program that is told."""
    text = FILE.replace('host = "localhost"', f'host = "127.0.0.1"\nport = {port}\nretry_seconds = 0')
    hook = 'on_failure = ["sh", "-c", "cat >> failures.jsonl; echo >> failures.jsonl"]'
    text = text.replace(
        "keep = { runs = 14, days = 30 }", f'keep = {{ runs = 3 }}\nengine = "apertium"\n{hook}'
    )
    assert text.count("\n") == FILE.count("\n") + 4
    return text


def require_told(said: str, guide: str) -> None:
    """Require each of the guide's lines, names of places and seconds aside."""
    for line in guide.splitlines():
        parts = re.split(r"/srv/news|\d+ s,|localhost|\.\.\.", line)
        pattern = ".*".join(map(re.escape, parts))
        assert re.search(f"^{pattern}$", said, re.MULTILINE), (pattern, said)


def start(place: Path, day: int, *, kill: bool = False) -> tuple[int, str]:
    """Start the job on a day in November; return its exit code and what it said."""
    ran = subprocess.run(
        command(*JOB, before=AT),
        cwd=place,
        env={**os.environ, "DAY": str(day), "KILL": "1" if kill else ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stderr


@pytest.mark.usefixtures("apertium")
def test_mornings_with_all_that_goes_wrong(tmp_path: Path, depeche: Depeche) -> None:
    """A kill, a server that is down, an empty night, a changed configuration: each morning has its digest."""
    for name, words in TEXTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words)
    folder = tmp_path / "outputs" / "morning"
    with mail_server() as box:
        (tmp_path / "depeche.toml").write_text(settings(box.port))
        killed, _ = start(tmp_path, 27, kill=True)
        assert killed == -9
        assert not (folder / "latest").exists()
        assert depeche("job", "status") == Ran(1, CUT_OFF, "")
        code, said = start(tmp_path, 27)
        assert code == 0, said
        require_told(said, FIRST)
        mails = [email.message_from_bytes(content, policy=email.policy.default) for content in box.messages]
        assert [mail["Content-Language"] for mail in mails] == ["es", "ca"]
        spanish, catalan = (mail.get_body(("plain",)) for mail in mails)
        assert spanish is not None
        assert catalan is not None
        assert "El puerto cierra por la tormenta." in spanish.get_content()
        assert "teatre" in catalan.get_content()
    (tmp_path / "desk" / "school.txt").write_text(LATER)  # the server is down now
    code, said = start(tmp_path, 28)
    assert (code, "1 of 1 stories" in said) == (3, True), said
    require_told(said, SECOND)
    assert (tmp_path / "feeds" / "morning.es.atom").read_text().count("<entry") == 4
    facts = json.loads((tmp_path / "failures.jsonl").read_text().splitlines()[-1])
    assert (facts["state"], len(facts["problems"])) == ("good", 2)
    with mail_server() as box:  # nothing came; the configuration has changed
        text = settings(box.port).replace("top = 10", "top = 5")
        (tmp_path / "depeche.toml").write_text(text)
        code, said = start(tmp_path, 29)
        assert (code, "0 of 0 stories" in said) == (0, True), said
        ids = [email.message_from_bytes(content)["Message-ID"] for content in box.messages]
        assert len(set(ids)) == 4  # of this morning and of yesterday
        assert start(tmp_path, 29) == (0, start(tmp_path, 29)[1])
        assert len(box.messages) == 4
    assert (folder / "latest").readlink() == Path("morning-2026-11-29T0630")
    for run in sorted(folder.glob("morning-*")):
        assert list(verify_run(run)) == []
    assert len(list(folder.glob("morning-*"))) == 3


def test_a_full_disk_is_told(tmp_path: Path, argos_packages: Path) -> None:
    """By the user's own program, too; no half of anything is taken for the whole."""
    settings = (
        f'[job.m]\ninputs = ["{tmp_path}/news"]\nto = ["es"]\nfrom = "fr"\nengine = "argos"\nmemory = "off"\n'
        f'packages = "{argos_packages}"\non_failure = ["sh", "-c", "cat > {tmp_path}/failed.json"]\n'
    )
    (tmp_path / "news").mkdir()
    for number in range(12):
        (tmp_path / "news" / f"{number}.txt").write_text(f"Dépêche {number}.\n\n{TEXTS['wire/theatre.txt']}")
    with small_disk(tmp_path, kib=192) as found:
        if found is None:
            pytest.skip("there is no way to a small disk here")
        place, words, kept = found
        (tmp_path / "depeche.toml").write_text(settings + f'outputs = "{place}"\n')
        job = command("job", "run", "m", "--config", tmp_path / "depeche.toml")
        script = " ".join("'" + word.replace("'", "'\\''") + "'" for word in job)
        ran = call([*words, script], cwd=tmp_path, env={"DISK": str(place)})
    assert "No space left on device" in ran.err
    assert re.search(r"^ended    m-\S+: failed, ", ran.err, re.MULTILINE), ran.err
    assert "m: to go on: depeche job run m; " in ran.err
    facts = json.loads((tmp_path / "failed.json").read_text())
    assert facts["state"] == "failed"
    assert not (kept / "m" / "latest").is_symlink()
    assert [path.name for path in (kept / "m").glob("*/digest/digest.json")] == []


def test_figures_and_alerts_are_what_prometheus_reads(tmp_path: Path, argos_packages: Path) -> None:
    """By its own parser; the alerts ask for figures that a job has."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(TEXTS["wire/theatre.txt"])
    (tmp_path / "depeche.toml").write_text(
        f'[run]\nfrom = "fr"\nengine = "argos"\npackages = "{argos_packages}"\n'
        '[job.m]\ninputs = ["news"]\nto = ["es"]\n'
    )
    assert call(command("job", "run", "m"), cwd=tmp_path).code == 0
    text = (tmp_path / "outputs" / "m" / "metrics.prom").read_text()
    figures = {family.name: family for family in text_string_to_metric_families(text)}
    stages = {sample.labels["stage"] for sample in figures["depeche_job_document_stage_seconds"].samples}
    assert stages == {"read", "translated", "written"}
    of_job = {sample.labels["stage"] for sample in figures["depeche_job_stage_seconds"].samples}
    assert of_job == {"inputs", "run", "digest", "delivery"}
    (ended,) = figures["depeche_job_last_good_timestamp_seconds"].samples
    assert ended.value > datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    rules = (ROOT / "deploy" / "prometheus-rules.yaml").read_text()
    asked = set(re.findall(r"\bdepeche_\w+", rules))
    assert asked
    assert asked <= figures.keys()
